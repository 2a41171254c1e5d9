import { eventOf } from '../cloud-events.ts'
import { type ConsumerTransaction, ignored, type TopicSubscription } from '../subscriptions.ts'
import type { SqlPool } from '../sql.ts'
import { noteHandled } from './inbox.ts'
import { freeKey, nextParked, unpark } from './parking.ts'
import { tenantsOf } from './tenants.ts'
import type { Transact } from './transact.ts'

/**
 * Handles what is parked under a key, oldest first, each event in a transaction of its own; the key is free when nothing is left. The first event that
 * fails again throws, and stays parked with all after it.
 */
export async function replayParked<Tx extends ConsumerTransaction>(
  sql: SqlPool,
  transact: Transact<Tx>,
  consumer: string,
  subscription: TopicSubscription<Tx>,
  key: string,
): Promise<number> {
  const { topic } = subscription
  for (let replayed = 0; ; replayed++) {
    const parked = await sql.begin(async (tx) => {
      const record = await nextParked(tx, consumer, topic, key)
      if (!record) await freeKey(tx, consumer, topic, key)
      return record
    })
    if (!parked) return replayed
    const event = eventOf(parked, subscription.types)
    const handler = event && subscription.handlerOf(event.type)
    if (!event || !handler || handler === ignored) {
      await unpark(sql, consumer, parked)
      continue
    }
    const prepared = await handler.prepare?.([event])
    await transact(tenantsOf([event]), { correlationId: event.correlationId, cause: event }, async (tx) => {
      // Another operator may be replaying the same key; the lock on it lets one through, the other finds the event handled.
      await nextParked(tx.sql, consumer, topic, key)
      await unpark(tx.sql, consumer, parked)
      if ((await noteHandled(tx.sql, consumer, [event.id])) === 1) await handler.apply([event], tx, prepared)
    })
  }
}
