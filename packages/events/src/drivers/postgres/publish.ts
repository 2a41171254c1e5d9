import type { LogRecord } from '../../event-log.ts'
import { partitionOf } from '../../partitioner.ts'
import type { SqlPool } from '../../sql.ts'
import { logChannel } from './tables.ts'
import type { Topics } from './topics.ts'

const bytea = 17
const text = 25
const integer = 23
/** One statement holds no more than this, so that neither side builds a message of hundreds of megabytes. */
const bytesPerStatement = 8 * 1024 * 1024
const recordsPerStatement = 5_000

/**
 * Appends in order. The rows of the partitions are locked in one order and carry the next offset, so offsets have no gaps and stand in the order of
 * commits: whoever reads up to one has missed nothing before it.
 */
export async function publish(sql: SqlPool, topics: Topics, records: readonly LogRecord[]): Promise<void> {
  for (const part of slices(records)) {
    const ids: number[] = []
    for (const record of part) {
      const partitions = await topics.of(record.topic)
      const row = partitions[partitionOf(record.key, partitions.length)]
      if (row) ids.push(row.id)
    }
    await sql`
      with incoming as (
        select partition_id, key, headers, value, n, row_number() over (partition by partition_id order by n) as nth
        from unnest(${sql.array(ids, integer)}::integer[], ${sql.array(
          part.map((r) => r.key),
          text,
        )}::text[], ${sql.array(
          part.map((r) => JSON.stringify(r.headers)),
          text,
        )}::text[], ${sql.array(
          part.map((r) => Buffer.from(r.value)),
          bytea,
        )}::bytea[])
          with ordinality as record(partition_id, key, headers, value, n)
      ), counted as (
        select partition_id, count(*) as records from incoming group by partition_id
      ), locked as materialized (
        select id, next_offset from log_partition where id in (select partition_id from counted) order by id for no key update
      ), moved as (
        update log_partition p set next_offset = l.next_offset + c.records
        from locked l join counted c on c.partition_id = l.id where p.id = l.id
        returning p.id, p.next_offset
      ), inserted as (
        insert into log_event (partition_id, log_offset, key, headers, value)
        select i.partition_id, l.next_offset + i.nth - 1, i.key, i.headers::json, i.value
        from incoming i join locked l on l.id = i.partition_id
        order by i.n
      ), ends as (
        select string_agg(id || ':' || next_offset, ',') as payload from moved
      )
      select pg_notify(${logChannel}::text, case when length(payload) < 7500 then payload else '' end) from ends`
  }
}

function* slices(records: readonly LogRecord[]): Generator<readonly LogRecord[]> {
  let part: LogRecord[] = []
  let bytes = 0
  for (const record of records) {
    if (part.length > 0 && (part.length === recordsPerStatement || bytes + record.value.length > bytesPerStatement)) {
      yield part
      part = []
      bytes = 0
    }
    part.push(record)
    bytes += record.value.length
  }
  if (part.length > 0) yield part
}
