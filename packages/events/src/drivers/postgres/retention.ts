import type { SqlPool } from '../../sql.ts'

const rowsPerStatement = 10_000

/** Deletes records older than their topic keeps them, in small statements. Resolves with how many. */
export async function deleteExpired(sql: SqlPool): Promise<number> {
  let deleted = 0
  try {
    for (;;) {
      const { count } = await sql`
        delete from log_event e using (
          select e.partition_id, e.log_offset from log_partition p
          join log_event e on e.partition_id = p.id
          where p.retention_days is not null and e.written_at < clock_timestamp() - p.retention_days * interval '1 day'
          order by e.partition_id, e.log_offset limit ${rowsPerStatement}::integer
        ) old where e.partition_id = old.partition_id and e.log_offset = old.log_offset`
      deleted += count
      if (count < rowsPerStatement) return deleted
    }
  } catch {
    // The next hour tries again.
    return deleted
  }
}
