import { isRefusal, refuse, type Refusal } from '@collegium/contracts'
import { insertRows, saveAggregates, type Transaction } from '@collegium/database'
import { and, eq } from 'drizzle-orm'
import { learners } from '../learners/tables.ts'
import type { NominationContent } from './domain/content.ts'
import { type Command, decide, type Nomination } from './domain/nomination.ts'
import { nominationEvents } from './facts.ts'
import { type Mobility, type Nominating, programmeAsItStands } from './nominate.ts'
import { commitmentTo, contentHashOf, nomineeOf, openNominee, sealComment, sealNominee } from './nominee.ts'
import { nominationAnswers, nominations, nominationVersions } from './tables.ts'

type Row = typeof nominations.$inferSelect
/** What a person asks for; the hash of a new content is made here. */
export type Wanted =
  | { readonly move: 'approve'; readonly contentHash: string }
  | { readonly move: 'reject'; readonly contentHash: string; readonly comment: string }
  | { readonly move: 'cancel'; readonly reason: string; readonly expectedVersion: number }
  | { readonly move: 'revise'; readonly mobility: Mobility; readonly comment: string | null; readonly expectedVersion: number }

/** Answers, changes or cancels a nomination. Needs the tenancy of both institutions (and of the programme's coordinator). */
export async function changeNomination(tx: Transaction, acting: Nominating, id: string, wanted: Wanted): Promise<Row | Refusal> {
  const [row] = await tx.db.select().from(nominations).where(eq(nominations.id, id)).for('update')
  if (!row || ![row.sending, row.receiving].includes(acting.institution)) return refuse('not-found')
  const [learner] = await tx.db.select().from(learners).where(eq(learners.id, row.learnerId))
  const key = learner?.wrappedKey ? acting.vault.key(learner.id, learner.wrappedKey) : null
  const held = key && learner?.personal ? acting.vault.openHeld(key, learner.id, learner.personal) : null
  const { institution, roles } = acting

  const drafted = wanted.move === 'revise' && held && key ? await draft(tx, acting, row, wanted, held, key) : undefined
  if (wanted.move === 'revise' && !drafted) return refuse('learner-erased')
  const command: Command =
    wanted.move === 'revise' && drafted
      ? { move: 'revise', content: drafted.content, contentHash: drafted.hash, expectedVersion: wanted.expectedVersion, institution, roles }
      : { ...(wanted as Exclude<Wanted, { move: 'revise' }>), institution, roles }
  const decided = decide(stateOf(row), command)
  if (isRefusal(decided)) return decided.refused === 'stale-proposal' ? withBothContents(tx, row, decided) : decided
  if (decided.facts.length === 0) return row

  // Back in the race after a rejection, the nomination needs a place again.
  if (wanted.move === 'revise' && row.state === 'rejected' && drafted) {
    const { places } = await programmeAsItStands(tx, drafted.content)
    if (places === 0) return refuse('quota-full')
  }
  const next: Row = {
    ...row,
    ...decided.state,
    answered: [...decided.state.answered],
    reason: wanted.move === 'cancel' ? wanted.reason : null,
    changedAt: acting.at,
    ...(drafted && { type: drafted.content.type, academicYear: drafted.content.academicYear }),
  }
  await saveAggregates(tx.sql, nominations, [next])
  const place = {
    nominationId: id,
    proposal: next.proposal,
    sending: row.sending,
    receiving: row.receiving,
    learnerId: row.learnerId,
    by: acting.by,
    at: acting.at,
  }
  if (drafted && key)
    await insertRows(tx.sql, nominationVersions, [
      { ...place, contentHash: drafted.hash, content: drafted.content, nominee: sealNominee(acting.vault, key, id, next.proposal, drafted.nominee) },
    ])
  else
    await insertRows(tx.sql, nominationAnswers, [
      {
        ...place,
        verb: wanted.move,
        institution,
        // Of an erased learner nothing more is written down, not even what was said of them.
        comment: wanted.move === 'reject' && key ? sealComment(acting.vault, key, id, next.proposal, wanted.move, wanted.comment) : null,
      },
    ])
  tx.publish(nominationEvents(decided.facts, next, institution))
  return next
}

const stateOf = ({ id, version, state, sending, receiving, proposal, contentHash, answered }: Row): Nomination => ({
  id,
  version,
  state,
  sending,
  receiving,
  proposal,
  contentHash,
  answered,
})

/** The new content. The same person and comment keep their commitment, so that saying the same again is no news. */
async function draft(
  tx: Transaction,
  { vault }: Nominating,
  row: Row,
  { mobility, comment }: Extract<Wanted, { move: 'revise' }>,
  held: Parameters<typeof nomineeOf>[0],
  key: Uint8Array,
) {
  const [before] = await tx.db
    .select()
    .from(nominationVersions)
    .where(and(eq(nominationVersions.nominationId, row.id), eq(nominationVersions.proposal, row.proposal)))
  const fresh = nomineeOf(held, comment)
  const stood = before && openNominee(vault, key, row.id, row.proposal, before.nominee)
  const nominee = stood && commitmentTo({ ...fresh, salt: stood.salt }) === commitmentTo(stood) ? stood : fresh
  const programme = before?.content.programme ?? null
  const content: NominationContent = { ...mobility, programme, learnerId: row.learnerId, commitment: commitmentTo(nominee) }
  return { content, hash: contentHashOf(content), nominee }
}

/** A conflict shows both contents: the one that was read, where it ever was one, and the one that stands. */
async function withBothContents(tx: Transaction, row: Row, conflict: Refusal): Promise<Refusal> {
  const versions = await tx.db.select().from(nominationVersions).where(eq(nominationVersions.nominationId, row.id))
  const shown = (hash: unknown) => {
    const version = versions.find((one) => one.contentHash === hash)
    return version ? { proposal: version.proposal, contentHash: version.contentHash, content: version.content } : { contentHash: hash }
  }
  return refuse(conflict.refused, { named: shown(conflict.detail?.named), standing: shown(conflict.detail?.standing) })
}
