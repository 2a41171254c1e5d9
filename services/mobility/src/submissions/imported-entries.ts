import type { EntryTemplate } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { importedEntries } from './tables.ts'

export type ImportedEntry = typeof importedEntries.$inferSelect

/** What lists have last written of these streams; what was taken back does not count. Submission ids grow with time, so the last one is the latest. */
export async function lastWritten(tx: Transaction, streamIds: readonly string[]): Promise<Map<string, ImportedEntry>> {
  if (streamIds.length === 0) return new Map()
  const rows = await tx.db
    .select()
    .from(importedEntries)
    .where(and(inArray(importedEntries.streamId, [...new Set(streamIds)]), eq(importedEntries.takenBack, false)))
    .orderBy(asc(importedEntries.submissionId))
  return new Map(rows.map((row) => [row.streamId, row]))
}

/** What these submissions have written and what has not been taken back yet. */
export async function writtenBy(tx: Transaction, submissionIds: readonly string[]): Promise<Map<string, ImportedEntry>> {
  if (submissionIds.length === 0) return new Map()
  const rows = await tx.db
    .select()
    .from(importedEntries)
    .where(and(inArray(importedEntries.submissionId, [...submissionIds]), eq(importedEntries.takenBack, false)))
    .for('update')
  return new Map(rows.map((row) => [row.submissionId, row]))
}

/** Remembers what entries have written. */
export const remember = (tx: Transaction, entries: readonly (Omit<ImportedEntry, 'takenBack'> & { readonly template: EntryTemplate })[]): Promise<number> =>
  insertRows(
    tx.sql,
    importedEntries,
    entries.map((one) => ({ ...one, takenBack: false })),
    { skipExisting: true },
  )

/** From now on what these submissions wrote does not count. */
export async function forget(tx: Transaction, submissionIds: readonly string[]): Promise<void> {
  if (submissionIds.length === 0) return
  await tx.db
    .update(importedEntries)
    .set({ takenBack: true })
    .where(inArray(importedEntries.submissionId, [...submissionIds]))
}
