import { refuse, type Refusal } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { and, eq, inArray } from 'drizzle-orm'
import { coordinatedElsewhere } from './nominate.ts'
import { programmeQuotas } from './tables.ts'

type Quota = typeof programmeQuotas.$inferSelect

/** Sets the places of sending institutions in a programme that the acting institution coordinates. Nominations that there are stay, even above a lowered quota. */
export async function setProgrammeQuotas(
  tx: Transaction,
  programme: Pick<Quota, 'coordinator' | 'opportunityId' | 'callYear'>,
  quotas: readonly Pick<Quota, 'sending' | 'places'>[],
): Promise<readonly Quota[] | Refusal> {
  const { coordinator, opportunityId, callYear } = programme
  const sending = quotas.map((quota) => quota.sending)
  if (new Set(sending).size < sending.length || quotas.some((quota) => quota.places < 0)) return refuse('invalid-request', { quotas: 'one each, none below 0' })
  const foreign = await coordinatedElsewhere(tx, programme)
  if (foreign) return foreign
  const mine = and(eq(programmeQuotas.coordinator, coordinator), eq(programmeQuotas.opportunityId, opportunityId), eq(programmeQuotas.callYear, callYear))
  if (sending.length > 0) await tx.db.delete(programmeQuotas).where(and(mine, inArray(programmeQuotas.sending, sending)))
  await insertRows(
    tx.sql,
    programmeQuotas,
    quotas.map((quota) => ({ ...programme, ...quota })),
  )
  return tx.db.select().from(programmeQuotas).where(mine).orderBy(programmeQuotas.sending)
}
