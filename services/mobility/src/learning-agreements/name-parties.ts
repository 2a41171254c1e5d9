import { isRefusal, refuse, type Refusal } from '@collegium/contracts'
import { insertRows } from '@collegium/database'
import { sightOf } from '@collegium/graph-kit'
import { eq } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { type Acting, actorOf } from './act-on-agreements.ts'
import { sideOf } from './conduct.ts'
import { type NameParties, nameParties } from './domain/parties.ts'
import { type AgreementRow, loadAgreements, saveAgreements } from './store.ts'
import { agreementEntries, learningAgreements } from './tables.ts'

/** Says which units send and receive, and whom to ask there, also after the agreement was opened or signed. Versions and signatures stay as they are. */
export async function nameAgreementParties(
  { dependencies, session, requestId }: Acting,
  { id, ...given }: { id: string } & Pick<NameParties, 'expectedVersion' | 'sending' | 'receiving'>,
): Promise<AgreementRow | Refusal> {
  const [seen] = await dependencies.database
    .reader(sightOf(session))
    .select({ sending: learningAgreements.sending, receiving: learningAgreements.receiving })
    .from(learningAgreements)
    .where(eq(learningAgreements.id, id))
  if (!seen) return refuse('not-found')
  const actor = actorOf(session)
  const now = dependencies.clock().toISOString()
  // Both, as for every act: a version is kept for the two of them.
  return dependencies.database.write({ tenants: [seen.sending, seen.receiving] }, { correlationId: requestId }, async (tx) => {
    const stored = (await loadAgreements(tx.db, [id], { lock: true })).get(id)
    const side = stored ? sideOf(actor, stored.row) : null
    if (!stored || !side) return refuse('not-found')
    const { row, agreement } = stored
    const named = nameParties(
      {
        version: row.version,
        state: row.state,
        sending: { unit: row.sendingUnit, contact: row.sendingContact },
        receiving: { unit: row.receivingUnit, contact: row.receivingContact },
      },
      { ...given, side, roles: actor.roles },
    )
    if (isRefusal(named)) return named
    const saved = {
      ...row,
      version: named.version,
      sendingUnit: named.sending.unit,
      sendingContact: named.sending.contact,
      receivingUnit: named.receiving.unit,
      receivingContact: named.receiving.contact,
      changedAt: now,
    }
    await saveAgreements(tx, [{ before: stored, row: saved, agreement: { ...agreement, version: named.version } }])
    await insertRows(tx.sql, agreementEntries, [
      {
        id: newId(),
        agreementId: id,
        sending: row.sending,
        receiverSees: row.receiverSees,
        coordinatorSees: row.coordinatorSees,
        learnerId: row.learnerId,
        at: now,
        side,
        institution: actor.institution,
        actor: actor.name,
        move: 'name-parties',
        proposal: null,
        reason: null,
        eventId: null,
        eventType: null,
      },
    ])
    return saved
  })
}
