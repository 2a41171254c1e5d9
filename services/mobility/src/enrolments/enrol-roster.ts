import { isRefusal, type LegalStatement, refuse, type Refusal } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { and, eq, inArray } from 'drizzle-orm'
import { matchLearners } from '../learners/match-learners.ts'
import type { LearnerVault } from '../learners/vault.ts'
import { stateLegalStatus } from '../legal-status/state-legal-status.ts'
import { publicInstances } from '../offers/tables.ts'
import { isOpenTo } from './apply.ts'
import type { Prerequisites } from './domain/enrolment.ts'
import type { StudentStatus } from './domain/student-status.ts'
import { judgementOf } from './judge-prerequisites.ts'
import { type Actor, type EnrolmentRow, moveEnrolments } from './move-enrolments.ts'
import { newEnrolment } from './new-enrolment.ts'
import { enrolments } from './tables.ts'

/** A line of a roster: who, in which status, with what prerequisites. */
export interface RosterLine {
  readonly home: string
  readonly learner: {
    readonly esi: string | null
    readonly localId: string | null
    readonly givenNames: string
    readonly familyName: string
    readonly birthDate: string | null
    readonly email: string | null
  }
  readonly studentStatus: StudentStatus
  readonly prerequisites?: Omit<Prerequisites, 'by'> | undefined
}

/** How a line ended: where the enrolment stands now, and why it went no further. */
export interface RosterOutcome {
  readonly enrolment: EnrolmentRow | null
  readonly refusal: Refusal | null
}

/**
 * Enrols a whole group of one instance, from as many homes as take part, each line for itself and in their order. A line goes as far as its guards allow:
 * enrolled, on the waiting list, or accepted while a legal status is open. The same roster again changes nothing that is reached already.
 * The transaction must see the lead and all homes.
 */
export async function enrolRoster(
  tx: Transaction,
  { vault, newId, actor, now }: { vault: LearnerVault; newId: () => string; actor: Actor; now: string },
  roster: { readonly instanceId: string; readonly lines: readonly RosterLine[]; readonly statements: readonly LegalStatement[] },
): Promise<readonly RosterOutcome[] | Refusal> {
  const [offer] = await tx.db.select().from(publicInstances).where(eq(publicInstances.id, roster.instanceId))
  if (!offer || offer.lead !== actor.institution) return refuse('not-found')
  const named = roster.lines.map((line, n) => ({ submissionId: String(n), home: line.home, learner: line.learner }))
  const open = named.filter((one) => isOpenTo(offer, one.home))
  const matches = await matchLearners(tx, vault, open, newId, now)
  const lines = roster.lines.map((line, n) => {
    const match = matches.get(String(n))
    if (!match) return refuse('not-a-partner', { lead: offer.lead })
    if ('erased' in match) return refuse('learner-erased')
    if ('differs' in match) return refuse('learner-differs')
    const prerequisites = line.prerequisites ? judgementOf(line.prerequisites, actor.institution) : null
    return prerequisites && isRefusal(prerequisites) ? prerequisites : { line, learner: match.learner, prerequisites }
  })
  const good = lines.flatMap((one) => (isRefusal(one) ? [] : [one]))
  const fresh = new Map<string, typeof enrolments.$inferInsert>()
  for (const { line, learner, prerequisites } of good) {
    if (fresh.has(learner.id)) continue
    fresh.set(
      learner.id,
      newEnrolment(vault, newId(), offer, { ...learner, home: line.home }, line.learner, {
        state: 'applied',
        studentStatus: line.studentStatus,
        prerequisites,
      }),
    )
  }
  await insertRows(tx.sql, enrolments, [...fresh.values()], { skipExisting: true })
  const standing = await loadStanding(tx, offer.id, [...fresh.keys()])
  if (roster.statements.length > 0) {
    const stated = await stateLegalStatus(
      tx,
      actor.institution,
      [...standing.values()].map((row) => row.id),
      roster.statements,
      now,
    )
    if (isRefusal(stated)) return stated
  }
  const refused = new Map<string, Refusal>()
  const inOrder = [...fresh.keys()].flatMap((learnerId) => standing.get(learnerId) ?? [])
  for (const [move, states] of [
    ['admit-by-roster', ['applied', 'nominated']],
    ['enrol', ['accepted']],
  ] as const) {
    const due = inOrder.flatMap((row) => standing.get(row.learnerId) ?? []).filter((row) => (states as readonly string[]).includes(row.state))
    const outcomes = await moveEnrolments(
      tx,
      actor,
      due.map((row) => ({ id: row.id, expectedVersion: row.version, move })),
      now,
    )
    for (const [n, outcome] of outcomes.entries()) {
      const { learnerId } = due[n] as EnrolmentRow
      if (isRefusal(outcome)) refused.set(learnerId, outcome)
      else standing.set(learnerId, outcome)
    }
  }
  return lines.map((one) =>
    isRefusal(one) ? { enrolment: null, refusal: one } : { enrolment: standing.get(one.learner.id) ?? null, refusal: refused.get(one.learner.id) ?? null },
  )
}

async function loadStanding(tx: Transaction, instanceId: string, learnerIds: readonly string[]): Promise<Map<string, EnrolmentRow>> {
  if (learnerIds.length === 0) return new Map()
  const rows = await tx.db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.instanceId, instanceId), inArray(enrolments.learnerId, [...learnerIds])))
  return new Map(rows.map((row) => [row.learnerId, row]))
}
