import {
  type EventType,
  LearningAgreementAgreed,
  LearningAgreementCancelled,
  LearningAgreementClosed,
  LearningAgreementCommented,
  LearningAgreementEnded,
  LearningAgreementProposed,
  LearningAgreementRecognised,
  LearningAgreementStarted,
  LearningAgreementWithdrawn,
} from '@collegium/contracts'
import { fact, type NewEvent } from '@collegium/events'
import { type AgreementFact, firstVersion, latest, type LearningAgreement } from './domain/agreement.ts'
import { ectsOf } from './domain/content.ts'
import type { MobilityOutcome } from './domain/recognition.ts'

/** What the others learn of a fact. What stays between the learner and the sending office (drafts, the learner's signature) is no event. */
export function agreementEvents(
  facts: readonly AgreementFact[],
  agreement: LearningAgreement,
  about: { institution: string; reason: string | null; outcome: MobilityOutcome | null; newId: () => string },
): NewEvent[] {
  const { id, version, learnerId, sending, receiving, type, academicYear } = agreement
  const common = { agreementId: id, version, learnerId, sending, receiving, mobilityType: type, academicYear }
  const last = latest(agreement)
  const proposal = { proposal: last.number, proposalHash: last.hash }
  const volume = {
    ectsStudied: ectsOf(last.content.components.filter((one) => one.table !== 'recognised')),
    ectsRecognised: ectsOf(last.content.components.filter((one) => one.table === 'recognised')),
  }
  const first = firstVersion(agreement)
  const change = first !== null && first !== last
  const event = <T extends EventType>(made: T, data: Parameters<typeof fact<T>>[1]['data']): NewEvent =>
    ({ ...fact(made, { institution: about.institution, aggregateVersion: version, data }), id: about.newId() }) as NewEvent
  return facts.flatMap((one): NewEvent[] => {
    switch (one) {
      case 'proposed':
        return [event(LearningAgreementProposed, { ...common, ...proposal, ...volume, change })]
      case 'commented':
        return [event(LearningAgreementCommented, { ...common, ...proposal })]
      case 'agreed':
        return [
          event(LearningAgreementAgreed, {
            ...common,
            ...proposal,
            ...volume,
            change,
            reasonCodes: [...new Set(last.steps.flatMap((step) => step.reasonCode ?? []))],
          }),
        ]
      case 'withdrawn':
        // Taking back what nobody else had seen concerns nobody else.
        return last.signatures.some((signature) => signature.side === 'sending') ? [event(LearningAgreementWithdrawn, { ...common, ...proposal })] : []
      case 'started':
        return [event(LearningAgreementStarted, common)]
      case 'ended':
        return [event(LearningAgreementEnded, common)]
      case 'recognised': {
        const { outcome = 'none', ectsEarned = 0, ectsRecognised = 0 } = about.outcome ?? {}
        return [event(LearningAgreementRecognised, { ...common, outcome, ectsEarned, ectsRecognised })]
      }
      case 'closed':
        return [event(LearningAgreementClosed, common)]
      case 'cancelled':
      case 'deleted':
        return [event(LearningAgreementCancelled, { ...common, kept: one === 'cancelled', reason: about.reason })]
      case 'drafted':
      case 'student-signed':
      case 'transcript-received':
        return []
    }
  })
}
