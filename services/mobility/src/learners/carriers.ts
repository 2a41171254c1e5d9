import type { RecordKind } from './domain/retention.ts'

/** A table that carries `learner_id`: its rows follow a learner who is merged, and are told to one who asks. */
export interface Carrier {
  readonly table: string
  readonly kind: RecordKind
  /** Columns that tell its rows apart. */
  readonly key: readonly string[]
  /** Columns that name the institutions which may write the row. */
  readonly owners: readonly string[]
  /** Encrypted columns, with the context that each value is bound to; sealed anew under the key of whoever the row belongs to. */
  readonly sealed?: Readonly<Record<string, (row: Readonly<Record<string, string>>) => string>>
  /** Blind indexes and other lists that are emptied when the learner is erased. */
  readonly emptied?: readonly string[]
  /** Columns of which a learner has at most one row with the same values; a second one stays behind, and all that hangs on it. */
  readonly oncePer?: readonly string[]
  /** The table and column by which its rows hang on those of another carrier, which stands before it. */
  readonly of?: readonly [table: string, column: string]
  /** SQL: the day of the last entry under a duty of retention, and which rows are under one. */
  readonly duty?: { readonly lastOn: string; readonly where: string }
}

/** Every table with a learner's rows but the learner's own (`ownTables`). One that is missing here is found by `learners.int.test.ts`. */
export const carriers: readonly Carrier[] = [
  {
    table: 'enrolments',
    kind: 'examination',
    key: ['id'],
    owners: ['lead', 'home'],
    sealed: { participant: (row) => `participant:${row.id}` },
    oncePer: ['instance_id'],
  },
  { table: 'results', kind: 'examination', key: ['id'], owners: ['lead'], of: ['enrolments', 'enrolment_id'], duty: { lastOn: 'assessed_on', where: 'true' } },
  { table: 'result_versions', kind: 'examination', key: ['result_id', 'version'], owners: ['lead'], of: ['results', 'result_id'] },
  {
    table: 'legal_statements',
    kind: 'examination',
    key: ['enrolment_id', 'institution', 'question'],
    owners: ['lead', 'home', 'institution'],
    of: ['enrolments', 'enrolment_id'],
  },
  {
    table: 'nominations',
    kind: 'mobility',
    key: ['id'],
    owners: ['sending', 'receiving'],
    oncePer: ['opportunity_id', 'call_year'],
    duty: { lastOn: 'changed_at::date', where: "state = 'approved'" },
  },
  {
    table: 'nomination_versions',
    kind: 'mobility',
    key: ['nomination_id', 'proposal'],
    owners: ['sending', 'receiving'],
    sealed: { nominee: (row) => `nominee:${row.nomination_id}:${row.proposal}` },
    of: ['nominations', 'nomination_id'],
  },
  {
    table: 'nomination_answers',
    kind: 'mobility',
    key: ['nomination_id', 'proposal', 'verb'],
    owners: ['sending', 'receiving'],
    sealed: { comment: (row) => `nomination-answer:${row.nomination_id}:${row.proposal}:${row.verb}` },
    of: ['nominations', 'nomination_id'],
  },
  {
    table: 'learning_agreements',
    kind: 'mobility',
    key: ['id'],
    owners: ['sending', 'receiver_sees'],
    sealed: { student: (row) => `agreement-student:${row.id}` },
    emptied: ['name_tokens'],
    // A draft that nobody else ever saw is under no duty.
    duty: { lastOn: 'changed_at::date', where: 'receiver_sees is not null' },
  },
  {
    table: 'learning_agreement_versions',
    kind: 'mobility',
    key: ['agreement_id', 'number'],
    owners: ['sending', 'receiver_sees'],
    of: ['learning_agreements', 'agreement_id'],
  },
  { table: 'learning_agreement_entries', kind: 'mobility', key: ['id'], owners: ['sending', 'receiver_sees'], of: ['learning_agreements', 'agreement_id'] },
  {
    table: 'transcripts',
    kind: 'examination',
    key: ['id'],
    owners: ['receiving'],
    of: ['learning_agreements', 'id'],
    duty: { lastOn: 'changed_at::date', where: 'issued > 0' },
  },
  { table: 'transcript_drafts', kind: 'examination', key: ['id'], owners: ['receiving'], of: ['transcripts', 'id'] },
  {
    table: 'transcript_issues',
    kind: 'examination',
    key: ['id'],
    owners: ['receiving'],
    sealed: { holder: (row) => `transcript-holder:${row.id}` },
    of: ['transcripts', 'transcript_id'],
  },
  {
    table: 'confirmations',
    kind: 'mobility',
    key: ['id'],
    owners: ['receiving'],
    sealed: { holder: (row) => `confirmation-holder:${row.id}` },
    of: ['learning_agreements', 'mobility_id'],
    duty: { lastOn: 'issued_at::date', where: "state = 'issued'" },
  },
  { table: 'grade_conversions', kind: 'examination', key: ['id'], owners: ['home'] },
  {
    table: 'dossier_notes',
    kind: 'mobility',
    key: ['id'],
    owners: ['institution'],
    sealed: { text: (row) => `dossier-note:${row.id}` },
  },
  {
    table: 'dossier_attachments',
    kind: 'mobility',
    key: ['id'],
    owners: ['institution'],
    sealed: { name: (row) => `dossier-attachment-name:${row.id}`, content: (row) => `dossier-attachment:${row.id}` },
  },
  { table: 'reminders', kind: 'mobility', key: ['id'], owners: ['institution'] },
  { table: 'mails', kind: 'mobility', key: ['id'], owners: ['institution'] },
]

/** The learner's own tables: they stay with the learner whom they are about. */
export const ownTables = ['learners', 'learner_identifiers', 'learner_versions', 'learner_pairs', 'data_requests', 'access_records'] as const

/** Which rows changed hands, table by table. */
export type Moved = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>
