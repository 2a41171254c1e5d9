import { isRefusal, refuse, type Refusal } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { and, eq } from 'drizzle-orm'
import type { LearnerVault } from '../learners/vault.ts'
import { learners } from '../learners/tables.ts'
import { publicInstances } from '../offers/tables.ts'
import type { Prerequisites } from './domain/enrolment.ts'
import type { StudentStatus } from './domain/student-status.ts'
import { judgementOf } from './judge-prerequisites.ts'
import { newEnrolment } from './new-enrolment.ts'
import type { EnrolmentRow } from './move-enrolments.ts'
import { enrolments } from './tables.ts'

export interface Application {
  readonly instanceId: string
  readonly learnerId: string
  readonly studentStatus?: StudentStatus | undefined
  readonly prerequisites?: Omit<Prerequisites, 'by'> | undefined
}

/** Whose learners may be enrolled at an instance: those of its lead and partners; where it names no partners, everybody's. */
export const isOpenTo = (offer: { lead: string; partners: readonly string[] }, home: string): boolean =>
  offer.partners.length === 0 || offer.lead === home || offer.partners.includes(home)

/**
 * A learner applies, or the home's office for them. The transaction must see the learner's home. Refused as `not-found`, `learner-erased`, `merged-meanwhile`,
 * `not-a-partner`, or `already-enrolled` with the enrolment there is.
 */
export async function applyFor(
  tx: Transaction,
  { vault, newId, institution }: { vault: LearnerVault; newId: () => string; institution: string },
  application: Application,
): Promise<EnrolmentRow | Refusal> {
  const [offer] = await tx.db.select().from(publicInstances).where(eq(publicInstances.id, application.instanceId))
  const [learner] = await tx.db.select().from(learners).where(eq(learners.id, application.learnerId))
  if (!offer || !learner) return refuse('not-found')
  if (!learner.wrappedKey || !learner.personal) return refuse('learner-erased')
  if (learner.mergedInto) return refuse('merged-meanwhile', { learnerId: learner.mergedInto })
  if (!isOpenTo(offer, learner.home)) return refuse('not-a-partner', { lead: offer.lead })
  const prerequisites = application.prerequisites ? judgementOf(application.prerequisites, institution) : null
  if (prerequisites && isRefusal(prerequisites)) return prerequisites
  const key = vault.key(learner.id, learner.wrappedKey)
  const id = newId()
  const row = newEnrolment(vault, id, offer, { id: learner.id, key, home: learner.home }, vault.openHeld(key, learner.id, learner.personal), {
    state: 'applied',
    studentStatus: application.studentStatus ?? null,
    prerequisites,
  })
  const inserted = await insertRows(tx.sql, enrolments, [row], { skipExisting: true })
  const [standing] = await tx.db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.instanceId, offer.id), eq(enrolments.learnerId, learner.id)))
  if (!standing) return refuse('not-found')
  return inserted === 1 ? standing : refuse('already-enrolled', { enrolmentId: standing.id, state: standing.state })
}
