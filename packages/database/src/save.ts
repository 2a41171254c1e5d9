import { getColumns, getTableName, type InferInsertModel } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Sql, TransactionSql } from 'postgres'

/** Somebody else changed the rows between our reading and our writing. The command is to be tried again on the new state. */
export class StaleVersion extends Error {
  readonly ids: readonly string[]
  constructor(table: string, ids: readonly string[]) {
    super(`${ids.length} row(s) of ${table} have changed since they were read`)
    this.ids = ids
  }
}

type Row<T extends PgTable> = InferInsertModel<T>

/** Columns as PostgreSQL names and types them, for `jsonb_to_recordset`. */
function columnsOf(table: PgTable, rows: readonly Record<string, unknown>[]) {
  const present = new Set(rows.flatMap((row) => Object.keys(row)))
  return Object.entries(getColumns(table))
    .filter(([property]) => present.has(property))
    .map(([property, column]) => ({
      property,
      name: `"${column.name}"`,
      type: column.getSQLType() + '[]'.repeat((column as { dimensions?: number }).dimensions ?? 0),
    }))
}

function asJson(columns: { property: string; name: string }[], rows: readonly Record<string, unknown>[]): string {
  return JSON.stringify(rows.map((row) => Object.fromEntries(columns.map(({ property, name }) => [name.slice(1, -1), encode(row[property])]))))
}

/** Bytes travel as PostgreSQL's own hex notation, which its input function reads back. */
const encode = (value: unknown): unknown => (value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value === undefined ? null : value)

/** Rows per statement: beyond this the JSON text costs more memory than the round trips save. */
const chunk = 2000
const chunks = <T>(rows: readonly T[]): T[][] => Array.from({ length: Math.ceil(rows.length / chunk) }, (_, i) => rows.slice(i * chunk, (i + 1) * chunk))

/** Inserts many rows in one statement per 2,000. With `skipExisting`, rows whose key is taken are left as they are. Returns how many went in. */
export async function insertRows<T extends PgTable>(
  sql: Sql | TransactionSql,
  table: T,
  rows: readonly Row<T>[],
  options: { skipExisting?: boolean } = {},
): Promise<number> {
  let inserted = 0
  for (const part of chunks(rows as readonly Record<string, unknown>[])) {
    const columns = columnsOf(table, part)
    const names = columns.map((c) => c.name).join(', ')
    const result = await sql.unsafe(
      `insert into "${getTableName(table)}" (${names}) select ${names} from jsonb_to_recordset($1::text::jsonb) as r(${columns.map((c) => `${c.name} ${c.type}`).join(', ')})${options.skipExisting ? ' on conflict do nothing' : ''}`,
      [asJson(columns, part)],
    )
    inserted += result.count
  }
  return inserted
}

/**
 * Saves decided aggregates, set by set: version 1 is inserted, a later version replaces exactly the one before it.
 * Throws {@link StaleVersion} when any row had moved on; the caller's transaction then rolls back as a whole.
 */
export async function saveAggregates<T extends PgTable>(
  sql: Sql | TransactionSql,
  table: T,
  rows: readonly (Row<T> & { id: string; version: number })[],
): Promise<void> {
  await insertRows(sql, table, rows.filter((row) => row.version === 1) as readonly Row<T>[])
  for (const part of chunks(rows.filter((row) => row.version > 1))) {
    const columns = columnsOf(table, part as readonly Record<string, unknown>[])
    const changed = columns.filter((c) => c.property !== 'id')
    const saved = await sql.unsafe<{ id: string }[]>(
      `update "${getTableName(table)}" as t set ${changed.map((c) => `${c.name} = r.${c.name}`).join(', ')} from jsonb_to_recordset($1::text::jsonb) as r(${columns.map((c) => `${c.name} ${c.type}`).join(', ')}) where t.id = r.id and t.version = r.version - 1 returning t.id`,
      [asJson(columns, part as readonly Record<string, unknown>[])],
    )
    if (saved.length !== part.length) {
      const done = new Set(saved.map((row) => row.id))
      throw new StaleVersion(
        getTableName(table),
        part.filter((row) => !done.has(row.id)).map((row) => row.id),
      )
    }
  }
}
