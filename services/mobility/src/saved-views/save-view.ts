import { refuse, type Refusal } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { and, eq, or } from 'drizzle-orm'
import type { AgreementFilter } from '../learning-agreements/filter-agreements.ts'
import { savedViews } from './tables.ts'

export type SavedViewRow = typeof savedViews.$inferSelect

export const longestViewName = 80
export const mostViews = 100

/** Somebody of an institution, at a time. */
export interface Saving {
  readonly institution: string
  readonly name: string
  readonly now: string
}

/** What somebody finds: their own views, and those that are for all of their institution. */
export const findable = (name: string) => or(eq(savedViews.savedBy, name), eq(savedViews.forAll, true))

/** Keeps a filter under a name; the same name again keeps the new filter. Whoever saved a view for all is the one to change it. */
export async function saveView(
  tx: Transaction,
  { institution, name: savedBy, now }: Saving,
  view: { readonly id: string; readonly name: string; readonly forAll: boolean; readonly filter: AgreementFilter },
): Promise<SavedViewRow | Refusal> {
  const name = view.name.trim()
  if (name === '' || name.length > longestViewName) return refuse('view-name-unfit', { most: longestViewName })
  // Two tabs that save at once wait here for one another.
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`saved-views:${institution}`}, 0))`
  const present = await tx.db
    .select()
    .from(savedViews)
    .where(and(eq(savedViews.institution, institution), findable(savedBy)))
  const same = present.find((row) => row.name === name && (row.savedBy === savedBy || view.forAll))
  if (same && same.savedBy !== savedBy) return refuse('view-name-taken', { by: same.savedBy })
  if (!same && present.length >= mostViews) return refuse('too-many-views', { most: mostViews })
  const row: SavedViewRow = {
    id: same?.id ?? view.id,
    version: (same?.version ?? 0) + 1,
    institution,
    savedBy,
    forAll: view.forAll,
    name,
    filter: view.filter,
    changedAt: now,
  }
  await saveAggregates(tx.sql, savedViews, [row])
  return row
}

/** Removes one's own view; one that another saved is not found. */
export async function removeView(tx: Transaction, { institution, name }: Saving, id: string): Promise<SavedViewRow | Refusal> {
  const [removed] = await tx.db
    .delete(savedViews)
    .where(and(eq(savedViews.id, id), eq(savedViews.institution, institution), eq(savedViews.savedBy, name)))
    .returning()
  return removed ?? refuse('not-found')
}
