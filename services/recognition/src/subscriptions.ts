import { agreementTopic, credentialTopic, institutionTopic, opportunityTopic } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { ignored, onTopic, type TopicSubscription } from '@collegium/events'
import type { Dependencies } from '@collegium/service-kit'
import { v7 as newId } from 'uuid'
import { decideVerified, decideWaiting } from './cases/decide-cases.ts'
import { openCases, reopenRevoked } from './cases/open-cases.ts'
import { endCommitments, keepCommitments } from './commitments/keep-commitments.ts'
import { publicInstitutions, publicSpecifications } from './tables.ts'

export const subscriptions = ({ clock }: Dependencies): readonly TopicSubscription<Transaction>[] => {
  const now = () => clock().toISOString()
  return [
    onTopic(credentialTopic, {
      'org.collegium.credential.sealed.v1': ignored,
      'org.collegium.credential.issued.v1': { apply: (events, tx: Transaction) => openCases(tx, events, () => newId(), now()) },
      'org.collegium.credential.verified.v1': { apply: (events, tx: Transaction) => decideVerified(tx, events, now()) },
      // The credential that replaces it opens the case again.
      'org.collegium.credential.superseded.v1': ignored,
      'org.collegium.credential.revoked.v1': { apply: (events, tx: Transaction) => reopenRevoked(tx, events, now()) },
      'org.collegium.credential.not-issued.v1': ignored,
    }),
    onTopic(agreementTopic, {
      'org.collegium.agreement.activated.v1': { apply: (events, tx: Transaction) => keepCommitments(tx, events) },
      'org.collegium.agreement.terminated.v1': { apply: (events, tx: Transaction) => endCommitments(tx, events) },
    }),
    onTopic(opportunityTopic, {
      'org.collegium.opportunity.published.v1': {
        async apply(events, tx: Transaction) {
          for (const event of events) {
            const { data } = event
            const row = { id: data.specificationId, version: data.version, specification: data.specification }
            await tx.db.insert(publicSpecifications).values(row).onConflictDoUpdate({ target: publicSpecifications.id, set: row })
            await decideWaiting(tx, [data.specificationId], event, now())
          }
        },
      },
      'org.collegium.opportunity.opened.v1': ignored,
      'org.collegium.opportunity.withdrawn.v1': ignored,
      'org.collegium.opportunity.seats-requested.v1': ignored,
    }),
    onTopic(institutionTopic, {
      'org.collegium.institution.verified.v1': {
        async apply(events, tx: Transaction) {
          for (const { data } of events) {
            const row = { schacId: data.schacId, accreditation: data.accreditation }
            await tx.db.insert(publicInstitutions).values(row).onConflictDoUpdate({ target: publicInstitutions.schacId, set: row })
          }
        },
      },
    }),
  ]
}
