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
