import { eq, inArray, sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { publicInstances, publicSpecifications } from '../offers/tables.ts'
import type { AgreementContent } from './domain/content.ts'
import type { Offers } from './domain/offers.ts'

/** What the catalogue says of the courses and the window that a content names. */
export async function offersBehind(db: PostgresJsDatabase, sending: string, content: AgreementContent): Promise<Offers> {
  const ids = [...new Set(content.components.flatMap((one) => one.instanceId ?? []))]
  const rows =
    ids.length === 0
      ? []
      : await db
          .select({ instance: publicInstances, specification: publicSpecifications.specification })
          .from(publicInstances)
          .innerJoin(publicSpecifications, eq(publicSpecifications.id, publicInstances.specificationId))
          .where(inArray(publicInstances.id, ids))
  const own =
    content.target?.kind === 'mobility-window'
      ? await db
          .select({ specification: publicSpecifications.specification })
          .from(publicSpecifications)
          .where(sql`${publicSpecifications.specification} ->> 'lead' = ${sending}`)
      : []
  return {
    courses: new Map(rows.map(({ instance: { id, lead, partners }, specification: { ects, workloadHours } }) => [id, { lead, partners, ects, workloadHours }])),
    windows: own.flatMap(({ specification }) => specification.mobilityWindows ?? []),
  }
}
