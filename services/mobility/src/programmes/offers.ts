import { inArray } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { publicInstances } from '../offers/tables.ts'
import type { Offered } from './domain/programme.ts'

/** Offers of the catalogue by id; what it has not published is missing. */
export async function offersOf(db: PostgresJsDatabase, ids: readonly string[]): Promise<Map<string, Offered>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(publicInstances)
    .where(inArray(publicInstances.id, [...new Set(ids)]))
  return new Map(rows.map(({ id, lead, partners, instance }) => [id, { instanceId: id, lead, partners, bip: instance.bip }]))
}
