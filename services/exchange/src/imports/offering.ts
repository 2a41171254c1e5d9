import type { Reader, Transaction } from '@collegium/database'
import { Problem } from '@collegium/service-kit'
import { and, arrayContains, eq, or } from 'drizzle-orm'
import type { CheckContext } from '../files/domain/rows.ts'
import { isId, type RunRow } from './run-store.ts'
import { templateNamed } from './template-named.ts'
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

/**
 * The offering that a file of an institution is about, by its id or code: one that it leads or, where `joined` is enough, takes part in. Null for any
 * other, existing or not.
 */
export async function offeringOf(db: Db, institution: string, idOrCode: string, how: 'led' | 'joined'): Promise<Offering | null> {
  const named = isId(idOrCode)
    ? or(eq(publicInstances.id, idOrCode), eq(publicInstances.specificationId, idOrCode))
    : eq(publicInstances.code, idOrCode.trim().toUpperCase())
  const leads = eq(publicInstances.lead, institution)
  const [found] = await db
    .select({ instance: publicInstances, specification: publicSpecifications })
    .from(publicInstances)
    .innerJoin(publicSpecifications, eq(publicSpecifications.id, publicInstances.specificationId))
    .where(and(named, how === 'led' ? leads : or(leads, arrayContains(publicInstances.partners, [institution]))))
  if (!found) return null
  const { instance, specification } = found
  return {
    instanceId: instance.id,
    specificationId: specification.id,
    lead: instance.lead,
    withdrawn: instance.withdrawn,
    version: JSON.stringify([specification.version, specification.specHash, instance.instance, instance.partners, instance.withdrawn]),
    partners: instance.partners,
    codes: [...new Set([instance.instance.code, specification.specification.code, instance.id, specification.id])],
    ects: specification.specification.ects,
    gradingScheme: instance.instance.gradingScheme,
  }
}

/** The offering of a run as it is today; null where its template is about none. Throws `Problem` where it is gone. */
export async function offeringOfRun(
  db: Db,
  { template, institution, instanceId }: Pick<RunRow, 'template' | 'institution' | 'instanceId'>,
): Promise<Offering | null> {
  const { offering: how } = templateNamed(template)
  if (how === 'none') return null
  const offering = instanceId === null ? null : await offeringOf(db, institution, instanceId, how)
  if (!offering) throw new Problem('offering-unknown')
  return offering
}

/** What the rows of a run's file are checked against today. */
export async function contextOf(db: Db, run: RunRow, now: Date): Promise<CheckContext> {
  const offering = await offeringOfRun(db, run)
  const known = new Map((await db.select().from(publicInstitutions)).map((one) => [one.schacId, Object.values(one.name)]))
  const ids = offering ? [...new Set([offering.lead, ...offering.partners])] : [...known.keys()].sort()
  return {
    today: now.toISOString().slice(0, 10),
    institution: run.institution,
    institutions: ids.map((id) => ({ id, names: known.get(id) ?? [] })),
    defaultHome: run.defaultHome,
    offering: offering && { lead: offering.lead, codes: offering.codes, ects: offering.ects, gradingScheme: offering.gradingScheme },
  }
}
