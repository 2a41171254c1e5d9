import type { AgreementActivated, AgreementTerminated, HubEvent } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { eq } from 'drizzle-orm'
import { commitments } from '../tables.ts'

/** The clauses of an active agreement, each under the body that made it. A new version of the agreement replaces all of the old one. */
export async function keepCommitments(tx: Transaction, activated: readonly HubEvent<typeof AgreementActivated>[]): Promise<void> {
  for (const { data } of activated) {
    await tx.db.delete(commitments).where(eq(commitments.agreementId, data.agreementId))
    await insertRows(
      tx.sql,
      commitments,
      data.commitments.map((clause) => ({
        clauseId: clause.clauseId,
        recognisingBody: clause.recognisingBody,
        agreementId: data.agreementId,
        agreementVersion: data.version,
        agreementTitle: data.title,
        specificationId: clause.specificationId,
        clause,
      })),
    )
  }
}

export async function endCommitments(tx: Transaction, terminated: readonly HubEvent<typeof AgreementTerminated>[]): Promise<void> {
  for (const event of terminated)
    await tx.db
      .update(commitments)
      .set({ endedOn: event.time.slice(0, 10) })
      .where(eq(commitments.agreementId, event.data.agreementId))
}
