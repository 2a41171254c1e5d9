import type { HubEvent, InstitutionVerified, OpportunityOpened, OpportunityPublished, OpportunityWithdrawn } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { eq, lte, sql } from 'drizzle-orm'
import { publicInstances, publicInstitutions, publicSpecifications } from '../tables.ts'

export async function verifyInstitutions({ db }: Transaction, events: readonly HubEvent<typeof InstitutionVerified>[]): Promise<void> {
  for (const { data } of events) {
    const row = { schacId: data.schacId, version: data.version, name: data.name }
    await db
      .insert(publicInstitutions)
      .values(row)
      .onConflictDoUpdate({ target: publicInstitutions.schacId, set: row, setWhere: lte(publicInstitutions.version, data.version) })
  }
}

export async function publishSpecifications({ db }: Transaction, events: readonly HubEvent<typeof OpportunityPublished>[]): Promise<void> {
  for (const { data } of events) {
    const row = { id: data.specificationId, version: data.version, specHash: data.specHash, specification: data.specification }
    await db
      .insert(publicSpecifications)
      .values(row)
      .onConflictDoUpdate({ target: publicSpecifications.id, set: row, setWhere: lte(publicSpecifications.version, data.version) })
  }
}

export async function openInstances({ db }: Transaction, events: readonly HubEvent<typeof OpportunityOpened>[]): Promise<void> {
  for (const { data } of events) {
    const { instanceId: id, code } = data.instance
    const row = {
      id,
      specificationId: data.specificationId,
      code: code.toUpperCase(),
      lead: data.lead,
      partners: data.partners,
      instance: data.instance,
      withdrawn: false,
    }
    await db.insert(publicInstances).values(row).onConflictDoUpdate({ target: publicInstances.id, set: row })
  }
}

/** A withdrawn specification takes all its instances with it. */
export async function withdrawInstances({ db }: Transaction, events: readonly HubEvent<typeof OpportunityWithdrawn>[]): Promise<void> {
  for (const { data } of events)
    await db
      .update(publicInstances)
      .set({ withdrawn: sql`true` })
      .where(data.instanceId === null ? eq(publicInstances.specificationId, data.specificationId) : eq(publicInstances.id, data.instanceId))
}
