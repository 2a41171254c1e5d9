import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { EventLog } from './event-log.ts'
import type { SqlPool } from './sql.ts'
import type { ConsumerTransaction, TopicSubscription } from './subscriptions.ts'

/** Why a consumer's transaction runs; goes into audit columns and log lines. */
export interface TransactionCause {
  /** The consumer's name: service and topic. */
  readonly consumer: string
  readonly correlationId: string
  /** The first event of the batch; null for housekeeping. */
  readonly eventId: string | null
}

export interface ConsumersOptions<Tx extends ConsumerTransaction> {
  readonly service: string
  readonly subscriptions: readonly TopicSubscription<Tx>[]
  readonly log: EventLog
  /** A pool of the service's own database. */
  readonly sql: SqlPool
  /** The service's write transaction, under the tenants that the batch names. Commits when `work` returns, rolls back when it throws. */
  readonly transact: <T>(tenants: string[], cause: TransactionCause, work: (tx: Tx) => Promise<T>) => Promise<T>
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
  /** Handles what was parked under a key, in order. Resolves with how many were handled; throws what the first failing one threw, and the key stays parked from there. */
  replayParkedKey(topic: string, key: string): Promise<number>
  /** Replays a rebuildable subscription from zero; throws for others. */
  rebuild(subscription: TopicSubscription<never>): Promise<void>
  close(): Promise<void>
}

export async function startConsumers<Tx extends ConsumerTransaction>(_options: ConsumersOptions<Tx>): Promise<Consumers> {
  throw new Error('The consumers cannot start.')
}
