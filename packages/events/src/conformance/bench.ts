import type { EventLog } from '../event-log.ts'
import type { LogAddress } from '../open.ts'

/** What the tests of the suite work with. */
export interface Bench {
  /** The same log for all tests; each makes topics and groups of its own. */
  log(): EventLog
  /** One more connection, as another process would have; closed after the suite. */
  another(): Promise<EventLog>
  address(): LogAddress
  /** A name that no other test has. */
  fresh(stem: string): string
}

/** How long a silent member keeps its partitions in the suite. */
export const suiteLeaseMs = 1_500
