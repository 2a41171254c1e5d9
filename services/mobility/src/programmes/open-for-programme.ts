import { refuse, type Refusal } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { and, eq, inArray } from 'drizzle-orm'
import { openAgreements, type Opening, type OpeningContext } from '../learning-agreements/open-agreement.ts'
import type { AgreementRow } from '../learning-agreements/store.ts'
import type { Contact } from '../learning-agreements/domain/parties.ts'
import { nominations } from '../nominations/tables.ts'
import { publicInstances } from '../offers/tables.ts'
import { programmeAgreements } from './tables.ts'

/**
 * The sending institution opens the agreements of a programme for all of its approved nominations, from what the coordinator prepared; an outcome for each. Who has one
 * already is told so, so that the act can be repeated after late approvals.
 */
export async function openForProgramme(
  tx: Transaction,
  context: OpeningContext,
  { id, sendingUnit, sendingContact }: { readonly id: string; readonly sendingUnit: string | null; readonly sendingContact: Contact | null },
): Promise<Map<string, Refusal | AgreementRow> | Refusal> {
  const sending = context.actor.institution ?? ''
  const [prepared] = await tx.db
    .select({ prepared: programmeAgreements, specificationId: publicInstances.specificationId })
    .from(programmeAgreements)
    .innerJoin(publicInstances, eq(publicInstances.id, programmeAgreements.instanceId))
    .where(and(eq(programmeAgreements.id, id), eq(programmeAgreements.sending, sending)))
  if (!prepared) return refuse('not-found')
  const { instanceId, receiving, receivingUnit, receivingContact, coordinator, teachingPartners, code, callYear, academicYear, rulePack, content } =
    prepared.prepared
  const going = await tx.db
    .select({ id: nominations.id, learnerId: nominations.learnerId })
    .from(nominations)
    .where(
      and(
        eq(nominations.sending, sending),
        eq(nominations.state, 'approved'),
        eq(nominations.callYear, callYear),
        inArray(nominations.opportunityId, [instanceId, prepared.specificationId]),
      ),
    )
    .orderBy(nominations.id)
  if (going.length === 0) return refuse('nobody-approved', { programme: code })
  const openings = going.map(
    (one): Opening => ({
      id: one.id,
      learnerId: one.learnerId,
      sending,
      sendingUnit,
      receiving,
      receivingUnit,
      coordinator,
      teachingPartners,
      type: 'short-term-blended',
      academicYear,
      programme: { code, callYear, instanceId },
      sendingContact,
      receivingContact,
      rulePack,
      student: {},
      content,
    }),
  )
  return openAgreements(tx, context, openings)
}
