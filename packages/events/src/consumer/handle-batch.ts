import type { EventType, HubEvent } from '@collegium/contracts'
import type { Logger } from 'pino'
import { eventOf } from '../cloud-events.ts'
import { type Batch, Postpone, type StoredRecord } from '../event-log.ts'
import { Fenced, isTransient } from '../faults.ts'
import type { ConsumerMetrics } from '../metrics.ts'
import type { SqlPool } from '../sql.ts'
import { type ConsumerTransaction, type Handler, ignored, type TopicSubscription } from '../subscriptions.ts'
import { type Arrivals, readArrivals } from './arrivals.ts'
import { park, type Parked } from './parking.ts'
import { moveOn, type Place, type Position } from './position.ts'
import { stepsOf } from './schedule.ts'
import { tenantsOf } from './tenants.ts'
import type { Transact } from './transact.ts'

export interface BatchContext<Tx extends ConsumerTransaction> {
  readonly consumer: string
  readonly subscription: TopicSubscription<Tx>
  readonly sql: SqlPool
  readonly transact: Transact<Tx>
  readonly logger: Logger
  readonly metrics: ConsumerMetrics
  /** Sends the log back to where the position stands; true when it went. */
  sendBack(place: Place, offset: number): Promise<boolean>
}

/** An event with the record it came from, for the case that it has to be parked as it came. */
interface Arrived {
  readonly key: string
  readonly event: HubEvent
  readonly record: StoredRecord
}

/**
 * Handles one batch of a partition: everything in it is applied once or parked when it returns. Throws `Postpone` when a peer or the database is away
 * or another member is at work; what was applied until then is in the inbox and is not applied again.
 */
export async function handleBatch<Tx extends ConsumerTransaction>(context: BatchContext<Tx>, batch: Batch): Promise<void> {
  const place: Place = { consumer: context.consumer, topic: batch.topic, partition: batch.partition }
  const arrivals = await readArrivals(context.sql, place, batch.records)
  const { position } = arrivals
  if (position.next > batch.end) throw logWasReplaced(place, position, batch)
  if (position.replay) {
    await context.sendBack(place, position.next)
    throw new Postpone(0, 'the log goes back to where the replay begins')
  }
  await new BatchRun(context, batch, place, position).handle(arrivals)
}

const logWasReplaced = ({ consumer, topic, partition }: Place, position: Position, batch: Batch): Error =>
  new Error(
    `${consumer} has handled ${topic}/${partition} up to ${position.next}, but the log ends at ${batch.end}: it was replaced by another or restored from an older copy. ` +
      'Nothing is handled until that is settled. Restore the log, or set consumer_position to where it ends, after the outboxes have published again what it lacks.',
  )

class BatchRun<Tx extends ConsumerTransaction> {
  readonly #context: BatchContext<Tx>
  readonly #batch: Batch
  readonly #place: Place
  readonly #end: number
  #position: Position
  /** From which offset on the records of a key are parked. */
  readonly #parkedFrom = new Map<string, number>()
  readonly #toPark: Parked[] = []

  constructor(context: BatchContext<Tx>, batch: Batch, place: Place, position: Position) {
    this.#context = context
    this.#batch = batch
    this.#place = place
    this.#position = position
    this.#end = (batch.records.at(-1)?.offset ?? 0) + 1
  }

  async handle({ known, parked }: Arrivals): Promise<void> {
    const records = this.#batch.records.filter((r) => r.offset >= this.#position.next)
    for (const key of parked) this.#parkedFrom.set(key, 0)
    const steps = stepsOf(this.#reactions(records, known))
    for (const [n, step] of steps.entries()) await this.#take(step.handler, step.events, n === steps.length - 1)
    if (this.#toPark.length > 0 || (steps.length > 0 && this.#position.next < this.#end)) await this.#parkAndMoveOn()
  }

  /** What needs a handler, in order. What cannot be decoded parks its key from here on. */
  #reactions(records: readonly StoredRecord[], known: Set<string>): { handler: Handler<EventType, Tx>; event: Arrived }[] {
    const { subscription } = this.#context
    const reactions: { handler: Handler<EventType, Tx>; event: Arrived }[] = []
    for (const record of records) {
      try {
        const event = eventOf(record, subscription.types)
        const handler = event && subscription.handlerOf(event.type)
        if (!event || handler === undefined || handler === ignored || known.has(event.id)) continue
        known.add(event.id)
        reactions.push({ handler, event: { key: record.key, event, record } })
      } catch (fault) {
        this.#noteFault(record, fault)
      }
    }
    return reactions
  }

  /** Applies events together; where their data are at fault, each half by itself, down to the one that is parked. */
  async #take(handler: Handler<EventType, Tx>, arrived: readonly Arrived[], last: boolean): Promise<void> {
    const ready = arrived.filter(({ key, record }) => {
      const parked = record.offset >= (this.#parkedFrom.get(key) ?? Number.POSITIVE_INFINITY)
      if (parked) this.#toPark.push({ record, fault: null })
      return !parked
    })
    const [first] = ready
    if (!first) return
    if (this.#batch.revoked.aborted) throw new Fenced(this.#place.topic, this.#place.partition)
    try {
      await this.#apply(
        handler,
        ready.map((a) => a.event),
        last && this.#toPark.length === 0 ? this.#end : this.#position.next,
      )
    } catch (fault) {
      if (fault instanceof Fenced || fault instanceof Postpone || isTransient(fault)) throw fault
      if (ready.length === 1) return this.#noteFault(first.record, fault)
      const half = Math.ceil(ready.length / 2)
      await this.#take(handler, ready.slice(0, half), false)
      await this.#take(handler, ready.slice(half), false)
    }
  }

  async #apply(handler: Handler<EventType, Tx>, events: readonly HubEvent[], next: number): Promise<void> {
    const { transact, metrics } = this.#context
    const began = performance.now()
    const prepared = await handler.prepare?.(events)
    const [first, second] = events
    const cause = { correlationId: first?.correlationId ?? '', ...(first && !second ? { cause: first } : {}) }
    this.#position = await transact(tenantsOf(events), cause, async (tx) => {
      const moved = await moveOn(
        tx.sql,
        this.#place,
        this.#position,
        next,
        events.map((e) => e.id),
      )
      await handler.apply(events, tx, prepared)
      return moved
    })
    metrics.took(this.#place.topic, (performance.now() - began) / 1_000)
    metrics.handled(this.#place.topic, events.length)
  }

  #noteFault(record: StoredRecord, fault: unknown): void {
    const { consumer, logger } = this.#context
    const { topic, partition } = this.#place
    const before = this.#parkedFrom.get(record.key)
    this.#toPark.push({ record, fault: before === undefined || before > record.offset ? whatIsWrong(fault) : null })
    this.#parkedFrom.set(record.key, Math.min(before ?? record.offset, record.offset))
    logger.error(
      {
        err: fault,
        consumer,
        topic,
        partition,
        offset: record.offset,
        key: record.key,
        eventId: record.headers.ce_id,
        correlationId: record.headers.ce_correlationid,
      },
      'An event is at fault; its key is parked until an operator replays it',
    )
  }

  async #parkAndMoveOn(): Promise<void> {
    const parked = this.#toPark.toSorted((a, b) => a.record.offset - b.record.offset)
    this.#position = await this.#context.sql.begin(async (tx) => {
      const moved = await moveOn(tx, this.#place, this.#position, this.#end)
      await park(tx, this.#place, parked)
      return moved
    })
  }
}

/** Class and message, without values: a fault's text may be shown to operators and must not grow without bound. */
const whatIsWrong = (fault: unknown): string => (fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)).slice(0, 2_000)
