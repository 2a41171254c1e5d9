import type { HubEvent } from '@collegium/contracts'
import type { ConsumerTransaction } from '../subscriptions.ts'

/** What a consumer's transaction belongs to. `cause` stands only where one event alone brought it about; with several, handlers name it fact by fact. */
export interface TransactionCause {
  readonly correlationId: string
  readonly cause?: HubEvent
}

/** The service's write transaction under the given tenants: commits when `work` returns, rolls back when it throws. */
export type Transact<Tx extends ConsumerTransaction> = <T>(tenants: string[], cause: TransactionCause, work: (tx: Tx) => Promise<T>) => Promise<T>
