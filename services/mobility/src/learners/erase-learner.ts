import { ErasureCompleted, isRefusal, refuse, type Refusal } from '@collegium/contracts'
import { type Reader, saveAggregates, type Transaction } from '@collegium/database'
import { fact } from '@collegium/events'
import { and, eq, inArray } from 'drizzle-orm'
import { enrolments } from '../enrolments/tables.ts'
import { carriers } from './carriers.ts'
import { closeRequest, type DataRequestReport, extentOfErasure } from './domain/data-request.ts'
import { standingDuties } from './domain/retention.ts'
import { recordsUnderDuty } from './learner-file.ts'
import type { HomeActing } from './register-learner.ts'
import { dataRequests, learners, learnerVersions } from './tables.ts'

type RequestRow = typeof dataRequests.$inferSelect
type LearnerRow = typeof learners.$inferSelect

/** The learner and everybody who was merged into them, however often. */
export async function pseudonymsOf(sql: Pick<Transaction['sql'], 'unsafe'>, learnerId: string): Promise<string[]> {
  const rows = await sql.unsafe<{ id: string }[]>(
    'with recursive same as (select id from learners where id = $1::uuid union select l.id from learners l join same s on l.merged_into = s.id) select id from same',
    [learnerId],
  )
  return rows.map((row) => row.id)
}

/**
 * Carries out a request for erasure, or refuses it lawfully (GDPR 17(3)): where a duty of retention stands, all stays, or, with `partial`, what no duty
 * covers goes. A full erasure destroys the data keys: whatever was ever encrypted under them, backups included, has nobody in it any more.
 * `reader` sees every row about the learner; the transaction needs the tenancy of all who own one.
 */
export async function carryOutErasure(
  tx: Transaction,
  reader: Reader,
  acting: HomeActing,
  wanted: { readonly requestId: string; readonly expectedVersion: number; readonly partial: boolean },
): Promise<RequestRow | Refusal> {
  const [request] = await tx.db
    .select()
    .from(dataRequests)
    .where(and(eq(dataRequests.id, wanted.requestId), eq(dataRequests.home, acting.home), eq(dataRequests.kind, 'erasure')))
    .for('update')
  if (!request) return refuse('not-found')
  const ids = await pseudonymsOf(tx.sql, request.learnerId)
  const rows = await tx.db.select().from(learners).where(inArray(learners.id, ids)).orderBy(learners.id).for('update')
  const learner = rows.find((row) => row.id === request.learnerId)
  if (!learner) return refuse('not-found')
  const duties = standingDuties(await recordsUnderDuty(reader, ids), acting.at.slice(0, 10))
  const extent = extentOfErasure(duties, wanted.partial)
  const decided = closeRequest(request, {
    move: isRefusal(extent) ? 'refuse' : 'complete',
    by: acting.roles,
    expectedVersion: wanted.expectedVersion,
    ...(isRefusal(extent) && { reason: extent.refused }),
  })
  if (isRefusal(decided)) return decided
  if (learner.mergedInto) return refuse('merged-meanwhile', { learnerId: learner.mergedInto })
  if (!learner.wrappedKey) return refuse('learner-erased')
  const full = !isRefusal(extent) && extent.extent === 'full'
  const report: DataRequestReport = isRefusal(extent)
    ? { reason: extent.refused, duties }
    : full
      ? { erased: ['identity', 'contact', 'access-tokens', 'history', 'keys'] }
      : { erased: ['contact', 'access-tokens', 'history'], kept: ['identity'], duties }
  if (!isRefusal(extent)) {
    await saveAggregates(
      tx.sql,
      learners,
      rows.map((row) => (full ? shredded(row, acting.at) : withoutContact(row, acting))),
    )
    await tx.db.update(learnerVersions).set({ before: null }).where(inArray(learnerVersions.learnerId, ids))
    await emptyTokens(tx, ids)
    if (full) await forgetRequestsAndPairs(tx, acting, ids)
    const where = await tx.db.select({ id: enrolments.id, lead: enrolments.lead }).from(enrolments).where(inArray(enrolments.learnerId, ids))
    tx.publish([
      fact(ErasureCompleted, {
        institution: acting.home,
        aggregateVersion: decided.state.version,
        data: {
          requestId: request.id,
          learnerId: learner.id,
          home: acting.home,
          extent: full ? 'full' : 'partial',
          mergedIds: ids.filter((id) => id !== learner.id),
          enrolmentIds: where.map((enrolment) => enrolment.id),
          leads: [...new Set(where.map((enrolment) => enrolment.lead))],
        },
      }),
    ])
  }
  const next: RequestRow = { ...request, ...decided.state, closedBy: acting.by, closedAt: acting.at, report }
  await saveAggregates(tx.sql, dataRequests, [next])
  return next
}

const shredded = (row: LearnerRow, at: string): LearnerRow => ({
  ...row,
  version: row.version + 1,
  wrappedKey: null,
  personal: null,
  nameTokens: [],
  birthIndex: null,
  erasedAt: at,
})

/** What no duty of retention covers is gone; what makes the records under a duty readable stays. */
function withoutContact(row: LearnerRow, { vault }: HomeActing): LearnerRow {
  const next = { ...row, version: row.version + 1, nameTokens: [] }
  if (!row.wrappedKey || !row.personal) return next
  const key = vault.key(row.id, row.wrappedKey)
  const held = { ...vault.openHeld(key, row.id, row.personal), email: null, citizenship: null, gender: null }
  return { ...next, personal: Buffer.from(vault.sealHeld(key, row.id, held)) }
}

async function emptyTokens(tx: Transaction, ids: readonly string[]): Promise<void> {
  for (const { table, emptied = [] } of carriers)
    if (emptied.length > 0)
      await tx.sql.unsafe(`update "${table}" set ${emptied.map((column) => `"${column}" = '{}'`).join(', ')} where learner_id = any($1::uuid[])`, [[...ids]])
}

async function forgetRequestsAndPairs(tx: Transaction, { by, at }: HomeActing, ids: readonly string[]): Promise<void> {
  await tx.db
    .update(dataRequests)
    .set({ sealed: null })
    .where(inArray(dataRequests.learnerId, [...ids]))
  // What is known of an erased learner answers no question about who they were.
  await tx.sql`
    update learner_pairs set state = 'kept-apart', version = version + 1, moved = null, undo_until = null, reason = 'learner-erased', decided_by = ${by}, decided_at = ${at}::text::timestamptz
    where first_id = any(${[...ids]}::uuid[]) or second_id = any(${[...ids]}::uuid[])`
}
