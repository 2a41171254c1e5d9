import { type SQL, sql } from 'drizzle-orm'
import { type PgColumn, pgPolicy } from 'drizzle-orm/pg-core'

/** Read once per statement: a sub-select is an init plan, the bare call would run for every row. */
const tenants = sql.raw("(select string_to_array(current_setting('app.tenants', true), ','))::text[]")
const learner = sql.raw("(select nullif(current_setting('app.learner', true), ''))")

/**
 * The policies of a table of business rows. The owner reads and writes; `readers` read. Compare plain text or uuid
 * columns only: row-level security keeps operators that are not leak-proof out of indexes.
 */
export function ownedBy(owner: PgColumn, more: { readers?: PgColumn[]; writers?: PgColumn[]; learner?: PgColumn } = {}) {
  const within = (column: PgColumn): SQL => sql`${column} = any(${tenants})`
  const either = (columns: PgColumn[]): SQL => sql.join(columns.map(within), sql.raw(' or '))
  const writers = [owner, ...(more.writers ?? [])]
  return [
    pgPolicy('owner', { for: 'all', using: either(writers), withCheck: either(writers) }),
    ...(more.readers?.length ? [pgPolicy('reader', { for: 'select', using: either(more.readers) })] : []),
    ...(more.learner ? [pgPolicy('learner', { for: 'select', using: sql`${more.learner}::text = ${learner}` })] : []),
  ]
}

/** As `ownedBy`, for rows that belong to all of a list of organisations (the parties of an agreement). */
export function ownedByAll(parties: PgColumn) {
  const overlap = sql`${parties} && ${tenants}`
  return [pgPolicy('owner', { for: 'all', using: overlap, withCheck: overlap })]
}
