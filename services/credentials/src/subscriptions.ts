import { credentialTopic, erasureTopic, institutionTopic, opportunityTopic, resultTopic } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { ignored, onTopic, type TopicSubscription } from '@collegium/events'
import type { Dependencies } from '@collegium/service-kit'
import { destroyLearnerKeys } from './awards/destroy-learner-keys.ts'
import { followResults } from './awards/follow-results.ts'
import { instrumentsOf } from './instruments.ts'
import { learnInstance, learnInstitution, learnSpecification } from './references/learn.ts'
import { verifyIssued } from './verification/verify-issued.ts'

/** What credentials reacts to. Its own `issued` brings the second look at what was stored. */
export const subscriptions = (dependencies: Dependencies): readonly TopicSubscription<Transaction>[] => {
  const instruments = instrumentsOf(dependencies)
  const results = followResults(dependencies, instruments)
  return [
    onTopic(institutionTopic, { 'org.collegium.institution.verified.v1': learnInstitution(dependencies) }),
    onTopic(opportunityTopic, {
      'org.collegium.opportunity.published.v1': learnSpecification,
      'org.collegium.opportunity.opened.v1': learnInstance,
      'org.collegium.opportunity.withdrawn.v1': ignored,
      'org.collegium.opportunity.seats-requested.v1': ignored,
    }),
    onTopic(resultTopic, {
      'org.collegium.result.confirmed.v1': ignored,
      'org.collegium.result.released.v1': results,
      'org.collegium.result.corrected.v1': results,
      'org.collegium.result.annulled.v1': results,
    }),
    onTopic(erasureTopic, {
      'org.collegium.erasure.requested.v1': ignored,
      'org.collegium.erasure.completed.v1': destroyLearnerKeys,
    }),
    onTopic(credentialTopic, {
      'org.collegium.credential.sealed.v1': ignored,
      'org.collegium.credential.issued.v1': verifyIssued(dependencies, instruments),
      'org.collegium.credential.verified.v1': ignored,
      'org.collegium.credential.superseded.v1': ignored,
      'org.collegium.credential.revoked.v1': ignored,
      'org.collegium.credential.not-issued.v1': ignored,
    }),
  ]
}
