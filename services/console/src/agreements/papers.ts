import { queryOptions } from '@tanstack/react-query'
import { execute, graphQuery } from '../hub/ask.ts'
import { lookAgain } from '../hub/live.ts'
import { type Refused, refusedBy, refusedFields } from '../hub/fault.ts'

/** What the agreement, or the recognising office, says of one component that is recognised at home. */
export interface Recognition {
  readonly componentId: string
  readonly title: string
  readonly verdict: string
  readonly credits: number
  readonly because: string
  readonly text: string | null
  readonly studied: readonly string[]
}
export interface Line {
  readonly lineId: string
  readonly componentId: string | null
  readonly code: string | null
  readonly title: string
  readonly ects: number | null
  readonly outcome: string
  readonly label: string
  readonly gradingScheme: string | null
  readonly assessedOn: string | null
}
interface Range {
  readonly label: string
  readonly count: number
  readonly from: number
  readonly to: number
}
export interface ConversionTable {
  readonly schacId: string
  readonly gradingScheme: string
  readonly iscedF: string
  readonly firstYear: string
  readonly lastYear: string
  readonly ranges: readonly Range[]
}
export interface Conversion {
  readonly id: string
  readonly version: number
  readonly state: string
  readonly lineId: string | null
  readonly given: string
  readonly passed: boolean
  readonly suggested: string | null
  readonly grade: string | null
  readonly reason: string | null
  readonly rule: string
  readonly because: string
  readonly candidates: readonly string[]
  readonly givenTable: ConversionTable
  readonly homeTable: ConversionTable
}
export interface Papers {
  readonly outcome: {
    readonly outcome: string
    readonly ectsEarned: number
    readonly ectsRecognised: number
    readonly decidedOn: string
    readonly recognitions: readonly Recognition[]
  } | null
  readonly recognitionByAgreement: readonly Recognition[] | null
  readonly transcriptDue: {
    readonly dueOn: string
    readonly countedFrom: string
    readonly countedFromDay: string
    readonly issuedOn: string | null
    readonly standing: string
  } | null
  readonly transcript: {
    readonly state: string
    readonly issues: readonly {
      readonly issue: number
      readonly issuedAt: string
      readonly reason: string | null
      readonly signer: string
      readonly document: string
      readonly lines: readonly Line[]
    }[]
    readonly gradeConversions: readonly Conversion[]
  } | null
}
export interface Confirmation {
  readonly id: string
  readonly state: string
  readonly kind: string
  readonly arrivedOn: string | null
  readonly leftOn: string | null
  readonly online: { readonly startsOn: string; readonly endsOn: string } | null
  readonly reason: string | null
  readonly issuedAt: string
  readonly document: string
}

const table = '{ schacId gradingScheme iscedF firstYear lastYear ranges { label count from to } }'
const conversionFields = `id version state lineId given passed suggested grade reason rule because candidates givenTable ${table} homeTable ${table}`
const recognition = '{ componentId title verdict credits because text studied }'

export const papersText = graphQuery<{ learningAgreement: Papers | null; confirmations: readonly Confirmation[] | null }, { id: string }>(
  `query AgreementPapers($id: ID!) {
    learningAgreement(id: $id) {
      outcome { outcome ectsEarned ectsRecognised decidedOn recognitions ${recognition} } recognitionByAgreement ${recognition}
      transcriptDue { dueOn countedFrom countedFromDay issuedOn standing }
      transcript { state issues { issue issuedAt reason signer document lines { lineId componentId code title ects outcome label gradingScheme assessedOn } } gradeConversions { ${conversionFields} } }
    }
    confirmations(mobilityIds: [$id]) { id state kind arrivedOn leftOn online { startsOn endsOn } reason issuedAt document }
  }`,
)
/** Asked anew after every act on agreements, as everything under that key. */
export const papersQuery = (id: string) =>
  queryOptions({ queryKey: ['agreements', 'papers', id], queryFn: ({ signal }) => execute(papersText, { id }, signal), refetchInterval: lookAgain })

type Converted = { readonly __typename: 'GradeConversion'; readonly id: string } | ({ readonly __typename: 'Problem' } & Refused)
const converted = `{ __typename ... on GradeConversion { id } ... on Problem { ${refusedFields} } }`

export const suggestText = graphQuery<{ suggestGrade: Converted }, { mobilityId: string; lineId: string; eqfLevel: number; expectedVersion: number }>(
  `mutation SuggestGrade($mobilityId: ID!, $lineId: String!, $eqfLevel: Int, $expectedVersion: Int!) { suggestGrade(mobilityId: $mobilityId, lineId: $lineId, eqfLevel: $eqfLevel, expectedVersion: $expectedVersion) ${converted} }`,
)
export const approveGradeText = graphQuery<{ approveGradeConversion: Converted }, { id: string; expectedVersion: number }>(
  `mutation ApproveGrade($id: ID!, $expectedVersion: Int!) { approveGradeConversion(id: $id, expectedVersion: $expectedVersion) ${converted} }`,
)
export const overrideGradeText = graphQuery<{ overrideGradeConversion: Converted }, { id: string; grade: string; reason: string; expectedVersion: number }>(
  `mutation OverrideGrade($id: ID!, $grade: String!, $reason: String!, $expectedVersion: Int!) { overrideGradeConversion(id: $id, grade: $grade, reason: $reason, expectedVersion: $expectedVersion) ${converted} }`,
)
/** A conversion, or the refusal as a fault. */
export async function convertedBy(asked: Promise<Readonly<Record<string, Converted>>>): Promise<void> {
  const [done] = Object.values(await asked)
  if (done?.__typename === 'Problem') throw refusedBy(done)
}
