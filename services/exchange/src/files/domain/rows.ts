import type { ProblemCode } from '../../errors/row-problems.ts'

/** What a cell is when it is more than its text. */
export type CellMark = 'formula' | 'merged' | 'error'

/** One row as the file has it, before anybody judged it. */
export interface RawRow {
  /** Counted as the office sees it: the line of a sheet or of a table; in XML the how-manieth result. */
  readonly row: number
  readonly values: Partial<Record<string, string>>
  readonly marks?: Partial<Record<string, CellMark>>
  /** More cells than headers: a separator inside a value, most of the time. */
  readonly cellsBeyondHeader?: boolean
  /** Set where the file itself says which learning opportunity a result belongs to (ELMO). */
  readonly opportunity?: { readonly identifiers: readonly string[]; readonly title: string }
  /** Set where the file names its issuer by SCHAC id (ELMO). */
  readonly issuer?: string
  /** ISO 3166-1 country of the issuer: decides which national scale a grade without one stands on. */
  readonly issuerCountry?: string
  /** The format has no place for the home institution, so a person is asked instead of the row being refused. */
  readonly homeIsAskedFor?: boolean
  /** Elements of the file that had to stand in for one that is missing; shown as a change. */
  readonly takenFrom?: Partial<Record<string, string>>
  /** The result is announced as not final yet. */
  readonly inProgress?: boolean
}

export const changeReasons = [
  'trimmed',
  'unicode',
  'placeholder',
  'date-form',
  'excel-date',
  'decimal-comma',
  'word',
  'lower-case',
  'home-from-identifier',
  'home-from-name',
  'home-from-upload',
  'scale-name',
  'scale-from-offering',
  'scale-from-country',
  'grade-form',
  'credits-from-offering',
  'outcome-from-grade',
  'identifier-form',
  'other-element',
  'institution-from-name',
  'credits-from-component',
  'status-from-home',
] as const
/** One normalisation, shown to the office. */
export interface Change {
  readonly field: string
  readonly from: string
  readonly to: string
  readonly why: (typeof changeReasons)[number]
}

export interface Problem {
  readonly code: ProblemCode
  /** Null where the whole row is meant. */
  readonly field: string | null
  readonly value: string
  /** What the words of the code need besides the value. */
  readonly detail?: Readonly<Record<string, string>>
}

export type Fate = 'good' | 'refused' | 'waiting' | 'unchanged'

/** `Values` is the row's normal form, which each template has its own. */
export interface CheckedRow<Values extends object = object> {
  readonly row: number
  readonly values: Values
  readonly changes: readonly Change[]
  readonly problems: readonly Problem[]
  readonly fate: Fate
}

/** A row judged earlier that a later row puts into another light. */
export interface Amendment {
  readonly row: number
  readonly problem: Problem
  /** Its fate until then. Now it is refused. */
  readonly was: 'good' | 'waiting'
}

/** What a row is checked against: the institutions there are, the offering where the file is about one, and the day. */
export interface CheckContext {
  /** ISO 8601 day. */
  readonly today: string
  /** The institution that hands the file in. */
  readonly institution: string
  /** Every institution that may be named, with the names by which people call it: those of the offering, or all that the hub knows. */
  readonly institutions: readonly { readonly id: string; readonly names: readonly string[] }[]
  /** The home that the uploader named for rows whose file does not. */
  readonly defaultHome: string | null
  readonly offering: OfferingFacts | null
}
export interface OfferingFacts {
  readonly lead: string
  /** Code and ids of instance and specification: an ELMO result matches by any of them. */
  readonly codes: readonly string[]
  readonly ects: number
  readonly gradingScheme: string
}
/** The context of a file that is about an offering. */
export type OfferingContext = CheckContext & { readonly offering: OfferingFacts }

/** Judges the rows of one file in their order, and each of them in the light of those before it. */
export interface RowJudge {
  check(raw: RawRow): CheckedRow
  /** Rows that were let pass when they were judged and are refused in the light of a later one, each once. Complete when every row was checked. */
  readonly amendments: readonly Amendment[]
}

/** The context of a file that is about an offering. A run of such a template has one; without it nothing can be judged. */
export function aboutOffering(context: CheckContext): OfferingContext {
  if (!context.offering) throw new Error('A file about an offering is checked without one')
  return { ...context, offering: context.offering }
}
