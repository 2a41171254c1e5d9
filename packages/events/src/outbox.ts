import type { DataOf, EventType, HubEvent } from '@collegium/contracts'
import { v7 as uuidv7 } from 'uuid'
import { headersOf, validated } from './cloud-events.ts'
import { murmur2 } from './partitioner.ts'
import type { SqlHandle } from './sql.ts'

/** A fact that is about to be published. Build it with `fact`, which checks the data against the type. */
export interface NewEvent<T extends EventType = EventType> {
  readonly type: T
  /** The institution whose service act this is. */
  readonly institution: string
  readonly aggregateVersion: number
  readonly data: DataOf<T>
  /** What brought it about; carries the correlation id on. */
  readonly cause?: HubEvent | undefined
  /** The request id where nothing but a click or a call brought it about. */
  readonly correlationId?: string | undefined
  /** UUIDv7; made where absent. */
  readonly id?: string | undefined
  /** ISO 8601 instant; now where absent. */
  readonly time?: string | undefined
}

/** A fact of a type, its data checked at compile time. */
export const fact = <const T extends EventType>(type: T, about: Omit<NewEvent<NoInfer<T>>, 'type'>): NewEvent<T> => ({ type, ...about })

/** How many lanes the relay publishes side by side. Fixed, because a row's bucket is written with the row and keeps the order of its key. */
export const outboxBuckets = 4
/** The channel on which a commit hints at new rows. */
export const outboxChannel = 'collegium_outbox'

const rowsPerStatement = 2_000

/** Gives a new fact its identity: the event as consumers will see it. Throws `InvalidEvent` where the data breaks its contract. */
export function hubEvent(event: NewEvent): HubEvent {
  const id = event.id ?? uuidv7()
  return validated(event.type, {
    id,
    type: event.type.type,
    topic: event.type.topic,
    key: keyOf(event),
    institution: event.institution,
    time: event.time ?? new Date().toISOString(),
    aggregateVersion: event.aggregateVersion,
    causationId: event.cause?.id ?? null,
    correlationId: event.correlationId ?? event.cause?.correlationId ?? id,
    data: event.data,
  })
}

function keyOf({ type, data }: NewEvent): string {
  const key: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, type.key) : undefined
  return typeof key === 'string' ? key : ''
}

/**
 * Writes facts into the outbox of the transaction `sql`, in the order given, one statement per 2,000. Lock the aggregate before you call it: two
 * transactions that write facts of one key without a lock between them have no order. Throws `InvalidEvent` before anything is written.
 * `notify: false` leaves the relay to its polling, for writers to whom the database-wide lock of NOTIFY at commit is too dear.
 */
export async function appendToOutbox(sql: SqlHandle, events: readonly NewEvent[], { notify = true }: { notify?: boolean } = {}): Promise<HubEvent[]> {
  const whole = events.map(hubEvent)
  for (let from = 0; from < whole.length; from += rowsPerStatement) {
    const rows = whole.slice(from, from + rowsPerStatement).map((event) => ({
      id: event.id,
      aggregatetype: event.topic,
      aggregateid: event.key,
      type: event.type,
      payload: event.data,
      headers: headersOf(event),
      bucket: murmur2(Buffer.from(event.key)) % outboxBuckets,
    }))
    // As text and cast twice: a client wrapped by drizzle sends json parameters as they are, a plain one would encode them a second time.
    await sql`
      with appended as (
        insert into outbox (id, aggregatetype, aggregateid, type, payload, headers, bucket)
        select id, aggregatetype, aggregateid, type, payload, headers, bucket
        from json_to_recordset(${JSON.stringify(rows)}::text::json)
          as row(id uuid, aggregatetype text, aggregateid text, type text, payload json, headers json, bucket smallint)
      )
      select case when ${notify}::boolean then pg_notify(${outboxChannel}::text, '') end`
  }
  return whole
}
