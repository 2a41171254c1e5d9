import type { LegalStatement } from '../../legal-status/domain/statement.ts'

/** Where a component stands: table A (studied), B (recognised), C (virtual), or the single table of blended and doctoral mobility. */
export const componentTables = ['studied', 'recognised', 'virtual', 'blended', 'doctoral'] as const
export type ComponentTable = (typeof componentTables)[number]

export const participationForms = ['onsite', 'online', 'blended', 'coil', 'joint-delivery'] as const
export type ParticipationForm = (typeof participationForms)[number]

export const targetKinds = ['programme', 'module', 'container-module', 'mobility-window'] as const
export type TargetKind = (typeof targetKinds)[number]

/** First and last calendar day. */
export interface Period {
  readonly startsOn: string
  readonly endsOn: string
}

/** One course or part of a course. Its id stays the same through all versions of the agreement. */
export interface Component {
  readonly id: string
  readonly table: ComponentTable
  readonly title: string
  /** Learning opportunity specification as EWP writes it, e.g. "CR/4711". */
  readonly losId: string | null
  /** The code that people know it by. */
  readonly losCode: string | null
  readonly loiId: string | null
  /** The instance in this hub's catalogue, where it is offered through the hub. */
  readonly instanceId: string | null
  readonly term: { readonly number: number; readonly of: number } | null
  readonly credits: readonly { readonly scheme: string; readonly value: number }[]
  readonly shortDescription: string | null
  /** Null in table A: what is studied is not recognised by itself. */
  readonly automaticRecognition: boolean | null
  /** Needed exactly where recognition is not automatic. */
  readonly recognitionConditions: string | null
  /** Dates of its own, e.g. of the virtual part. */
  readonly period: Period | null
  readonly form: ParticipationForm | null
  /** The partner that teaches it, where that is not the receiving institution. */
  readonly teachingPartner: string | null
}

/** What studied there is recognised as here; n:m. `studied` may also be a virtual, blended or doctoral component. */
export interface RecognitionLink {
  readonly studied: string
  readonly recognised: string
}

/** What the three parties sign. */
export interface AgreementContent {
  readonly components: readonly Component[]
  readonly links: readonly RecognitionLink[]
  /** The stay. Null for virtual mobility. */
  readonly physical: Period | null
  /** The virtual part, before, during or after the stay. */
  readonly virtual: Period | null
  readonly target: { readonly kind: TargetKind; readonly code: string; readonly title: string; readonly ects: number | null } | null
  /** ISCED-F 2013, two to four digits, of the programme at home. */
  readonly iscedF: string
  readonly iscedClarification: string | null
  /** 1 to 8, at departure. */
  readonly eqfLevel: number
  /** BCP 47 and CEFR level, or NS for a native speaker. */
  readonly language: { readonly tag: string; readonly cefr: string }
  readonly legalStatements: readonly LegalStatement[]
  readonly learningOutcomesUrl: string | null
  readonly provisionsUrl: string | null
}

export const deletionReasons = ['not-available', 'language-mismatch', 'timetable-conflict'] as const
export const insertionReasons = ['substituting-deleted', 'extending-mobility', 'adding-virtual-component'] as const

/** How a version differs from the first one, component by component (EWP: `status` relative to `first-version`). */
export type Change =
  | {
      readonly kind: 'deleted'
      readonly componentId: string
      readonly reasonCode: string | null
      readonly reasonText: string | null
    }
  | {
      readonly kind: 'inserted'
      readonly componentId: string
      /** The deleted component that this one takes the place of. */
      readonly replaces: string | null
      readonly reasonCode: string | null
      readonly reasonText: string | null
    }

/** ECTS of a set of components; credits of other schemes are not added up. */
export const ectsOf = (components: readonly Component[]): number =>
  Math.round(components.flatMap((one) => one.credits.filter(({ scheme }) => scheme === 'ects').map(({ value }) => value)).reduce((a, b) => a + b, 0) * 100) /
  100

export const componentsOf = (content: AgreementContent, table: ComponentTable): readonly Component[] =>
  content.components.filter((component) => component.table === table)
