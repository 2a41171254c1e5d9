import { isRefusal, LearnerMerged, LearnerUnmerged, refuse, type Refusal } from '@collegium/contracts'
import { insertRows, saveAggregates, type Transaction } from '@collegium/database'
import { fact } from '@collegium/events'
import { and, eq, inArray } from 'drizzle-orm'
import type { Moved } from './carriers.ts'
import { carryRows, type KeyHolder, onceName, rowName } from './carry-rows.ts'
import { decidePair, type PairCommand } from './domain/pair.ts'
import type { HomeActing } from './register-learner.ts'
import { learnerIdentifiers, learnerPairs, learners } from './tables.ts'

type PairRow = typeof learnerPairs.$inferSelect
type LearnerRow = typeof learners.$inferSelect

/**
 * Makes one learner of two: identifiers and rows of `mergedId` go to `survivorId`, who keeps the data that the home holds of them. What cannot be had
 * twice (a second enrolment at one offer) stays behind. Needs the tenancy of everybody who owns one of the rows.
 */
export async function mergeLearners(
  tx: Transaction,
  acting: HomeActing,
  wanted: { readonly survivorId: string; readonly mergedId: string; readonly expectedVersion: number | null },
): Promise<PairRow | Refusal> {
  const { survivorId, mergedId } = wanted
  const both = await lockBoth(tx, acting, survivorId, mergedId)
  const [survivor, merged] = [both.get(survivorId), both.get(mergedId)]
  if (!survivor || !merged || survivorId === mergedId || survivor.row.mergedInto || merged.row.mergedInto) return refuse('not-a-pair')
  const pair = await pairOf(tx, acting, survivorId, mergedId)
  const decided = decidePair(pair, command(acting, 'merge', wanted.expectedVersion ?? pair.version))
  if (isRefusal(decided)) return decided
  const rows = await carryRows(tx, merged, survivor, (carrier, row, taken, parent) => parent !== 'left' && !taken.has(onceName(carrier, row)))
  const identifiers = await tx.db.update(learnerIdentifiers).set({ learnerId: survivorId }).where(eq(learnerIdentifiers.learnerId, mergedId)).returning()
  const moved: Moved = { ...rows, learner_identifiers: identifiers.map(({ identityIndex }) => ({ identity_index: identityIndex })) }
  await saveAggregates(tx.sql, learners, [
    { ...merged.row, version: merged.row.version + 1, mergedInto: survivorId },
    { ...survivor.row, version: survivor.row.version + 1 },
  ])
  return close(tx, acting, { ...pair, ...decided.state, survivorId, moved, reason: null }, mergedId, LearnerMerged)
}

/** Makes two of one again: whatever changed hands goes back, with what has grown on it since. What came new to the survivor stays theirs. */
export async function undoMerge(
  tx: Transaction,
  acting: HomeActing,
  wanted: { readonly pairId: string; readonly expectedVersion: number; readonly reason: string },
): Promise<PairRow | Refusal> {
  const [pair] = await tx.db
    .select()
    .from(learnerPairs)
    .where(and(eq(learnerPairs.id, wanted.pairId), eq(learnerPairs.home, acting.home)))
    .for('update')
  if (!pair) return refuse('not-found')
  const decided = decidePair(pair, { ...command(acting, 'undo', wanted.expectedVersion), reason: wanted.reason })
  if (isRefusal(decided)) return decided
  const survivorId = pair.survivorId ?? ''
  const mergedId = survivorId === pair.firstId ? pair.secondId : pair.firstId
  const both = await lockBoth(tx, acting, survivorId, mergedId)
  const [survivor, merged] = [both.get(survivorId), both.get(mergedId)]
  if (!survivor || !merged) return refuse('learner-erased')
  // What the survivor took over has gone on with them: the later merge is undone first.
  if (survivor.row.mergedInto) return refuse('merged-meanwhile', { learnerId: survivor.row.mergedInto })
  const moved = pair.moved ?? {}
  await carryRows(
    tx,
    survivor,
    merged,
    (carrier, row, _taken, parent) => parent === 'carried' || (moved[carrier.table]?.some((one) => rowName(carrier, one) === rowName(carrier, row)) ?? false),
  )
  const indexes = (moved.learner_identifiers ?? []).flatMap((one) => one.identity_index ?? [])
  if (indexes.length > 0)
    await tx.db
      .update(learnerIdentifiers)
      .set({ learnerId: mergedId })
      .where(and(eq(learnerIdentifiers.learnerId, survivorId), inArray(learnerIdentifiers.identityIndex, indexes)))
  await saveAggregates(tx.sql, learners, [
    { ...merged.row, version: merged.row.version + 1, mergedInto: null },
    { ...survivor.row, version: survivor.row.version + 1 },
  ])
  return close(tx, acting, { ...pair, ...decided.state, survivorId: null, moved: null, reason: wanted.reason }, mergedId, LearnerUnmerged, survivorId)
}

/** A human says that the two are two. */
export async function keepLearnersApart(
  tx: Transaction,
  acting: HomeActing,
  wanted: { readonly pairId: string; readonly expectedVersion: number },
): Promise<PairRow | Refusal> {
  const [pair] = await tx.db
    .select()
    .from(learnerPairs)
    .where(and(eq(learnerPairs.id, wanted.pairId), eq(learnerPairs.home, acting.home)))
    .for('update')
  if (!pair) return refuse('not-found')
  const decided = decidePair(pair, command(acting, 'keep-apart', wanted.expectedVersion))
  if (isRefusal(decided)) return decided
  const next = { ...pair, ...decided.state, decidedBy: acting.by, decidedAt: acting.at }
  await saveAggregates(tx.sql, learnerPairs, [next])
  return next
}

const command = ({ roles, at }: HomeActing, move: PairCommand['move'], expectedVersion: number): PairCommand => ({ move, by: roles, at, expectedVersion })

/** Both learners with their keys, locked in the order of their ids, as everybody locks them. Erased ones are missing. */
async function lockBoth(
  tx: Transaction,
  { vault, home }: HomeActing,
  one: string,
  other: string,
): Promise<Map<string, KeyHolder & { readonly row: LearnerRow }>> {
  const rows = await tx.db
    .select()
    .from(learners)
    .where(and(inArray(learners.id, [one, other]), eq(learners.home, home)))
    .orderBy(learners.id)
    .for('update')
  return new Map(rows.flatMap((row) => (row.wrappedKey ? [[row.id, { id: row.id, key: vault.key(row.id, row.wrappedKey), row }]] : [])))
}

/** The pair as it stands in the queue, or a new one that a human found. */
async function pairOf(tx: Transaction, { home, at, newId }: HomeActing, one: string, other: string): Promise<PairRow> {
  const [firstId = one, secondId = other] = [one, other].toSorted()
  const fresh = { id: newId(), version: 1, home, firstId, secondId, ground: 'named' as const, state: 'open' as const, foundAt: at }
  await insertRows(tx.sql, learnerPairs, [fresh], { skipExisting: true })
  const [pair] = await tx.db
    .select()
    .from(learnerPairs)
    .where(and(eq(learnerPairs.firstId, firstId), eq(learnerPairs.secondId, secondId)))
    .for('update')
  if (!pair) throw new Error('A pair that was just written is not there')
  return pair
}

async function close(
  tx: Transaction,
  { by, at, home }: HomeActing,
  pair: PairRow,
  mergedId: string,
  type: typeof LearnerMerged | typeof LearnerUnmerged,
  learnerId: string = pair.survivorId ?? '',
): Promise<PairRow> {
  const next = { ...pair, decidedBy: by, decidedAt: at }
  await saveAggregates(tx.sql, learnerPairs, [next])
  const about = { institution: home, aggregateVersion: next.version, data: { learnerId, mergedId, home, pairId: next.id, version: next.version } }
  tx.publish([type === LearnerMerged ? fact(LearnerMerged, about) : fact(LearnerUnmerged, about)])
  return next
}
