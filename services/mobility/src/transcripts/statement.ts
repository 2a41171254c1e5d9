import type { GradeCount, MobilityType, Multilingual } from '@collegium/contracts'
import type { Holder, TranscriptLine } from './domain/line.ts'

export interface Organisation {
  readonly schacId: string
  readonly name: Multilingual
  /** ISO 3166-1 alpha-2. */
  readonly country: string
}

/** What the home recognised for it, once decided. `studied` are components of the agreement, as the lines name them. */
export interface RecognitionOutcome {
  readonly outcome: 'full' | 'partial' | 'none'
  readonly decidedOn: string
  readonly recognitions: readonly {
    readonly componentId: string
    readonly title: string
    readonly credits: number
    readonly studied: readonly string[]
    readonly recognised: boolean
  }[]
}

/** All that one issued version says: what is printed, exported and compared. */
export interface TranscriptStatement {
  readonly mobilityId: string
  readonly issue: number
  readonly holder: Holder
  readonly sending: Organisation
  readonly receiving: Organisation
  readonly type: MobilityType
  readonly academicYear: string
  readonly startsOn: string | null
  readonly endsOn: string | null
  readonly lines: readonly TranscriptLine[]
  /** The grade distribution tables of the receiving institution for the fields of the lines. */
  readonly gradeTables: readonly { readonly iscedF: string; readonly gradingScheme: string; readonly grades: readonly GradeCount[] }[]
  readonly signer: { readonly name: string; readonly position: string }
  readonly issuedAt: string
  readonly reason: string | null
  readonly recognition: RecognitionOutcome | null
}
