import { isRefusal, refuse, type Refusal, type Role } from '@collegium/contracts'
import { insertRows, saveAggregates, type Transaction } from '@collegium/database'
import type { NewEvent } from '@collegium/events'
import { and, inArray } from 'drizzle-orm'
import { type Command, decide } from './domain/result.ts'
import { resultEvents } from './facts.ts'
import { results, resultVersions } from './tables.ts'
import { type Setting, settingsOf } from './whereabouts.ts'

export type ResultRow = typeof results.$inferSelect

export interface Step extends Pick<Command, 'expectedVersion' | 'reason' | 'achievement'> {
  readonly id: string
  readonly move: 'confirm' | 'release' | 'correct' | 'annul'
}

/**
 * Confirms, releases, corrects or annuls results, each for itself: what is refused leaves the others alone. Outcomes are in the order of the steps.
 * `check` looks at what a correction brings, before it is decided.
 */
export async function moveResults(
  tx: Transaction,
  by: readonly Role[],
  steps: readonly Step[],
  now: string,
  check: (step: Step, setting: Setting) => Refusal | Step = (step) => step,
): Promise<(ResultRow | Refusal)[]> {
  const ids = [...new Set(steps.map((step) => step.id))]
  if (ids.length === 0) return []
  const rows = await tx.db.select().from(results).where(inArray(results.id, ids)).orderBy(results.id).for('update')
  const standing = new Map(rows.map((row) => [row.id, row]))
  const settings = await settingsOf(tx, rows)
  const changed = new Map<string, ResultRow>()
  const events: NewEvent[] = []
  const outcomes = steps.map((step) => {
    const row = standing.get(step.id)
    const setting = row && settings.get(row.id)
    if (!row || !setting) return refuse('not-found')
    // A second step of one call has not seen what the first one did.
    if (changed.has(row.id)) return refuse('stale-version', { current: changed.get(row.id)?.version })
    const checked = check(step, setting)
    if (isRefusal(checked)) return checked
    const outcome = decide(row, { ...checked, by })
    if (isRefusal(outcome)) return outcome
    // What an office corrected is no longer what a file brought: undoing the file's run then leaves it alone.
    const next = { ...row, ...outcome.state, reason: checked.reason ?? null, submissionId: checked.move === 'correct' ? null : row.submissionId }
    changed.set(row.id, next)
    events.push(...resultEvents(outcome.facts, next, setting.at, setting.about, undefined, next.reason))
    return next
  })
  await saveResults(tx, [...changed.values()], now)
  tx.publish(events)
  return outcomes
}

/** A learner has withdrawn: what was not released of these enrolments is annulled. What is known already stays; a board may still correct it. */
export async function annulUnreleased(tx: Transaction, enrolmentIds: readonly string[], now: string): Promise<void> {
  if (enrolmentIds.length === 0) return
  const rows = await tx.db
    .select({ id: results.id, expectedVersion: results.version })
    .from(results)
    .where(and(inArray(results.enrolmentId, [...enrolmentIds]), inArray(results.state, ['provisional', 'confirmed'])))
    .orderBy(results.id)
    .for('update')
  await moveResults(
    tx,
    ['system'],
    rows.map((row) => ({ ...row, move: 'annul', reason: 'withdrawn' })),
    now,
  )
}

/** Saves results with the version that each has become. */
export async function saveResults(tx: Transaction, rows: readonly ResultRow[], now: string): Promise<void> {
  await saveAggregates(tx.sql, results, rows)
  await insertRows(
    tx.sql,
    resultVersions,
    rows.map(({ id, ...row }) => ({ ...row, resultId: id, recordedAt: now })),
  )
}
