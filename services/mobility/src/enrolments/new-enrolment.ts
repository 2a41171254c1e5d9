import type { SubmittedLearner } from '../learners/domain/identity.ts'
import type { LearnerVault } from '../learners/vault.ts'
import type { publicInstances } from '../offers/tables.ts'
import type { enrolments } from './tables.ts'

type Offer = Pick<typeof publicInstances.$inferSelect, 'id' | 'specificationId' | 'lead' | 'instance'>

/** A learner at an offer, under the name that is given now. Without a state the learner is taken to take part. */
export function newEnrolment(
  vault: LearnerVault,
  id: string,
  offer: Offer,
  learner: { readonly id: string; readonly key: Uint8Array; readonly home: string },
  { esi, givenNames, familyName, birthDate }: Omit<SubmittedLearner, 'localId'>,
  more: Pick<typeof enrolments.$inferInsert, 'state' | 'studentStatus' | 'prerequisites'> = {},
): typeof enrolments.$inferInsert {
  const identifier = esi ? { scheme: 'esi' as const, value: esi } : { scheme: 'hub' as const, value: learner.id }
  return {
    id,
    version: 1,
    instanceId: offer.id,
    specificationId: offer.specificationId,
    learnerId: learner.id,
    lead: offer.lead,
    home: learner.home,
    host: offer.instance.bip?.receiver ?? null,
    participant: Buffer.from(vault.sealParticipant(learner.key, id, { givenNames, familyName, birthDate, identifier })),
    ...more,
  }
}
