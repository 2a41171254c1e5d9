import { AgreementActivated, AgreementTerminated, isRefusal, type Refusal } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { fact } from '@collegium/events'
import { eq } from 'drizzle-orm'
import { agreements } from '../tables.ts'
import { type Agreement, type Command, decide } from './domain/agreement.ts'

/** Signs or ends an agreement for a party. With the last signature it is active, and every party's services learn its commitments. */
export async function moveAgreement(tx: Transaction, id: string, command: Command): Promise<Agreement | Refusal> {
  const [row] = await tx.db.select().from(agreements).where(eq(agreements.id, id)).for('update')
  if (!row) return { refused: 'not-found' }
  const outcome = decide(row, command)
  if (isRefusal(outcome)) return outcome
  const { state } = outcome
  await saveAggregates(tx.sql, agreements, [
    { ...row, ...state, parties: [...state.parties], commitments: [...state.commitments], signatures: [...state.signatures], changedAt: command.at },
  ])
  tx.publish(
    outcome.facts.map((one) => {
      const about = { agreementId: state.id, version: state.version, parties: [...state.parties] }
      return one.fact === 'activated'
        ? fact(AgreementActivated, {
            institution: command.party,
            aggregateVersion: state.version,
            data: {
              ...about,
              title: state.title,
              contentHash: state.contentHash,
              validFrom: state.validFrom,
              validUntil: state.validUntil,
              commitments: [...state.commitments],
            },
          })
        : fact(AgreementTerminated, { institution: command.party, aggregateVersion: state.version, data: { ...about, reason: one.reason } })
    }),
  )
  return state
}
