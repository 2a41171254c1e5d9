import { type DataOf, type HubEvent, isRefusal, type OpportunitySeatsRequested, SeatPlanConfirmed, SeatPlanRefused } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { fact } from '@collegium/events'
import { judgePlan, takenInAll } from './domain/seat-plan.ts'
import { fillSeats } from './fill-seats.ts'
import { lockSeats, saveSeats } from './seat-counter.ts'

type Requested = HubEvent & { readonly data: DataOf<typeof OpportunitySeatsRequested> }

/** The catalogue asks for a seat plan: confirmed where everybody who sits keeps a seat, else refused and the plan before stays. An answered or older request is passed over. */
export async function settleSeatRequests(tx: Transaction, requested: readonly Requested[]): Promise<void> {
  const locked = await lockSeats(
    tx,
    requested.map(({ data }) => ({ id: data.instanceId, lead: data.lead })),
  )
  const now = new Map(locked)
  for (const event of requested) {
    const { instanceId, lead, request, plan } = event.data
    const counter = now.get(instanceId)
    if (!counter || counter.lead !== lead || counter.request >= request) continue
    const judged = judgePlan(counter, plan)
    const next = isRefusal(judged) ? { ...counter, request } : await fillSeats(tx, { ...counter, ...judged, request })
    now.set(instanceId, next)
    const version = (locked.get(instanceId)?.version ?? 0) + 1
    const data = { instanceId, lead, request, version, plan, taken: takenInAll(next) }
    const envelope = { institution: lead, aggregateVersion: version, cause: event }
    tx.publish([
      isRefusal(judged) ? fact(SeatPlanRefused, { ...envelope, data: { ...data, reason: judged.refused } }) : fact(SeatPlanConfirmed, { ...envelope, data }),
    ])
  }
  await saveSeats(tx, locked, now)
}
