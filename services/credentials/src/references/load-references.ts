import type { DataOf, Instance, InstitutionVerified, Specification } from '@collegium/contracts'
import type { Dependencies } from '@collegium/service-kit'
import { inArray } from 'drizzle-orm'
import type { KeyMaterial } from '../seal-keys/key-material.ts'
import type { Keyring } from '../seal-keys/keyring.ts'
import { publicInstances, publicInstitutions, publicSpecifications } from '../tables.ts'

/** All that a credential needs besides the learner and the result. */
export interface Reference {
  /** One object per instance, so that many credentials share it. */
  readonly offering: { readonly specification: Specification; readonly instance: Instance; readonly institution: DataOf<typeof InstitutionVerified> }
  readonly key: KeyMaterial
}
export type ReferenceOf = (about: { readonly instanceId: string; readonly lead: string }) => Reference | undefined

/** Loads what is known for these results, in three queries. What is not known yet makes its result wait. */
export async function loadReferences(
  { database }: Dependencies,
  keyring: Keyring,
  about: readonly { readonly instanceId: string; readonly lead: string }[],
): Promise<ReferenceOf> {
  const leads = [...new Set(about.map((one) => one.lead))]
  if (leads.length === 0) return () => undefined
  const db = database.reader({ tenants: leads })
  const [instances, institutions, keys] = await Promise.all([
    db
      .select()
      .from(publicInstances)
      .where(inArray(publicInstances.id, [...new Set(about.map((one) => one.instanceId))])),
    db.select().from(publicInstitutions).where(inArray(publicInstitutions.schacId, leads)),
    Promise.all(leads.map(async (lead) => [lead, await keyring.of(lead)] as const)),
  ])
  const ids = [...new Set(instances.map((row) => row.instance.specificationId))]
  const specifications = ids.length > 0 ? await db.select().from(publicSpecifications).where(inArray(publicSpecifications.id, ids)) : []
  const instanceOf = new Map(instances.map((row) => [row.id, row.instance]))
  const institutionOf = new Map(institutions.map((row) => [row.schacId, row.institution]))
  const keyOf = new Map(keys)
  const specificationOf = new Map(specifications.map((row) => [`${row.id} ${row.version}`, row.specification]))
  const find = (instanceId: string, lead: string): Reference | undefined => {
    const instance = instanceOf.get(instanceId)
    const specification = instance && specificationOf.get(`${instance.specificationId} ${instance.specificationVersion}`)
    const institution = institutionOf.get(lead)
    const key = keyOf.get(lead)
    return instance && specification && institution && key ? { offering: { specification, instance, institution }, key } : undefined
  }
  const found = new Map<string, Reference | undefined>()
  return ({ instanceId, lead }) => {
    const name = `${instanceId} ${lead}`
    if (!found.has(name)) found.set(name, find(instanceId, lead))
    return found.get(name)
  }
}
