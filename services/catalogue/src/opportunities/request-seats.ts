import {
  type DataOf,
  type HubEvent,
  OpportunitySeatsRequested,
  type Refusal,
  type SeatPlan,
  type SeatPlanConfirmed,
  type SeatPlanRefused,
} from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { fact } from '@collegium/events'
import { eq } from 'drizzle-orm'
import { publicInstances } from '../tables.ts'

/**
 * The lead wishes a number of seats for an instance. It stays a request until mobility, which counts who sits on them, has answered. `expectedRequest` is the
 * number of the request that the lead last saw, 0 before any: of two who ask at once the second is told (`stale-version`).
 */
export async function requestSeats(
  tx: Transaction,
  lead: string,
  { instanceId, plan, expectedRequest }: { instanceId: string; plan: SeatPlan; expectedRequest: number },
): Promise<typeof publicInstances.$inferSelect | Refusal> {
  const [row] = await tx.db.select().from(publicInstances).where(eq(publicInstances.id, instanceId)).for('update')
  if (!row || row.lead !== lead) return { refused: 'not-found' }
  const before = row.requestedSeats?.request ?? 0
  if (before !== expectedRequest) return { refused: 'stale-version', detail: { current: before } }
  const requestedSeats = { request: before + 1, plan, state: 'requested' as const, reason: null }
  await tx.db.update(publicInstances).set({ requestedSeats }).where(eq(publicInstances.id, instanceId))
  tx.publish([
    fact(OpportunitySeatsRequested, {
      institution: lead,
      aggregateVersion: requestedSeats.request,
      data: { specificationId: row.opportunityId, lead, instanceId, request: requestedSeats.request, plan },
    }),
  ])
  return { ...row, requestedSeats }
}

/** Mobility has answered. An answer to a request that a later one has replaced settles nothing, but a plan that it confirmed does hold. */
export async function settleSeats(
  tx: Transaction,
  answers: readonly (HubEvent & { readonly data: DataOf<typeof SeatPlanConfirmed> | DataOf<typeof SeatPlanRefused> })[],
): Promise<void> {
  for (const { data } of answers) {
    const [row] = await tx.db.select().from(publicInstances).where(eq(publicInstances.id, data.instanceId)).for('update')
    if (!row || row.lead !== data.lead) continue
    const reason = 'reason' in data ? data.reason : null
    const requested = row.requestedSeats
    const settled = requested?.request === data.request ? { ...requested, state: reason ? ('refused' as const) : ('confirmed' as const), reason } : requested
    await tx.db
      .update(publicInstances)
      .set({ requestedSeats: settled, ...(!reason && { confirmedSeats: data.plan }) })
      .where(eq(publicInstances.id, data.instanceId))
  }
}
