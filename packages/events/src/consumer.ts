import { topicNamed } from '@collegium/contracts'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { type BatchContext, handleBatch } from './consumer/handle-batch.ts'
import { deleteOldInboxRows, forget } from './consumer/inbox.ts'
import { countParked } from './consumer/parking.ts'
import { sendBack, sentBack, waitingForReplay } from './consumer/position.ts'
import { replayParked } from './consumer/replay-parked.ts'
import type { Transact } from './consumer/transact.ts'
import { type Batch, type EventLog, Postpone, type Subscription } from './event-log.ts'
import { backOff, Fenced, isTransient } from './faults.ts'
import { type ConsumerMetrics, consumerMetrics } from './metrics.ts'
import type { SqlPool } from './sql.ts'
import type { ConsumerTransaction, TopicSubscription } from './subscriptions.ts'

export interface ConsumersOptions<Tx extends ConsumerTransaction> {
  readonly service: string
  readonly subscriptions: readonly TopicSubscription<Tx>[]
  readonly log: EventLog
  /** A pool of the service's own database. */
  readonly sql: SqlPool
  readonly transact: Transact<Tx>
  readonly logger: Logger
  readonly metrics: Registry
}

export interface ConsumerStatus {
  readonly group: string
  readonly topic: string
  /** Records not handled yet. */
  readonly lag: number
  /** Keys that wait for an operator. */
  readonly parked: number
}

export interface Consumers {
  /** Resolves when every record that was in the log is handled or parked. */
  idle(): Promise<void>
  status(): Promise<ConsumerStatus[]>
  /** Handles what was parked under a key of a topic, in order. Resolves with how many events left the parking; throws what the first failing one threw. */
  replayParkedKey(topic: string, key: string): Promise<number>
  /** Replays a rebuildable subscription from zero; throws for any other. */
  rebuild(topic: string): Promise<void>
  close(): Promise<void>
}

const housekeepingMs = 5_000
const inboxCleaningMs = 3_600_000

/** Starts a service's consumers: one group for what must never be replayed, one for what may be rebuilt. */
export async function startConsumers<Tx extends ConsumerTransaction>(options: ConsumersOptions<Tx>): Promise<Consumers> {
  const { service, subscriptions, log, sql, transact, logger } = options
  const groups = [false, true]
    .map(
      (rebuildable) =>
        new Group(
          options,
          rebuildable ? `${service}.rebuildable` : service,
          subscriptions.filter((s) => s.rebuildable === rebuildable),
        ),
    )
    .filter((g) => g.subscriptions.length > 0)

  const status = async (): Promise<ConsumerStatus[]> => (await Promise.all(groups.map((g) => g.status()))).flat()
  const metrics = consumerMetrics(options.metrics, status)
  const known = subscriptions.flatMap((s) => topicNamed(s.topic) ?? [])
  if (known.length > 0) await log.ensureTopics(known)
  for (const group of groups) await group.open(metrics)

  const quietly = (work: () => Promise<unknown>) => () =>
    void work().catch((fault: unknown) => {
      if (!isTransient(fault)) logger.warn({ err: fault, service }, 'Housekeeping of the consumers failed and is tried again')
    })
  const timers = [
    setInterval(
      quietly(() => Promise.all(groups.map((g) => g.sendBackWhereAsked()))),
      housekeepingMs,
    ),
    setInterval(
      quietly(() => deleteOldInboxRows(sql)),
      inboxCleaningMs,
    ),
  ]
  let closed: Promise<void> | undefined
  return {
    status,
    async idle() {
      while (!closed && (await Promise.all(groups.map((g) => g.lag()))).some((lag) => lag > 0))
        await new Promise((resolve) => setTimeout(resolve, log.driver === 'kafka' ? 50 : 15))
    },
    async replayParkedKey(topic, key) {
      let replayed = 0
      for (const group of groups) {
        const subscription = group.find(topic)
        if (subscription) replayed += await replayParked(sql, transact, group.consumerOf(topic), subscription, key)
      }
      return replayed
    },
    async rebuild(topic) {
      const group = groups.find((g) => g.rebuildable && g.find(topic))
      if (!group)
        throw new Error(
          `${service} cannot rebuild from ${topic}, because no subscription to it is marked rebuildable: replaying it would send, decide or ask for personal data again. Correct what is wrong by a new event.`,
        )
      await group.rebuild(topic)
    },
    close() {
      for (const timer of timers) clearInterval(timer)
      closed ??= Promise.all(groups.map((g) => g.close())).then(() => {})
      return closed
    },
  }
}

/** The subscriptions that share a group of the log. */
class Group<Tx extends ConsumerTransaction> {
  readonly name: string
  readonly subscriptions: readonly TopicSubscription<Tx>[]
  readonly rebuildable: boolean
  readonly #options: ConsumersOptions<Tx>
  readonly #byTopic: ReadonlyMap<string, TopicSubscription<Tx>>
  /** Tries in a row that met a passing fault, per partition. */
  readonly #tries = new Map<string, number>()
  #open: Subscription | undefined

  constructor(options: ConsumersOptions<Tx>, name: string, subscriptions: readonly TopicSubscription<Tx>[]) {
    this.#options = options
    this.name = name
    this.subscriptions = subscriptions
    this.rebuildable = subscriptions.some((s) => s.rebuildable)
    this.#byTopic = new Map(subscriptions.map((s) => [s.topic, s]))
    if (this.#byTopic.size < subscriptions.length)
      throw new Error(`${name} subscribes to a topic twice, so only one of the two would be called. Put both reactions into one onTopic.`)
  }

  find(topic: string): TopicSubscription<Tx> | undefined {
    return this.#byTopic.get(topic)
  }

  /** Inbox, position and parking are kept per group and topic. */
  consumerOf(topic: string): string {
    return `${this.name}:${topic}`
  }

  async open(metrics: ConsumerMetrics): Promise<void> {
    const { log, sql, transact, logger } = this.#options
    this.#open = await log.subscribe({
      group: this.name,
      topics: this.subscriptions.map((s) => s.topic),
      from: 'beginning',
      handle: async (batch) => {
        const subscription = this.find(batch.topic)
        if (!subscription) return
        const context: BatchContext<Tx> = {
          consumer: this.consumerOf(batch.topic),
          subscription,
          sql,
          transact,
          logger,
          metrics,
          sendBack: (place, offset) => this.#sendBack(place.topic, place.partition, offset),
        }
        await this.#patiently(batch, () => handleBatch(context, batch))
      },
      onFault: (fault, topic, partition) =>
        logger.warn({ err: fault, group: this.name, topic, partition }, 'The log or the database could not be reached; the group tries again'),
    })
    await this.sendBackWhereAsked()
  }

  /** Turns whatever stops a batch into a pause of its partition. */
  async #patiently(batch: Batch, work: () => Promise<void>): Promise<void> {
    const name = `${batch.topic}/${batch.partition}`
    try {
      await work()
      this.#tries.delete(name)
    } catch (fault) {
      if (fault instanceof Postpone) throw fault
      if (fault instanceof Fenced) throw new Postpone(100, fault.message, { cause: fault })
      const tries = (this.#tries.get(name) ?? 0) + 1
      this.#tries.set(name, tries)
      const wait = backOff(tries)
      const about = { err: fault, group: this.name, topic: batch.topic, partition: batch.partition, tries }
      if (isTransient(fault)) this.#options.logger.warn(about, `A peer or the database is away; the partition waits ${Math.round(wait)} ms`)
      else this.#options.logger.error(about, `The partition stands still and is tried again in ${Math.round(wait)} ms`)
      throw new Postpone(wait, String(fault), { cause: fault })
    }
  }

  async #sendBack(topic: string, partition: number, offset: number): Promise<boolean> {
    const went = (await this.#open?.seek(topic, partition, offset)) ?? false
    if (went) await sentBack(this.#options.sql, { consumer: this.consumerOf(topic), topic, partition })
    return went
  }

  /** Members that an operator did not talk to find out here that a replay was asked for. */
  async sendBackWhereAsked(): Promise<void> {
    if (!this.rebuildable) return
    for (const { topic } of this.subscriptions) {
      for (const partition of await waitingForReplay(this.#options.sql, this.consumerOf(topic), topic)) await this.#sendBack(topic, partition, 0)
    }
  }

  async rebuild(topic: string): Promise<void> {
    const consumer = this.consumerOf(topic)
    await this.#options.transact([], { correlationId: `rebuild-${consumer}` }, async (tx) => {
      await sendBack(tx.sql, consumer, topic)
      await forget(tx.sql, consumer)
      await tx.sql`delete from parked_event where consumer = ${consumer}`
      await tx.sql`delete from parked_key where consumer = ${consumer}`
      await this.find(topic)?.clear?.(tx)
    })
    await this.sendBackWhereAsked()
  }

  async lag(): Promise<number> {
    const lags = await this.#options.log.lag(this.name, [...this.#byTopic.keys()])
    return lags.reduce((sum, l) => sum + l.lag, 0)
  }

  async status(): Promise<ConsumerStatus[]> {
    const lags = await this.#options.log.lag(this.name, [...this.#byTopic.keys()])
    return Promise.all(
      this.subscriptions.map(async ({ topic }) => ({
        group: this.name,
        topic,
        lag: lags.filter((l) => l.topic === topic).reduce((sum, l) => sum + l.lag, 0),
        parked: await countParked(this.#options.sql, this.consumerOf(topic), topic),
      })),
    )
  }

  async close(): Promise<void> {
    await this.#open?.close()
  }
}
