import { insertRows, saveAggregates, type Transaction } from '@collegium/database'
import { searchWords } from '@collegium/vocabulary'
import { asc, inArray } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { LearningAgreement, Proposal } from './domain/agreement.ts'
import { agreementVersions, learningAgreements } from './tables.ts'

export type AgreementRow = typeof learningAgreements.$inferSelect
type VersionRow = typeof agreementVersions.$inferSelect

export interface StoredAgreement {
  readonly row: AgreementRow
  readonly agreement: LearningAgreement
}

export const proposalOf = ({ number, state, content, changes, steps, hash, signatures, comment, openedAt, changedAt }: VersionRow): Proposal => ({
  number,
  state,
  content,
  changes,
  steps,
  hash,
  signatures,
  comment,
  openedAt,
  changedAt,
})

export const agreementOf = (row: AgreementRow, versions: readonly VersionRow[]): LearningAgreement => ({
  id: row.id,
  version: row.version,
  learnerId: row.learnerId,
  sending: row.sending,
  receiving: row.receiving,
  type: row.type,
  academicYear: row.academicYear,
  coordinator: row.coordinator,
  teachingPartners: row.teachingPartners,
  state: row.state,
  proposals: versions.map(proposalOf),
})

/** Agreements with all versions that `db` may see. With `lock`, rows are held in the order of their ids, so that two bulk acts never wait for each other in a circle. */
export async function loadAgreements(db: PostgresJsDatabase, ids: readonly string[], { lock = false } = {}): Promise<Map<string, StoredAgreement>> {
  if (ids.length === 0) return new Map()
  const wanted = db
    .select()
    .from(learningAgreements)
    .where(inArray(learningAgreements.id, [...ids]))
    .orderBy(asc(learningAgreements.id))
  const rows = await (lock ? wanted.for('update') : wanted)
  const versions = await db
    .select()
    .from(agreementVersions)
    .where(inArray(agreementVersions.agreementId, [...ids]))
    .orderBy(agreementVersions.agreementId, agreementVersions.number)
  const byAgreement = new Map<string, VersionRow[]>(rows.map((row) => [row.id, []]))
  for (const version of versions) byAgreement.get(version.agreementId)?.push(version)
  return new Map(rows.map((row) => [row.id, { row, agreement: agreementOf(row, byAgreement.get(row.id) ?? []) }]))
}

/** Folded words of what the text filter looks through. No name of a learner is among them. */
export const searchTextOf = (row: Pick<AgreementRow, 'sending' | 'receiving' | 'coordinator' | 'programme'>, proposal: Proposal): string =>
  searchWords(
    [
      row.sending,
      row.receiving,
      row.coordinator,
      row.programme?.code,
      proposal.content.target?.title,
      ...proposal.content.components.flatMap((one) => [one.title, one.losCode]),
    ]
      .filter(Boolean)
      .join(' '),
  ).join(' ')

/** Writes decided agreements: rows by their version, versions that are new, and those that were settled or whose draft was rewritten. */
export async function saveAgreements(
  tx: Transaction,
  saved: readonly { before: StoredAgreement | null; row: AgreementRow; agreement: LearningAgreement }[],
): Promise<void> {
  await saveAggregates(
    tx.sql,
    learningAgreements,
    saved.map(({ row }) => row),
  )
  tx.changed(
    'LearningAgreement',
    saved.map(({ row }) => row.id),
  )
  const fresh: VersionRow[] = []
  const settled: VersionRow[] = []
  for (const { before, row, agreement } of saved) {
    const known = new Map(before?.agreement.proposals.map((one) => [one.number, one]))
    for (const proposal of agreement.proposals) {
      const old = known.get(proposal.number)
      if (old === proposal) continue
      // The receiver sees what was ever proposed to it, and from then on.
      const shown = row.receiverSees !== null && proposal.signatures.some((signature) => signature.side === 'sending')
      const version: VersionRow = {
        ...proposal,
        agreementId: row.id,
        sending: row.sending,
        learnerId: row.learnerId,
        receiverSees: shown ? row.receiving : null,
        coordinatorSees: shown ? row.coordinatorSees : null,
      }
      ;(old ? settled : fresh).push(version)
    }
  }
  await insertRows(tx.sql, agreementVersions, fresh)
  if (settled.length === 0) return
  const payload = settled.map((one) => ({
    agreement_id: one.agreementId,
    number: one.number,
    receiver_sees: one.receiverSees,
    coordinator_sees: one.coordinatorSees,
    state: one.state,
    content: one.content,
    changes: one.changes,
    steps: one.steps,
    hash: one.hash,
    signatures: one.signatures,
    comment: one.comment,
    changed_at: one.changedAt,
  }))
  await tx.sql`
    update learning_agreement_versions v set receiver_sees = r.receiver_sees, coordinator_sees = r.coordinator_sees, state = r.state, content = r.content,
      changes = r.changes, steps = r.steps, hash = r.hash, signatures = r.signatures, comment = r.comment, changed_at = r.changed_at
    from jsonb_to_recordset(${JSON.stringify(payload)}::text::jsonb) as r(agreement_id uuid, number integer, receiver_sees text, coordinator_sees text, state text,
      content jsonb, changes jsonb, steps jsonb, hash text, signatures jsonb, comment jsonb, changed_at timestamptz)
    where v.agreement_id = r.agreement_id and v.number = r.number`
}
