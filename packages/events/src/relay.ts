import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { EventLog } from './event-log.ts'
import type { SqlPool } from './sql.ts'

export interface RelayOptions {
  /** A pool of the service's own database, with at least `outboxBuckets` connections. */
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

export function startRelay(_options: RelayOptions): Relay {
  throw new Error('The relay cannot start.')
}
