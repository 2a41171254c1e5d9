import type { DataOf, GradingTablePublished } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { publicGradingTables } from './tables.ts'

/** Keeps the grade distribution tables that the registry publishes; they come in order per table, so the last one stands. */
export async function keepGradingTables(tx: Transaction, events: readonly { readonly data: DataOf<typeof GradingTablePublished> }[]): Promise<void> {
  for (const { data } of events) {
    const { tableId, ...table } = data
    const row = { id: tableId, ...table }
    await tx.db.insert(publicGradingTables).values(row).onConflictDoUpdate({ target: publicGradingTables.id, set: row })
  }
}
