import {
  type CaseDecided,
  type CaseReopened,
  type CredentialIssued,
  type CredentialRevoked,
  credentialTopic,
  type HubEvent,
  recognitionCaseTopic,
} from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { ignored, onTopic, type TopicSubscription } from '@collegium/events'
import { countAwards, decided, issued, reopened, revoked } from './credits/count-awards.ts'

/** Everything here can be thrown away and counted again from zero: `rebuildable`. */
export const subscriptions = (): readonly TopicSubscription<Transaction>[] => [
  onTopic(
    credentialTopic,
    {
      'org.collegium.credential.sealed.v1': ignored,
      'org.collegium.credential.issued.v1': {
        apply: (events, tx: Transaction) => countAwards(tx, events, (before, event) => issued(before, event as HubEvent<typeof CredentialIssued>)),
      },
      'org.collegium.credential.verified.v1': ignored,
      // The credential that replaces it says all there is to count.
      'org.collegium.credential.superseded.v1': ignored,
      'org.collegium.credential.revoked.v1': {
        apply: (events, tx: Transaction) => countAwards(tx, events, (before, event) => revoked(before, event as HubEvent<typeof CredentialRevoked>)),
      },
      'org.collegium.credential.not-issued.v1': ignored,
    },
    { rebuildable: true },
  ),
  onTopic(
    recognitionCaseTopic,
    {
      'org.collegium.recognition-case.submitted.v1': ignored,
      'org.collegium.recognition-case.referred.v1': ignored,
      'org.collegium.recognition-case.decided.v1': {
        apply: (events, tx: Transaction) => countAwards(tx, events, (before, event) => decided(before, event as HubEvent<typeof CaseDecided>)),
      },
      'org.collegium.recognition-case.reopened.v1': {
        apply: (events, tx: Transaction) => countAwards(tx, events, (before, event) => reopened(before, event as HubEvent<typeof CaseReopened>)),
      },
    },
    { rebuildable: true },
  ),
]
