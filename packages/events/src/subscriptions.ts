import type { EventType, HubEvent } from '@collegium/contracts'
import type { SqlTransaction } from './sql.ts'

/** The least a service's transaction offers to the consumer: the handle on which inbox and position are written. */
export interface ConsumerTransaction {
  readonly sql: SqlTransaction
}

/**
 * Reacts to facts. Events come in batches of one partition, in order per key; the outcome must not depend on how they are cut into batches.
 * Throw `TransientFault` when a peer is away; any other error of a single event parks its key.
 */
export interface Handler<T extends EventType = EventType, Tx extends ConsumerTransaction = ConsumerTransaction, Prepared = unknown> {
  /** Outside any transaction: claim checks, signing. May run more than once for the same events. */
  prepare?(events: readonly HubEvent<T>[]): Promise<Prepared>
  /** Inside the transaction that also holds the inbox rows and the position. */
  apply(events: readonly HubEvent<T>[], tx: Tx, prepared: Prepared): Promise<void>
}

/** Says in so many words that a service does not react to a fact. */
export const ignored: unique symbol = Symbol('ignored')

export type HandlersOf<Types extends readonly EventType[], Tx extends ConsumerTransaction> = {
  readonly [Name in Types[number]['type']]: Handler<Extract<Types[number], { type: Name }>, Tx> | typeof ignored
}

export interface TopicOptions<Tx extends ConsumerTransaction> {
  /** May be replayed from zero by `rebuild`: only for what can be thrown away and counted again. Never for what sends, decides or asks for personal data. */
  readonly rebuildable?: boolean
  /** Empties the projection, in the transaction that sends the group back to zero. No tenant is set in it. */
  clear?(tx: Tx): Promise<void>
}

export interface TopicSubscription<Tx extends ConsumerTransaction = ConsumerTransaction> {
  readonly topic: string
  readonly types: readonly EventType[]
  readonly rebuildable: boolean
  handlerOf(type: string): Handler<EventType, Tx> | typeof ignored | undefined
  clear?(tx: Tx): Promise<void>
}

/** Subscribes to a topic. Every type of the topic needs a handler or `ignored`; a missing one does not compile. */
export function onTopic<const Types extends readonly [EventType, ...EventType[]], Tx extends ConsumerTransaction = ConsumerTransaction>(
  types: Types,
  handlers: HandlersOf<NoInfer<Types>, Tx>,
  options: TopicOptions<Tx> = {},
): TopicSubscription<Tx> {
  const byType = new Map<string, Handler<EventType, Tx> | typeof ignored>(Object.entries(handlers))
  return {
    topic: types[0].topic,
    types,
    rebuildable: options.rebuildable ?? false,
    handlerOf: (type) => byType.get(type),
    ...(options.clear ? { clear: options.clear } : {}),
  }
}

/** Names a handler before it is mapped, so that what `prepare` returns is known to `apply`. */
export const handler = <T extends EventType, Tx extends ConsumerTransaction, Prepared = undefined>(
  _type: T | readonly T[],
  parts: Handler<T, Tx, Prepared>,
): Handler<T, Tx, Prepared> => parts
