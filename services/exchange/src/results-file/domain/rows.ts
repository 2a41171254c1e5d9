import type { ResultField } from '@collegium/contracts'
import type { ProblemCode } from '../../errors/row-problems.ts'

/** What a cell is when it is more than its text. */
export type CellMark = 'formula' | 'merged' | 'error'

/** One row as the file has it, before anybody judged it. */
export interface RawRow {
  /** Counted as the office sees it: the line of a sheet or of a table; in XML the how-manieth result. */
  readonly row: number
  readonly values: Partial<Record<ResultField, string>>
  readonly marks?: Partial<Record<ResultField, CellMark>>
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
  readonly takenFrom?: Partial<Record<ResultField, string>>
  /** The result is announced as not final yet. */
  readonly inProgress?: boolean
}

/** A row in its normal form. Null where the file is silent and nothing fills in for it. */
export interface ResultRow {
  readonly esi: string | null
  readonly home: string | null
  readonly localId: string | null
  readonly givenNames: string
  readonly familyName: string
  /** ISO 8601 day. */
  readonly birthDate: string | null
  readonly email: string | null
  readonly outcome: 'passed' | 'failed' | 'withdrawn' | null
  readonly grade: string | null
  readonly gradingScheme: string | null
  readonly ects: number | null
  readonly assessedOn: string | null
  readonly attempt: number
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
] as const
/** One normalisation, shown to the office. */
export interface Change {
  readonly field: ResultField
  readonly from: string
  readonly to: string
  readonly why: (typeof changeReasons)[number]
}

export interface Problem {
  readonly code: ProblemCode
  /** Null where the whole row is meant. */
  readonly field: ResultField | null
  readonly value: string
  /** What the words of the code need besides the value. */
  readonly detail?: Readonly<Record<string, string>>
}

export type Fate = 'good' | 'refused' | 'waiting' | 'unchanged'

export interface CheckedRow {
  readonly row: number
  readonly values: ResultRow
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

/** What a row is checked against: the offering and its partners, and the day. */
export interface CheckContext {
  /** ISO 8601 day. */
  readonly today: string
  /** The institution that hands the file in. */
  readonly lead: string
  /** Every institution whose learners may be in the file, the lead included, with the names by which people call it. */
  readonly institutions: readonly { readonly id: string; readonly names: readonly string[] }[]
  /** The home that the uploader named for rows whose file does not. */
  readonly defaultHome: string | null
  readonly offering: {
    /** Code and ids of instance and specification: an ELMO result matches by any of them. */
    readonly codes: readonly string[]
    readonly ects: number
    readonly gradingScheme: string
  }
}
