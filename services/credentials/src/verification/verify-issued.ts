import { CredentialIssued, CredentialVerified } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { fact, handler } from '@collegium/events'
import type { Dependencies } from '@collegium/service-kit'
import { v7 as uuidv7 } from 'uuid'
import { readStored, type StoredCredential } from '../awards/read-stored.ts'
import type { Instruments } from '../instruments.ts'
import { verifications } from '../tables.ts'
import { type Verified, verifyStored } from './verifier.ts'

type Checked = ReadonlyMap<string, { readonly stored: StoredCredential; readonly verified: Verified }>

/** Reads what was stored again and checks it as a stranger would. It follows the service's own facts, so that sealing never waits for it. */
export const verifyIssued = (dependencies: Dependencies, instruments: Instruments) =>
  handler<typeof CredentialIssued, Transaction, Checked>(CredentialIssued, {
    async prepare(events) {
      const reader = dependencies.database.reader({ tenants: [...new Set(events.map((event) => event.data.lead))] })
      const stored = await readStored(
        reader,
        dependencies.settings.secret,
        events.map((event) => event.data.credentialId),
      )
      const verified = await verifyStored(dependencies, instruments, stored, events[0]?.correlationId ?? '')
      return new Map(
        stored.flatMap((one) => {
          const found = verified.get(one.id)
          return found ? [[one.id, { stored: one, verified: found }] as const] : []
        }),
      )
    },
    async apply(events, tx, checked) {
      // A learner erased in between has no bytes left to check, and nothing to say about them.
      const found = events.flatMap((event) => {
        const one = checked.get(event.data.credentialId)
        return one ? [{ event, ...one }] : []
      })
      await insertRows(
        tx.sql,
        verifications,
        found.map(({ stored: { id, lead, home, learnerId }, verified: { at, trustListVersion, verdicts } }) => ({
          id: uuidv7(),
          credentialId: id,
          lead,
          home,
          learnerId,
          at: at.toISOString(),
          trustListVersion,
          verdicts,
        })),
      )
      tx.publish(
        found.map(({ event, stored, verified }) => {
          const { awardId, credentialId, version, enrolmentId, attempt, resultVersion, instanceId, specificationId, learnerId, lead, home } = event.data
          return fact(CredentialVerified, {
            institution: lead,
            aggregateVersion: version,
            cause: event,
            data: {
              awardId,
              credentialId,
              version,
              enrolmentId,
              attempt,
              resultVersion,
              instanceId,
              specificationId,
              learnerId,
              lead,
              home,
              sha256: stored.sha256,
              trustListVersion: verified.trustListVersion,
              verdicts: [...verified.verdicts],
            },
          })
        }),
      )
    },
  })
