import { Fenced } from '../faults.ts'
import type { SqlHandle } from '../sql.ts'
import { textArray } from './inbox.ts'

/** Where a consumer stands in a partition, by its own database; the log's committed offset only follows it. */
export interface Position {
  readonly next: number
  /** Raised by every transaction that handles events: what two members compare to find out that both are at work. */
  readonly version: number
  /** The operator asked for a replay, and the log has not been sent back yet. */
  readonly replay: boolean
}

export interface Place {
  readonly consumer: string
  readonly topic: string
  readonly partition: number
}

/** A process that is frozen in the middle of its transaction would keep the position locked, and nobody could take over. */
const mostIdleMs = '60000'

/** Makes the row of a partition that this consumer never handled. */
export async function openPosition(sql: SqlHandle, { consumer, topic, partition }: Place): Promise<void> {
  await sql`insert into consumer_position (consumer, topic, partition) values (${consumer}, ${topic}, ${partition}) on conflict do nothing`
}

/**
 * The fence: moves on from exactly the position that was read and notes the events as handled, or throws `Fenced` because another member moved on or
 * handled one of them. Holds the row until the transaction ends.
 */
export async function moveOn(
  sql: SqlHandle,
  { consumer, topic, partition }: Place,
  from: Position,
  next: number,
  eventIds: readonly string[] = [],
): Promise<Position> {
  const [done] = await sql<{ moved: boolean; noted: number }[]>`
    with moved as (
      update consumer_position set next_offset = ${next}::bigint, version = version + 1, moved_at = clock_timestamp()
      where consumer = ${consumer} and topic = ${topic} and partition = ${partition} and version = ${from.version}::bigint
      returning partition
    ), noted as (
      insert into inbox (consumer, event_id) select ${consumer}::text, id from unnest(${textArray(eventIds)}::text::text[]) id where exists (select from moved)
      on conflict do nothing returning event_id
    )
    select exists (select from moved) as moved, (select count(*) from noted)::integer as noted, set_config('idle_in_transaction_session_timeout', ${mostIdleMs}::text, true)`
  if (!done?.moved || done.noted !== eventIds.length) throw new Fenced(topic, partition)
  return { next, version: from.version + 1, replay: false }
}

/** Sends a consumer back to the first record of every partition, in the transaction that empties its projection. */
export async function sendBack(sql: SqlHandle, consumer: string, topic: string): Promise<void> {
  await sql`update consumer_position set next_offset = 0, version = version + 1, replay = true, moved_at = clock_timestamp() where consumer = ${consumer} and topic = ${topic}`
}

/** The partitions that wait for the log to be sent back. */
export async function waitingForReplay(sql: SqlHandle, consumer: string, topic: string): Promise<number[]> {
  const rows = await sql<{ partition: number }[]>`select partition from consumer_position where consumer = ${consumer} and topic = ${topic} and replay`
  return rows.map((r) => r.partition)
}

export async function sentBack(sql: SqlHandle, { consumer, topic, partition }: Place): Promise<void> {
  await sql`update consumer_position set replay = false where consumer = ${consumer} and topic = ${topic} and partition = ${partition}`
}
