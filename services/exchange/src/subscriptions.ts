import {
  confirmationTopic,
  credentialTopic,
  enrolmentTopic,
  erasureTopic,
  institutionTopic,
  learningAgreementTopic,
  nominationTopic,
  opportunityTopic,
  recognitionCaseTopic,
  submissionSettlementTopic,
  transcriptTopic,
} from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { ignored, onTopic, type TopicSubscription } from '@collegium/events'
import type { Dependencies } from '@collegium/service-kit'
import { createDeliveries } from './deliveries/create-deliveries.ts'
import { addSandboxEndpoints } from './deliveries/sandbox-partner.ts'
import { tellOfMobilities } from './deliveries/tell-of-mobilities.ts'
import { followCases, followCredentials, followOutcomes } from './imports/follow-achievements.ts'
import { settleEntries, settleRows } from './imports/settle-rows.ts'
import { eraseStreams } from './submissions/erase-streams.ts'
import { openInstances, publishSpecifications, verifyInstitutions, withdrawInstances } from './imports/project-offerings.ts'

export const subscriptions = (dependencies: Dependencies): readonly TopicSubscription<Transaction>[] => {
  const now = () => dependencies.clock().toISOString()
  return [
    onTopic(institutionTopic, {
      'org.collegium.institution.verified.v1': {
        async apply(events, tx: Transaction) {
          await verifyInstitutions(tx, events)
          if (dependencies.settings.demo)
            await addSandboxEndpoints(
              tx,
              dependencies,
              events.map((event) => event.data.schacId),
            )
        },
      },
    }),
    onTopic(opportunityTopic, {
      'org.collegium.opportunity.published.v1': { apply: (events, tx: Transaction) => publishSpecifications(tx, events) },
      'org.collegium.opportunity.opened.v1': { apply: (events, tx: Transaction) => openInstances(tx, events) },
      'org.collegium.opportunity.withdrawn.v1': { apply: (events, tx: Transaction) => withdrawInstances(tx, events) },
      'org.collegium.opportunity.seats-requested.v1': ignored,
    }),
    onTopic(submissionSettlementTopic, {
      'org.collegium.submission-settlement.settled.v1': { apply: (events, tx: Transaction) => settleRows(tx, events, now()) },
      'org.collegium.submission-settlement.entry-settled.v1': { apply: (events, tx: Transaction) => settleEntries(tx, events, now()) },
    }),
    onTopic(credentialTopic, {
      'org.collegium.credential.sealed.v1': ignored,
      'org.collegium.credential.issued.v1': {
        async apply(events, tx: Transaction) {
          await followCredentials(
            tx,
            events.map((event) => ({ ...event.data, state: 'issued' as const })),
            now(),
          )
          await createDeliveries(tx, dependencies, events)
        },
      },
      'org.collegium.credential.verified.v1': ignored,
      'org.collegium.credential.superseded.v1': {
        apply: (events, tx: Transaction) =>
          followCredentials(
            tx,
            events.map((event) => ({ ...event.data, state: 'superseded' as const })),
            now(),
          ),
      },
      'org.collegium.credential.revoked.v1': {
        apply: (events, tx: Transaction) =>
          followCredentials(
            tx,
            events.map((event) => ({ ...event.data, state: 'revoked' as const })),
            now(),
          ),
      },
      'org.collegium.credential.not-issued.v1': {
        apply: (events, tx: Transaction) =>
          followCredentials(
            tx,
            events.map((event) => ({ ...event.data, credentialId: null, state: 'not-issued' as const })),
            now(),
          ),
      },
    }),
    onTopic(recognitionCaseTopic, {
      'org.collegium.recognition-case.submitted.v1': {
        apply: (events, tx: Transaction) =>
          followCases(
            tx,
            events.map((event) => ({ ...event.data, state: 'submitted' as const, reason: null })),
            now(),
          ),
      },
      'org.collegium.recognition-case.referred.v1': {
        apply: (events, tx: Transaction) =>
          followCases(
            tx,
            events.map((event) => ({ ...event.data, state: 'referred' as const })),
            now(),
          ),
      },
      'org.collegium.recognition-case.decided.v1': {
        async apply(events, tx: Transaction) {
          await followCases(
            tx,
            events.map((event) => ({ ...event.data, state: 'decided' as const, reason: null })),
            now(),
          )
          await createDeliveries(tx, dependencies, events)
        },
      },
      'org.collegium.recognition-case.reopened.v1': {
        apply: (events, tx: Transaction) =>
          followCases(
            tx,
            events.map((event) => ({ ...event.data, state: 'reopened' as const })),
            now(),
          ),
      },
    }),
    onTopic(erasureTopic, {
      'org.collegium.erasure.requested.v1': ignored,
      'org.collegium.erasure.completed.v1': { apply: (events, tx: Transaction) => eraseStreams(tx, events) },
    }),
    onTopic(enrolmentTopic, {
      'org.collegium.enrolment.confirmed.v1': ignored,
      'org.collegium.enrolment.ended.v1': ignored,
      'org.collegium.enrolment.outcome-recorded.v1': {
        async apply(events, tx: Transaction) {
          await followOutcomes(tx, events, now())
          await createDeliveries(tx, dependencies, events)
        },
      },
    }),
    onTopic(learningAgreementTopic, {
      'org.collegium.learning-agreement.proposed.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
      'org.collegium.learning-agreement.commented.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
      'org.collegium.learning-agreement.agreed.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
      'org.collegium.learning-agreement.withdrawn.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
      // The papers that bring these about are told.
      'org.collegium.learning-agreement.started.v1': ignored,
      'org.collegium.learning-agreement.ended.v1': ignored,
      'org.collegium.learning-agreement.recognised.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
      'org.collegium.learning-agreement.closed.v1': ignored,
      'org.collegium.learning-agreement.cancelled.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
    }),
    onTopic(nominationTopic, {
      'org.collegium.nomination.proposed.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
      'org.collegium.nomination.approved.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
      'org.collegium.nomination.rejected.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
      'org.collegium.nomination.cancelled.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
    }),
    onTopic(transcriptTopic, {
      'org.collegium.transcript.issued.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
      'org.collegium.transcript.received.v1': ignored,
    }),
    onTopic(confirmationTopic, {
      'org.collegium.confirmation.issued.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
      'org.collegium.confirmation.withdrawn.v1': { apply: (events, tx: Transaction) => tellOfMobilities(tx, dependencies, events) },
    }),
  ]
}
