import postgres from 'postgres'
import type { EventLog, LogRecord, PartitionLag, SubscribeOptions, Subscription, TopicSpec } from '../event-log.ts'
import { publish } from './postgres/publish.ts'
import { deleteExpired } from './postgres/retention.ts'
import { PostgresSubscription } from './postgres/subscription.ts'
import { ensureTables } from './postgres/tables.ts'
import { Topics } from './postgres/topics.ts'
import { Watcher } from './postgres/watcher.ts'

export interface PostgresLogOptions {
  /** Of the database that holds the log, `hub_events`. */
  readonly url: string
  /** How long a member that says nothing keeps its partitions, in milliseconds. Default 6,000. */
  readonly leaseMs?: number
  /** Milliseconds between looks when no hint comes. Default 200. */
  readonly pollMs?: number
  /** Connections, one more listens. Default 6. */
  readonly connections?: number
}

/** Opens the log that is kept in PostgreSQL tables, and makes these where they are missing. */
export async function openPostgresLog({ url, leaseMs = 6_000, pollMs = 200, connections = 6 }: PostgresLogOptions): Promise<EventLog> {
  // The driver would wait up to 20 s before it tries again, long after the server is back.
  const backoff = (retries: number): number => Math.min(1, 0.05 * 2 ** retries)
  const sql = postgres(url, {
    max: connections,
    backoff,
    onnotice: () => {},
    connection: { application_name: 'collegium-event-log', idle_in_transaction_session_timeout: 10_000 },
  })
  try {
    await ensureTables(sql)
  } catch (fault) {
    await sql.end({ timeout: 1 })
    throw fault
  }
  const topics = new Topics(sql)
  const watcher = new Watcher(sql, pollMs)
  const subscriptions = new Set<PostgresSubscription>()
  const retention = setInterval(() => void deleteExpired(sql), 3_600_000)
  retention.unref()
  let closed: Promise<void> | undefined

  const close = async (): Promise<void> => {
    clearInterval(retention)
    await Promise.all([...subscriptions].map((s) => s.close()))
    await watcher.close()
    await sql.end({ timeout: 5 })
  }

  return {
    driver: 'postgres',
    ensureTopics: (wanted: readonly TopicSpec[]) => topics.ensure(wanted),
    publish: (records: readonly LogRecord[]) => publish(sql, topics, records),
    async subscribe(options: SubscribeOptions): Promise<Subscription> {
      const subscription = await PostgresSubscription.open(sql, topics, watcher, leaseMs, options)
      subscriptions.add(subscription)
      return subscription
    },
    async lag(group: string, names: readonly string[]): Promise<readonly PartitionLag[]> {
      const rows = await sql<{ topic: string; partition: number; committed: string | null; end: string }[]>`
        select p.topic, p.partition, g.next_offset as committed, p.next_offset as end
        from log_partition p left join log_group g on g.partition_id = p.id and g.group_name = ${group}
        where p.topic = any(${sql.array([...names], 25)}::text[]) order by p.topic, p.partition`
      return rows.map(({ topic, partition, committed, end }) => ({
        topic,
        partition,
        committed: committed === null ? null : Number(committed),
        end: Number(end),
        lag: Number(end) - Number(committed ?? 0),
      }))
    },
    async check(): Promise<void> {
      await sql`select 1`
    },
    close(): Promise<void> {
      closed ??= close()
      return closed
    },
  }
}
