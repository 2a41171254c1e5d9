import type { SqlHandle } from '../sql.ts'

const daysKept = 30
const rowsPerStatement = 10_000

/** As a PostgreSQL array literal of text: a driver that drizzle wrapped takes no JavaScript arrays of an unknown type. */
export const textArray = (values: readonly string[]): string => `{${values.map((v) => `"${v.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`

/** Notes events as handled, in the transaction that handles them. Resolves with how many were new. */
export async function noteHandled(sql: SqlHandle, consumer: string, ids: readonly string[]): Promise<number> {
  const { count } = await sql`
    insert into inbox (consumer, event_id) select ${consumer}::text, id from unnest(${textArray(ids)}::text::text[]) id on conflict do nothing`
  return count
}

export async function forget(sql: SqlHandle, consumer: string): Promise<void> {
  await sql`delete from inbox where consumer = ${consumer}`
}

/** Drops inbox rows after 30 days; by then the position keeps older records away. */
export async function deleteOldInboxRows(sql: SqlHandle): Promise<number> {
  let deleted = 0
  for (;;) {
    const { count } = await sql`
      delete from inbox where (consumer, event_id) in (
        select consumer, event_id from inbox where handled_at < clock_timestamp() - ${daysKept}::integer * interval '1 day' limit ${rowsPerStatement}::integer
      )`
    deleted += count
    if (count < rowsPerStatement) return deleted
  }
}
