import { Fenced } from '../faults.ts'
import type { SqlHandle } from '../sql.ts'

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

export async function readPosition(sql: SqlHandle, { consumer, topic, partition }: Place): Promise<Position> {
  const find = () => sql<{ next: string; version: string; replay: boolean }[]>`
    select next_offset::text as next, version::text as version, replay from consumer_position where consumer = ${consumer} and topic = ${topic} and partition = ${partition}`
  let [row] = await find()
  if (!row) {
    await sql`insert into consumer_position (consumer, topic, partition) values (${consumer}, ${topic}, ${partition}) on conflict do nothing`
    ;[row] = await find()
  }
  return { next: Number(row?.next ?? 0), version: Number(row?.version ?? 0), replay: row?.replay ?? false }
}

/** The fence: moves on from exactly the position that was read, or throws `Fenced`. Holds the row until the transaction ends. */
export async function moveOn(sql: SqlHandle, { consumer, topic, partition }: Place, from: Position, next: number): Promise<Position> {
  const { count } = await sql`
    update consumer_position set next_offset = ${next}::bigint, version = version + 1, moved_at = clock_timestamp()
    where consumer = ${consumer} and topic = ${topic} and partition = ${partition} and version = ${from.version}::bigint`
  if (count !== 1) throw new Fenced(topic, partition)
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
