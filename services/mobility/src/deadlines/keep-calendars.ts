import type { DataOf, TermCalendarPublished } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { publicCalendars } from './tables.ts'

/** Keeps the calendars that the registry publishes; they come in order per institution, so the last one stands. */
export async function keepCalendars(tx: Transaction, events: readonly { readonly data: DataOf<typeof TermCalendarPublished> }[]): Promise<void> {
  for (const { data } of events) {
    const row = { schacId: data.schacId, academicYear: data.academicYear, version: data.version, terms: data.terms }
    await tx.db
      .insert(publicCalendars)
      .values(row)
      .onConflictDoUpdate({ target: [publicCalendars.schacId, publicCalendars.academicYear], set: row })
  }
}
