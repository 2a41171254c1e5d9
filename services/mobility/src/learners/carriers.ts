/** A table that carries `learner_id`, and follows a learner who is merged into another. */
export interface Carrier {
  readonly table: string
  /** Columns that tell its rows apart. */
  readonly key: readonly string[]
  /** Columns that name institutions which may write the row. */
  readonly owners: readonly string[]
  /** Encrypted columns, with the context that each value is bound to; sealed anew under the key of whoever the row belongs to. */
  readonly sealed?: Readonly<Record<string, (row: Readonly<Record<string, string>>) => string>>
  /** Columns of which a learner has at most one row with the same values; a second one stays behind. */
  readonly oncePer?: readonly string[]
}

/** Every table with a learner's rows but the learner's own: a table that is missing here is found by the test beside. */
export const carriers: readonly Carrier[] = [
  {
    table: 'enrolments',
    key: ['id'],
    owners: ['lead', 'home'],
    sealed: { participant: (row) => `participant:${row.id}` },
    oncePer: ['instance_id'],
  },
  { table: 'results', key: ['id'], owners: ['lead'] },
  { table: 'result_versions', key: ['result_id', 'version'], owners: ['lead'] },
  { table: 'nominations', key: ['id'], owners: ['sending', 'receiving'], oncePer: ['opportunity_id', 'call_year'] },
  {
    table: 'nomination_versions',
    key: ['nomination_id', 'proposal'],
    owners: ['sending', 'receiving'],
    sealed: { nominee: (row) => `nominee:${row.nomination_id}:${row.proposal}` },
  },
  {
    table: 'nomination_answers',
    key: ['nomination_id', 'proposal', 'verb'],
    owners: ['sending', 'receiving'],
    sealed: { comment: (row) => `nomination-answer:${row.nomination_id}:${row.proposal}:${row.verb}` },
  },
]

/** Which rows changed hands, table by table. */
export type Moved = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>
