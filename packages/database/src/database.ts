import type { HubEvent } from '@collegium/contracts'
import { appendToOutbox, type NewEvent } from '@collegium/events'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { LRUCache } from 'lru-cache'
import postgres, { type Sql, type TransactionSql } from 'postgres'
import { announce, type Changes, followChanges } from './changes.ts'

/** Who looks. `tenants`: organisations whose rows are seen; `learner`: a learner reading their own. Neither: nothing is seen. */
export interface Sight {
  readonly tenants: readonly string[]
  readonly learner?: string
}

/** What a write belongs to; goes into every event that it publishes. */
export interface Origin {
  readonly correlationId: string
  readonly cause?: HubEvent
}

export type Reader = PostgresJsDatabase & { $client: Sql }

export interface Transaction {
  /** Typed queries. */
  readonly db: PostgresJsDatabase
  /** Set-based statements and COPY. Same connection, same transaction. */
  readonly sql: TransactionSql
  /** Facts that become outbox rows of this transaction, in this order, once the work has ended well. */
  publish(events: readonly NewEvent[]): void
  /** Rows of a type of the graph that this transaction changes: whoever follows them is told after the commit. */
  changed(type: string, ids: readonly string[]): void
}

export interface Database {
  /** A pool that sees what `sight` allows. Reads only; kept per sight, at most eight. */
  reader(sight: Sight): Reader
  /** One transaction under row-level security; state and outbox rows are committed together or not at all. */
  write<T>(sight: Sight, origin: Origin, work: (tx: Transaction) => Promise<T>): Promise<T>
  /** Without a tenant: for tables that have no owner (outbox, positions, public_*). Business rows are invisible here. */
  readonly unowned: Sql
  /** Who is told of what `changed` named, in this process and in others. */
  readonly changes: Pick<Changes, 'follow'>
  close(): Promise<void>
}

/** Seconds before a lost server is tried again. The driver's own rule waits up to 20 s, long after the server is back. */
const quickly = (retries: number): number => Math.min(1, 0.05 * 2 ** retries)

/** Opens a service's database as the service's own role. */
export function openDatabase(options: { url: string; service: string; maxWriters?: number }): Database {
  const connect = (max: number, settings: Record<string, string>) =>
    postgres(options.url, {
      max,
      idle_timeout: 60,
      connect_timeout: 10,
      backoff: quickly,
      onnotice: () => {},
      connection: { application_name: `hub-${options.service}`, ...settings },
    })
  const unowned = connect(options.maxWriters ?? 8, {})
  const writer = drizzle({ client: unowned })
  const changes = followChanges(options)
  const closing: Promise<void>[] = []
  const readers = new LRUCache<string, Reader>({
    max: 8,
    dispose: (reader) => {
      closing.push(reader.$client.end({ timeout: 5 }))
    },
  })
  return {
    unowned,
    changes,
    reader(sight) {
      const tenants = [...new Set(sight.tenants)].sort().join(',')
      const key = `${tenants}|${sight.learner ?? ''}`
      const known = readers.get(key)
      if (known) return known
      const reader = drizzle({ client: connect(2, { 'app.tenants': tenants, 'app.learner': sight.learner ?? '', default_transaction_read_only: 'on' }) })
      readers.set(key, reader)
      return reader
    },
    write: (sight, origin, work) =>
      writer.transaction(async (db) => {
        // Drizzle keeps the connection of its transaction to itself; COPY and set-based statements need it.
        const sql = (db as unknown as { session: { client: TransactionSql } }).session.client
        await sql`select set_config('app.tenants', ${[...new Set(sight.tenants)].join(',')}, true), set_config('app.learner', ${sight.learner ?? ''}, true)`
        const published: NewEvent[] = []
        const changed = new Map<string, Set<string>>()
        const result = await work({
          db: db as unknown as PostgresJsDatabase,
          sql,
          publish: (events) => void published.push(...events),
          changed(type, ids) {
            const known = changed.get(type) ?? new Set()
            for (const id of ids) known.add(id)
            changed.set(type, known)
          },
        })
        if (published.length > 0)
          await appendToOutbox(
            sql,
            published.map((event) => (event.cause ? event : { correlationId: origin.correlationId, cause: origin.cause, ...event })),
          )
        await announce(sql, changed)
        return result
      }),
    async close() {
      readers.clear()
      await Promise.all([...closing, unowned.end({ timeout: 5 }), changes.close()])
    },
  }
}
