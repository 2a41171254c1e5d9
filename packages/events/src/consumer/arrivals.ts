import type { StoredRecord } from '../event-log.ts'
import type { SqlHandle } from '../sql.ts'
import { textArray } from './inbox.ts'
import { openPosition, type Place, type Position } from './position.ts'

/** What the consumer's own database knows of a batch before it is handled. */
export interface Arrivals {
  readonly position: Position
  /** Ids of events that were handled before. */
  readonly known: Set<string>
  /** Keys that wait for an operator. */
  readonly parked: readonly string[]
}

/** Reads position, inbox and parking in one go, for it happens with every batch. */
export async function readArrivals(sql: SqlHandle, place: Place, records: readonly StoredRecord[]): Promise<Arrivals> {
  const { consumer, topic, partition } = place
  const ids = records.flatMap((r) => r.headers.ce_id ?? [])
  const keys = [...new Set(records.map((r) => r.key))]
  const [row] = await sql<{ next: string; version: string; replay: boolean; known: string; parked: string }[]>`
    select next_offset::text as next, version::text as version, replay,
      coalesce((select json_agg(event_id) from inbox where inbox.consumer = ${consumer} and event_id = any(${textArray(ids)}::text::text[])), '[]')::text as known,
      coalesce((select json_agg(key) from parked_key where parked_key.consumer = ${consumer} and parked_key.topic = ${topic} and key = any(${textArray(keys)}::text::text[])), '[]')::text as parked
    from consumer_position where consumer = ${consumer} and topic = ${topic} and partition = ${partition}`
  if (!row) {
    await openPosition(sql, place)
    return readArrivals(sql, place, records)
  }
  const known: string[] = JSON.parse(row.known)
  const parked: string[] = JSON.parse(row.parked)
  return { position: { next: Number(row.next), version: Number(row.version), replay: row.replay }, known: new Set(known), parked }
}
