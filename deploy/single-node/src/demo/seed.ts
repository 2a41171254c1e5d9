import type { Database } from '@collegium/database'
import { isRefusal } from '@collegium/contracts'
import { describeOpportunity, openInstance, publishOpportunity } from '@collegium/catalogue/commands'
import { appointStaff, moveAgreement, proposeAgreement, publishCalendar, publishGradingTable, verifyInstitution } from '@collegium/registry/commands'
import { academicYearOf } from '@collegium/vocabulary'
import { v7 as newId } from 'uuid'
import { agreement, instances, specifications } from './alliance.ts'
import { calendars, gradingTables } from './calendars.ts'
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
  await publishYears(registry, now)
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
      for (const instance of instances.filter((one) => one.specificationId === specification.specificationId))
        await openInstance(tx, specification.lead, instance)
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

/** Calendars and grade tables; the tables cover the two years before the one of the seeding, since older ones are refused. */
async function publishYears(registry: Database, now: string): Promise<void> {
  const by = ['institution-administrator'] as const
  const currentYear = academicYearOf(now.slice(0, 10))
  const yearBefore = (years: number) => `${Number(currentYear.slice(0, 4)) - years}/${Number(currentYear.slice(0, 4)) - years + 1}`
  for (const calendar of calendars)
    await registry.write({ tenants: [calendar.schacId] }, origin, async (tx) => {
      const published = await publishCalendar(tx, { ...calendar, id: newId(), by, expectedVersion: 0 }, now)
      if (isRefusal(published)) throw new Error(`The demo calendar of ${calendar.schacId} was refused: ${published.refused}`)
    })
  for (const { schacId, gradingScheme, counts } of gradingTables)
    await registry.write({ tenants: [schacId] }, origin, async (tx) => {
      const published = await publishGradingTable(
        tx,
        {
          id: newId(),
          schacId,
          iscedF: '061',
          cycle: 'first',
          gradingScheme,
          firstYear: yearBefore(2),
          lastYear: yearBefore(1),
          counts: Object.entries(counts).map(([label, count]) => ({ label, count })),
          by,
          currentYear,
          expectedVersion: 0,
        },
        now,
      )
      if (isRefusal(published)) throw new Error(`The demo grade table of ${schacId} was refused: ${published.refused}`)
    })
}
