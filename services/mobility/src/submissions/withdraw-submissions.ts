import type { DataOf, HubEvent, SubmissionWithdrawn } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import type { NewEvent } from '@collegium/events'
import { inArray } from 'drizzle-orm'
import { credentialDue, type ResultVersion, takeBack } from '../results/domain/result.ts'
import { resultEvents } from '../results/facts.ts'
import { saveResults } from '../results/move-results.ts'
import { results, resultVersions } from '../results/tables.ts'
import { settingsOf } from '../results/whereabouts.ts'
import { settled } from './settlements.ts'
import { waitingSubmissions, withdrawnSubmissions } from './tables.ts'

type Withdrawn = HubEvent & { readonly data: DataOf<typeof SubmissionWithdrawn> }

/**
 * The run was undone: what its rows corrected is as it was before, what they recorded first is annulled. A result that a later file or an office has
 * changed since stays as it is.
 */
export async function withdrawSubmissions(tx: Transaction, withdrawn: readonly Withdrawn[], now: string): Promise<void> {
  const ids = withdrawn.map((event) => event.data.submissionId)
  await tx.db.delete(waitingSubmissions).where(inArray(waitingSubmissions.submissionId, ids))
  const noted = withdrawn.map(({ data }) => ({ submissionId: data.submissionId, lead: data.lead }))
  await insertRows(tx.sql, withdrawnSubmissions, noted, { skipExisting: true })
  const standing = await tx.db.select().from(results).where(inArray(results.submissionId, ids)).for('update')
  const bySubmission = new Map(standing.map((row) => [row.submissionId, row]))
  const settings = await settingsOf(tx, standing)
  const { versionsOf, gone } = await historyOf(
    tx,
    standing.map((row) => row.id),
  )
  const events: NewEvent[] = []
  const changed: (typeof results.$inferSelect)[] = []
  for (const event of withdrawn) {
    const row = bySubmission.get(event.data.submissionId)
    const setting = row && settings.get(row.id)
    const outcome = row && takeBack(row, versionsOf.get(row.id) ?? [], gone, ['examinations-office'])
    if (!row || !setting || !outcome || 'refused' in outcome) {
      events.push(settled(event.data, { outcome: 'annulled', reason: row ? 'already-annulled' : 'nothing-recorded' }, event))
      continue
    }
    const { state: result, restored, facts } = outcome
    changed.push({ ...row, ...result, submissionId: restored ? restored.submissionId : row.submissionId, reason: 'run-undone' })
    events.push(...resultEvents(facts, result, setting.at, setting.about, event, 'run-undone'))
    const end = { reason: 'run-undone', enrolmentId: row.enrolmentId, resultVersion: result.version }
    events.push(settled(event.data, restored ? { ...end, outcome: 'corrected', credentialDue: credentialDue(result) } : { ...end, outcome: 'annulled' }, event))
  }
  await saveResults(tx, changed, now)
  tx.publish(events.sort((a, b) => Number(a.type.fact === 'settled') - Number(b.type.fact === 'settled')))
}

/** The versions of results, and which of what brought them was itself taken back. */
async function historyOf(tx: Transaction, resultIds: readonly string[]): Promise<{ versionsOf: Map<string, ResultVersion[]>; gone: Set<string> }> {
  if (resultIds.length === 0) return { versionsOf: new Map(), gone: new Set() }
  const rows = await tx.db
    .select()
    .from(resultVersions)
    .where(inArray(resultVersions.resultId, [...resultIds]))
  const brought = [...new Set(rows.flatMap((row) => row.submissionId ?? []))]
  const gone =
    brought.length === 0
      ? []
      : await tx.db.select({ id: withdrawnSubmissions.submissionId }).from(withdrawnSubmissions).where(inArray(withdrawnSubmissions.submissionId, brought))
  const versionsOf = new Map<string, ResultVersion[]>()
  for (const row of rows) versionsOf.set(row.resultId, [...(versionsOf.get(row.resultId) ?? []), { ...row, id: row.resultId }])
  return { versionsOf, gone: new Set(gone.map((one) => one.id)) }
}
