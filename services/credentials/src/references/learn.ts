import { type DataOf, InstitutionVerified, OpportunityOpened, OpportunityPublished } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { handler } from '@collegium/events'
import type { Dependencies } from '@collegium/service-kit'
import { type NewSealKey, makeSealKey } from '../seal-keys/make-seal-key.ts'
import { publicCertificates, publicInstances, publicSpecifications, sealKeys } from '../tables.ts'

type Institution = DataOf<typeof InstitutionVerified>

/** Institutions of whom no key exists yet under the legal identifier they have now. */
async function withoutKey({ database }: Dependencies, institutions: readonly Institution[]): Promise<Institution[]> {
  const rows = await database.unowned<{ institution: string; legal_identifier: string }[]>`select institution, legal_identifier from public_certificates`
  const known = new Set(rows.map((row) => `${row.institution} ${row.legal_identifier}`))
  return institutions.filter((one) => !known.has(`${one.schacId} ${one.legalIdentifier}`))
}

/** Learns who an institution is, and gives it a seal key of its own where it has none. Keys are made outside the transaction. */
export const learnInstitution = (dependencies: Dependencies) =>
  handler<typeof InstitutionVerified, Transaction, readonly NewSealKey[]>(InstitutionVerified, {
    async prepare(events) {
      const newest = new Map(events.map((event) => [event.data.schacId, event.data]))
      return Promise.all(
        (await withoutKey(dependencies, [...newest.values()])).map((one) => makeSealKey(one, dependencies.settings.secret, dependencies.clock())),
      )
    },
    async apply(events, tx, keys) {
      for (const { data } of events) {
        await tx.sql`
          insert into public_institutions (schac_id, version, institution) values (${data.schacId}, ${data.version}, ${JSON.stringify(data)}::text::jsonb)
          on conflict (schac_id) do update set version = excluded.version, institution = excluded.institution where public_institutions.version < excluded.version`
      }
      for (const { certificate, sealKey } of keys) {
        // Whoever came first keeps its key: the private one is only stored with the certificate it belongs to.
        if ((await insertRows(tx.sql, publicCertificates, [certificate], { skipExisting: true })) > 0) await insertRows(tx.sql, sealKeys, [sealKey])
      }
    },
  })

export const learnSpecification = handler<typeof OpportunityPublished, Transaction>(OpportunityPublished, {
  async apply(events, tx) {
    await insertRows(
      tx.sql,
      publicSpecifications,
      events.map(({ data }) => ({
        id: data.specificationId,
        version: data.specification.version,
        lead: data.specification.lead,
        specification: data.specification,
      })),
      { skipExisting: true },
    )
  },
})

export const learnInstance = handler<typeof OpportunityOpened, Transaction>(OpportunityOpened, {
  async apply(events, tx) {
    await insertRows(
      tx.sql,
      publicInstances,
      events.map(({ data }) => ({ id: data.instance.instanceId, lead: data.lead, instance: data.instance })),
      { skipExisting: true },
    )
  },
})
