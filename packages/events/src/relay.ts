import { topics } from '@collegium/contracts'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { EventLog, LogRecord } from './event-log.ts'
import { backOff } from './faults.ts'
import { Hints } from './hints.ts'
import { Latch } from './latch.ts'
import { relayMetrics } from './metrics.ts'
import { outboxBuckets, outboxChannel } from './outbox.ts'
import type { SqlHandle, SqlPool } from './sql.ts'

export interface RelayOptions {
  /** A pool of the service's own database, with more than `outboxBuckets` connections. */
  readonly sql: SqlPool
  readonly log: EventLog
  readonly logger: Logger
  readonly metrics: Registry
  /** Milliseconds between looks when no hint comes. Default 200. */
  readonly pollMs?: number
  /** Most rows of one publish. Default 1,000. */
  readonly batchSize?: number
}

export interface Relay {
  /** Looks at once instead of waiting for hint or poll. */
  kick(): void
  /** Resolves when the outbox is empty. */
  idle(): Promise<void>
  /** Ends the batches under way and stops. */
  close(): Promise<void>
}

/** How many batches one transaction publishes before it commits its deletions. A crash publishes at most so many again. */
const batchesPerTransaction = 5

/** A process that is frozen while it publishes would keep its buckets locked. Longer than a log takes to say that it is away. */
const mostIdleMs = '30000'

interface OutboxRow {
  readonly seq: string
  readonly topic: string
  readonly key: string
  readonly headers: string
  readonly payload: string
}

/**
 * Publishes the outbox: one lane per bucket, each under an advisory lock, so that of many relays one at a time works a bucket and the order of its
 * keys holds. Rows are deleted once they are in the log; a crash between the two publishes them again, and the inbox of every consumer drops them.
 * Faults of the log or the database are waited out, for as long as they last.
 */
export function startRelay({ sql, log, logger, metrics, pollMs = 200, batchSize = 1_000 }: RelayOptions): Relay {
  let closing = false
  const lanes = Array.from({ length: outboxBuckets }, () => new Latch())
  const wakeAll = (): void => {
    for (const lane of lanes) lane.wake()
  }
  const hints = new Hints(sql, outboxChannel, wakeAll)
  const measured = relayMetrics(metrics, () => backlogOf(sql))
  let ensured: Promise<void> | undefined

  const look = async (): Promise<void> => {
    try {
      const waiting = await bucketsWithRows(sql)
      for (const bucket of waiting) lanes[bucket]?.wake()
    } catch {
      // The lanes meet the same fault and report it; the next poll looks again.
    }
  }
  let looking: Promise<void> | undefined
  const poll = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined
    })
  }, pollMs)

  const run = async (bucket: number, woken: Latch): Promise<void> => {
    let faults = 0
    while (!closing) {
      try {
        ensured ??= log.ensureTopics(topics)
        await ensured
        const published = await drain(bucket)
        faults = 0
        // A full run says that there may be more; anything less waits for the next hint or poll.
        if (published < batchSize * batchesPerTransaction) await woken.wait(60_000)
      } catch (fault) {
        faults++
        ensured = undefined
        if (closing) return
        const wait = backOff(faults)
        logger.warn({ err: fault, bucket, faults }, `The relay could not publish and tries again in ${Math.round(wait)} ms`)
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
  }

  const drain = async (bucket: number): Promise<number> => {
    let published = 0
    // A fault of the log must not roll back the deletion of what went before it.
    let fault: unknown
    await sql.begin(async (tx) => {
      // Sent together, yet each with its own snapshot: what another relay deleted before we got the lock is not seen.
      const [[lock], first] = await Promise.all([
        tx<
          { got: boolean }[]
        >`select pg_try_advisory_xact_lock(hashtext('collegium_outbox'), ${bucket}::integer) as got, set_config('idle_in_transaction_session_timeout', ${mostIdleMs}::text, true)`,
        rowsAfter(tx, bucket, '0', batchSize),
      ])
      if (!lock?.got) return
      let rows = first
      for (let batch = 0; rows.length > 0 && batch < batchesPerTransaction && !closing; batch++) {
        const last = rows.at(-1)?.seq ?? '0'
        // Read ahead while the log writes. Rows with a lower number that commit meanwhile are found by the next run, which starts from zero again.
        const [next, failed] = await Promise.all([
          rows.length < batchSize ? [] : rowsAfter(tx, bucket, last, batchSize),
          log.publish(rows.map(recordIn)).then(() => undefined, toError),
        ])
        if (failed) {
          fault = failed
          return
        }
        await tx`delete from outbox where bucket = ${bucket}::smallint and seq = any(${`{${rows.map((r) => r.seq).join(',')}}`}::text::bigint[])`
        published += rows.length
        measured.published(rows.length)
        rows = next
      }
    })
    if (fault) throw fault
    return published
  }

  const running = lanes.map((lane, bucket) => run(bucket, lane))
  return {
    kick: wakeAll,
    async idle() {
      while (!closing && (await bucketsWithRows(sql)).length > 0) {
        wakeAll()
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    async close() {
      closing = true
      clearInterval(poll)
      wakeAll()
      await Promise.all([...running, looking, hints.close()])
    },
  }
}

const toError = (fault: unknown): Error => (fault instanceof Error ? fault : new Error(String(fault)))

function rowsAfter(sql: SqlHandle, bucket: number, seq: string, most: number): Promise<readonly OutboxRow[]> {
  return sql<OutboxRow[]>`
    select seq::text as seq, aggregatetype as topic, aggregateid as key, headers::text as headers, payload::text as payload
    from outbox where bucket = ${bucket}::smallint and seq > ${seq}::text::bigint order by outbox.seq limit ${most}::integer`
}

function recordIn(row: OutboxRow): LogRecord {
  const headers: Record<string, string> = JSON.parse(row.headers)
  return { topic: row.topic, key: row.key, headers, value: Buffer.from(row.payload) }
}

async function bucketsWithRows(sql: SqlHandle): Promise<number[]> {
  const rows = await sql<{ bucket: number }[]>`
    select b as bucket from generate_series(0, ${outboxBuckets - 1}::integer) b where exists (select from outbox where bucket = b::smallint)`
  return rows.map((r) => r.bucket)
}

async function backlogOf(sql: SqlHandle): Promise<{ unpublished: number; oldestSeconds: number }> {
  const [row] = await sql<{ unpublished: number; oldest: number }[]>`
    select count(*)::integer as unpublished, coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as oldest from outbox`
  return { unpublished: row?.unpublished ?? 0, oldestSeconds: row?.oldest ?? 0 }
}
