import { type EventType, type HubEvent, resultTopic, topics } from '@collegium/contracts'
import { createTestDatabase, type TestDatabase } from '@collegium/testing'
import { drizzle } from 'drizzle-orm/postgres-js'
import { pino } from 'pino'
import postgres, { type Sql } from 'postgres'
import { Registry } from 'prom-client'
import type { Consumers } from '../consumer.ts'
import { startConsumers } from '../consumer.ts'
import type { TransactionCause } from '../consumer/transact.ts'
import type { EventLog } from '../event-log.ts'
import { eventTables } from '../event-tables.ts'
import { openEventLog } from '../open.ts'
import { appendToOutbox, type NewEvent } from '../outbox.ts'
import { type Relay, startRelay } from '../relay.ts'
import type { SqlTransaction } from '../sql.ts'
import { type Handler, ignored, onTopic, type TopicOptions, type TopicSubscription } from '../subscriptions.ts'

export interface Tx {
  readonly sql: SqlTransaction
  readonly tenants: readonly string[]
  readonly cause: TransactionCause
}

/** A service reduced to its events: a database with the event tables and one table in which handlers note what they applied. */
export interface AService extends AsyncDisposable {
  readonly sql: Sql
  readonly log: EventLog
  readonly metrics: Registry
  publish(events: readonly NewEvent[]): Promise<HubEvent[]>
  consume(subscriptions: readonly TopicSubscription<Tx>[], name?: string): Promise<Consumers>
  relay(options?: { log?: EventLog; batchSize?: number }): Relay
  /** `key:version` of what was applied, in order. */
  applied(): Promise<string[]>
}

export async function aService(given?: TestDatabase): Promise<AService> {
  const database = given ?? (await createTestDatabase('service'))
  const sql = postgres(database.url, { max: 12, backoff: () => 0.2, onnotice: () => {} })
  // Services share their pool with drizzle, which makes it send json and dates as they are.
  drizzle({ client: sql })
  await sql.unsafe(eventTables)
  await sql.unsafe('create table applied (n bigint generated always as identity, key text, version integer, tenants text, correlation_id text)')
  const log = await openEventLog({ driver: 'postgres', url: database.url, leaseMs: 1_500 })
  await log.ensureTopics(topics)
  const metrics = new Registry()
  const logger = pino({ level: process.env.HUB_TEST_LOG ?? 'silent' })
  const running: { close(): Promise<void> }[] = []
  return {
    sql,
    log,
    metrics,
    publish: (events) => sql.begin((tx) => appendToOutbox(tx, events)) as Promise<HubEvent[]>,
    async consume(subscriptions, name = 'tests') {
      const consumers = await startConsumers<Tx>({
        service: name,
        subscriptions,
        log,
        sql,
        logger,
        metrics,
        transact: (tenants, cause, work) => sql.begin((tx) => work({ sql: tx, tenants, cause })) as Promise<never>,
      })
      running.push(consumers)
      return consumers
    },
    relay(options = {}) {
      const relay = startRelay({ sql, log, logger, metrics, ...options })
      running.push(relay)
      return relay
    },
    async applied() {
      return (await sql`select key, version from applied order by n`).map((r) => `${Number.parseInt(r.key.slice(-4), 16)}:${r.version}`)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map((r) => r.close()))
      await log.close()
      await sql.end({ timeout: 5 })
      await database[Symbol.asyncDispose]()
    },
  }
}

/** Notes events as applied. */
export async function note(events: readonly HubEvent[], tx: Tx): Promise<void> {
  for (const e of events)
    await tx.sql`insert into applied (key, version, tenants, correlation_id) values (${e.key}, ${e.aggregateVersion}, ${tx.tenants.toSorted().join()}, ${e.correlationId})`
}

/** Everything about results goes to one reaction; corrections are ignored. */
export const onResults = (reaction: Handler<EventType, Tx> = { apply: note }, options: TopicOptions<Tx> = {}): TopicSubscription<Tx> =>
  onTopic<typeof resultTopic, Tx>(
    resultTopic,
    {
      'org.collegium.result.confirmed.v1': reaction,
      'org.collegium.result.released.v1': reaction,
      'org.collegium.result.corrected.v1': ignored,
      'org.collegium.result.annulled.v1': reaction,
    },
    options,
  )
