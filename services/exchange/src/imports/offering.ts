import type { Reader, Transaction } from '@collegium/database'
import { and, eq, or } from 'drizzle-orm'
import type { CheckContext } from '../results-file/domain/rows.ts'
import { isId } from './run-store.ts'
import { publicInstances, publicInstitutions, publicSpecifications } from '../tables.ts'

export interface Offering {
  readonly instanceId: string
  readonly specificationId: string
  readonly lead: string
  readonly withdrawn: boolean
  /** Changes whenever something does that rows are checked against. */
  readonly version: string
  readonly partners: readonly string[]
  readonly codes: readonly string[]
  readonly ects: number
  readonly gradingScheme: string
}

type Db = Reader | Transaction['db']

/** The offering that an institution leads, by its id or code; null for any other, existing or not. */
export async function offeringLedBy(db: Db, lead: string, idOrCode: string): Promise<Offering | null> {
  const named = isId(idOrCode)
    ? or(eq(publicInstances.id, idOrCode), eq(publicInstances.specificationId, idOrCode))
    : eq(publicInstances.code, idOrCode.trim().toUpperCase())
  const [found] = await db
    .select({ instance: publicInstances, specification: publicSpecifications })
    .from(publicInstances)
    .innerJoin(publicSpecifications, eq(publicSpecifications.id, publicInstances.specificationId))
    .where(and(named, eq(publicInstances.lead, lead)))
  if (!found) return null
  const { instance, specification } = found
  return {
    instanceId: instance.id,
    specificationId: specification.id,
    lead,
    withdrawn: instance.withdrawn,
    version: JSON.stringify([specification.version, specification.specHash, instance.instance, instance.partners, instance.withdrawn]),
    partners: instance.partners,
    codes: [...new Set([instance.instance.code, specification.specification.code, instance.id, specification.id])],
    ects: specification.specification.ects,
    gradingScheme: instance.instance.gradingScheme,
  }
}

/** What the rows of a file are checked against today. */
export async function contextOf(db: Db, offering: Offering, defaultHome: string | null, today: string): Promise<CheckContext> {
  const ids = [...new Set([offering.lead, ...offering.partners])]
  const known = new Map((await db.select().from(publicInstitutions)).map((one) => [one.schacId, Object.values(one.name)]))
  return {
    today,
    lead: offering.lead,
    institutions: ids.map((id) => ({ id, names: known.get(id) ?? [] })),
    defaultHome,
    offering: { codes: offering.codes, ects: offering.ects, gradingScheme: offering.gradingScheme },
  }
}
