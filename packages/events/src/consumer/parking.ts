import type { StoredRecord } from '../event-log.ts'
import type { SqlHandle } from '../sql.ts'
import type { Place } from './position.ts'

/** A record on its way to the parking, and why; the first of a key names its fault, the others came after it. */
export interface Parked {
  readonly record: StoredRecord
  readonly fault: string | null
}

/**
 * Parks keys with their records, bytes and headers as they came. The row of a key is written or locked first, so that a replay which is about to free
 * the key either sees these records or leaves the key parked for them.
 */
export async function park(sql: SqlHandle, { consumer, topic, partition }: Place, parked: readonly Parked[]): Promise<void> {
  for (const { record, fault } of parked) {
    await sql`
      insert into parked_key (consumer, topic, key, reason, fault)
      values (${consumer}, ${topic}, ${record.key}, ${fault === null ? 'follows-a-parked-event' : 'data-fault'}, ${fault ?? ''})
      on conflict (consumer, topic, key) do update set parked_at = parked_key.parked_at`
    await sql`
      insert into parked_event (consumer, topic, key, partition, log_offset, event_id, headers, value)
      values (${consumer}, ${topic}, ${record.key}, ${partition}, ${record.offset}::bigint, ${record.headers.ce_id ?? null}::text, ${JSON.stringify(record.headers)}::text::json, decode(${Buffer.from(record.value).toString('base64')}::text, 'base64'))
      on conflict do nothing`
  }
}

/** The oldest record that is parked under a key; locks the key until the transaction ends. */
export async function nextParked(sql: SqlHandle, consumer: string, topic: string, key: string): Promise<StoredRecord | undefined> {
  await sql`select from parked_key where consumer = ${consumer} and topic = ${topic} and key = ${key} for update`
  const [row] = await sql<{ partition: number; offset: string; headers: string; value: string }[]>`
    select partition, log_offset::text as offset, headers::text as headers, encode(value, 'base64') as value
    from parked_event where consumer = ${consumer} and topic = ${topic} and key = ${key} order by log_offset limit 1`
  if (!row) return undefined
  const headers: Record<string, string> = JSON.parse(row.headers)
  return { topic, key, partition: row.partition, offset: Number(row.offset), headers, value: Buffer.from(row.value, 'base64') }
}

/** Takes a handled record out of the parking. */
export async function unpark(sql: SqlHandle, consumer: string, record: StoredRecord): Promise<void> {
  await sql`delete from parked_event where consumer = ${consumer} and topic = ${record.topic} and partition = ${record.partition} and log_offset = ${record.offset}::bigint`
}

/** Frees a key under which nothing is parked any more. */
export async function freeKey(sql: SqlHandle, consumer: string, topic: string, key: string): Promise<void> {
  await sql`delete from parked_key where consumer = ${consumer} and topic = ${topic} and key = ${key}`
}

export async function countParked(sql: SqlHandle, consumer: string, topic: string): Promise<number> {
  const [row] = await sql<{ parked: number }[]>`select count(*)::integer as parked from parked_key where consumer = ${consumer} and topic = ${topic}`
  return row?.parked ?? 0
}
