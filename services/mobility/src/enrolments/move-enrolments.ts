import { EnrolmentConfirmed, EnrolmentEnded, isRefusal, refuse, type Refusal, type Role } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { fact, type NewEvent } from '@collegium/events'
import { inArray } from 'drizzle-orm'
import { statementsAbout } from '../legal-status/state-legal-status.ts'
import { judgeStatements } from '../legal-status/domain/statement.ts'
import { publicInstances, publicSpecifications } from '../offers/tables.ts'
import { annulUnreleased } from '../results/move-results.ts'
import { hasRoom, occupy } from '../seats/domain/seat-plan.ts'
import { lockSeats, type SeatCounter, saveSeats } from '../seats/seat-counter.ts'
import { fillSeats } from '../seats/fill-seats.ts'
import { decide, type EnrolmentFact } from './domain/enrolment.ts'
import type { StudentStatus } from './domain/student-status.ts'
import type { EnrolmentMoveName } from './domain/transitions.ts'
import { enrolments } from './tables.ts'

export type EnrolmentRow = typeof enrolments.$inferSelect

/** Who acts: roles held at one institution. */
export interface Actor {
  readonly institution: string
  readonly roles: readonly Role[]
}

export interface Step {
  readonly id: string
  readonly expectedVersion: number
  readonly move: EnrolmentMoveName
  readonly reason?: string | undefined
  readonly studentStatus?: StudentStatus | undefined
}

/**
 * Moves enrolments, each for itself: what is refused leaves the others alone. Outcomes are in the order of the steps. Seats are given under the lock of the
 * instance's counter, so that no two clients are given the last one; a seat that becomes free goes to the first in the line at once. What was not
 * released of somebody who withdraws is annulled.
 */
export async function moveEnrolments(tx: Transaction, actor: Actor, steps: readonly Step[], now: string): Promise<(EnrolmentRow | Refusal)[]> {
  const ids = [...new Set(steps.map((step) => step.id))]
  if (ids.length === 0) return []
  const places = await tx.db.selectDistinct({ id: enrolments.instanceId, lead: enrolments.lead }).from(enrolments).where(inArray(enrolments.id, ids))
  const locked = await lockSeats(tx, places)
  const rows = await tx.db.select().from(enrolments).where(inArray(enrolments.id, ids)).orderBy(enrolments.id).for('update')
  const standing = new Map(rows.map((row) => [row.id, row]))
  const guards = await guardsOf(tx, rows)
  const seats = new Map(locked)
  const changed = new Map<string, EnrolmentRow>()
  const facts: NewEvent[] = []
  const outcomes = steps.map((step) => {
    const row = standing.get(step.id)
    const counter = row && seats.get(row.instanceId)
    const guard = row && guards(row)
    if (!row || !counter || !guard) return refuse('not-found')
    // A second step of one call has not seen what the first one did.
    if (changed.has(row.id)) return refuse('stale-version', { current: changed.get(row.id)?.version })
    const circumstances = { ...guard, seatFree: hasRoom(counter, row.home), nextNumber: counter.nextNumber }
    const outcome = decide(row, { ...step, by: actor.roles, institution: actor.institution }, circumstances)
    if (isRefusal(outcome)) return outcome
    const next = { ...row, ...outcome.state }
    changed.set(row.id, next)
    seats.set(row.instanceId, seatedNow(counter, row, next))
    facts.push(...outcome.facts.map((one) => eventOf(one, next)))
    return next
  })
  await saveAggregates(tx.sql, enrolments, [...changed.values()])
  await annulUnreleased(
    tx,
    [...changed.values()].filter((row) => row.state === 'withdrawn').map((row) => row.id),
    now,
  )
  const left = new Set([...changed.values()].filter((row) => standing.get(row.id)?.seated && !row.seated).map((row) => row.instanceId))
  for (const instanceId of left) seats.set(instanceId, await fillSeats(tx, seats.get(instanceId) as SeatCounter))
  await saveSeats(tx, locked, seats)
  tx.publish(facts)
  return outcomes
}

/** What the counter says once an enrolment has changed: a seat more or less, a number of the line given out. */
function seatedNow(counter: SeatCounter, before: EnrolmentRow, after: EnrolmentRow): SeatCounter {
  const seated = before.seated === after.seated ? counter : { ...counter, ...occupy(counter, after.home, after.seated ? 1 : -1) }
  return after.waitingNumber === counter.nextNumber ? { ...seated, nextNumber: counter.nextNumber + 1 } : seated
}

/** What the offers ask and what was said of each learner, loaded at once. Legal status is due at the lead, at the home and where a blended programme meets. */
async function guardsOf(tx: Transaction, rows: readonly EnrolmentRow[]) {
  const by = <T extends { id: string }>(list: readonly T[]) => new Map(list.map((one) => [one.id, one]))
  const instanceIds = [...new Set(rows.map((row) => row.instanceId))]
  const specificationIds = [...new Set(rows.map((row) => row.specificationId))]
  const instances = by(instanceIds.length ? await tx.db.select().from(publicInstances).where(inArray(publicInstances.id, instanceIds)) : [])
  const specifications = by(
    specificationIds.length ? await tx.db.select().from(publicSpecifications).where(inArray(publicSpecifications.id, specificationIds)) : [],
  )
  const statements = await statementsAbout(
    tx,
    rows.map((row) => row.id),
  )
  return (row: EnrolmentRow) => {
    const instance = instances.get(row.instanceId)?.instance
    const specification = specifications.get(row.specificationId)?.specification
    return (
      instance &&
      specification && {
        prerequisitesAsked: specification.prerequisites !== null,
        legalFaults: judgeStatements(statements.get(row.id) ?? [], institutionsOf(row, instance.bip?.receiver)),
      }
    )
  }
}

/** The HEIs at which a participant's legal status has to be known (H03). */
export const institutionsOf = (row: Pick<EnrolmentRow, 'lead' | 'home'>, receiver?: string): string[] => [
  ...new Set([row.lead, row.home, ...(receiver ? [receiver] : [])]),
]

function eventOf(one: EnrolmentFact, row: EnrolmentRow): NewEvent {
  const { id: enrolmentId, version, instanceId, specificationId, learnerId, lead, home } = row
  const data = { enrolmentId, version, instanceId, specificationId, learnerId, lead, home }
  const envelope = { institution: lead, aggregateVersion: version }
  if (one === 'confirmed') return fact(EnrolmentConfirmed, { ...envelope, data: { ...data, studentStatus: row.studentStatus ?? 'none' } })
  const ending = row.state === 'withdrawn' ? ('withdrawn' as const) : ('completed' as const)
  return fact(EnrolmentEnded, { ...envelope, data: { ...data, ending, reason: row.reason } })
}
