import type { Database } from '@collegium/database'
import { isRefusal } from '@collegium/contracts'
import { describeOpportunity, openInstance, publishOpportunity } from '@collegium/catalogue/commands'
import { appointStaff, moveAgreement, proposeAgreement, verifyInstitution } from '@collegium/registry/commands'
import { v7 as newId } from 'uuid'
import { agreement, instances, specifications } from './alliance.ts'
import { demoInstitutions, demoPeople } from './people.ts'

const origin = { correlationId: 'demo-seed' }
const validUntil = '2031-09-30'

/** Sets up the invented alliance, once: what is there already stays as it is. */
export async function seedDemo(registry: Database, catalogue: Database, clock: () => Date): Promise<boolean> {
  const [known] = await registry.unowned`select 1 from public_institutions limit 1`
  if (known) return false
  const now = clock().toISOString()
  for (const { schacId, name, country, city } of demoInstitutions)
    await registry.write({ tenants: [schacId] }, origin, (tx) =>
      verifyInstitution(tx, {
        schacId,
        name,
        country,
        city,
        legalIdentifier: `${country}-${schacId}`,
        accreditation: {
          kind: 'institutional',
          agency: 'Alliance Quality Agency',
          title: `Institutional accreditation ${name.en}`,
          report: `https://quality.example/reports/${schacId}`,
          validUntil,
        },
      }),
    )
  for (const { email, displayName, institution, roles } of demoPeople.filter((person) => person.roles.length > 0))
    await registry.write({ tenants: [institution] }, origin, (tx) =>
      appointStaff(
        tx,
        { institution, subject: email, displayName, unit: null, roles: roles.map((role) => ({ role, unit: null, level: 'manager' as const })) },
        () => newId(),
      ),
    )
  for (const specification of specifications)
    await catalogue.write({ tenants: [specification.lead] }, origin, async (tx) => {
      await describeOpportunity(tx, specification, now)
      const published = await publishOpportunity(
        tx,
        specification.specificationId,
        { move: 'publish', roles: ['catalogue-editor'], today: now.slice(0, 10) },
        now,
      )
      if (isRefusal(published)) throw new Error(`The demo offer ${specification.code} was refused: ${published.refused}`)
      for (const instance of instances.filter((one) => one.specificationId === specification.specificationId)) await openInstance(tx, instance)
    })
  await registry.write({ tenants: agreement.parties }, origin, async (tx) => {
    let { version, contentHash } = (await proposeAgreement(tx, agreement, now)) as { version: number; contentHash: string }
    for (const party of agreement.parties) {
      const signed = await moveAgreement(tx, agreement.id, {
        move: 'sign',
        party,
        by: `admin@${party}`,
        roles: ['institution-administrator'],
        contentHash,
        at: now,
        expectedVersion: version,
      })
      if (isRefusal(signed)) throw new Error(`The demo agreement was refused: ${signed.refused}`)
      version = signed.version
    }
  })
  return true
}
