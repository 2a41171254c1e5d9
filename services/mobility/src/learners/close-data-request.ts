import { isRefusal, refuse, type Refusal } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { and, eq } from 'drizzle-orm'
import { closeRequest, type CloseRequest, type DataRequestReport } from './domain/data-request.ts'
import type { HomeActing } from './register-learner.ts'
import { dataRequests } from './tables.ts'

/** Answers a request that an office has looked at: done, with what changed, or refused, with the reason. */
export async function closeDataRequest(
  tx: Transaction,
  acting: HomeActing,
  wanted: Pick<CloseRequest, 'move' | 'reason' | 'expectedVersion'> & { readonly requestId: string; readonly report: DataRequestReport },
): Promise<typeof dataRequests.$inferSelect | Refusal> {
  const [request] = await tx.db
    .select()
    .from(dataRequests)
    .where(and(eq(dataRequests.id, wanted.requestId), eq(dataRequests.home, acting.home)))
    .for('update')
  if (!request) return refuse('not-found')
  const { move, reason, expectedVersion, report } = wanted
  const decided = closeRequest(request, { move, by: acting.roles, expectedVersion, ...(reason !== undefined && { reason }) })
  if (isRefusal(decided)) return decided
  const next = { ...request, ...decided.state, closedBy: acting.by, closedAt: acting.at, report }
  await saveAggregates(tx.sql, dataRequests, [next])
  return next
}
