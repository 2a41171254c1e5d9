import { type HubEvent, isRefusal, refuse } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { forget, type ImportedEntry, lastWritten, writtenBy } from '../submissions/imported-entries.ts'
import { type Entry, entrySettled } from '../submissions/settlements.ts'
import { type Act, conduct } from './conduct.ts'
import { proposalHashOf } from './content-hash.ts'
import type { AgreementContent } from './domain/content.ts'
import { type Importing, movedOn, officeOf } from './import-agreements.ts'
import { agreementRulesOf } from './rules-of-year.ts'
import { loadAgreements } from './store.ts'

/**
 * The run that brought these entries was undone: drafts that it opened are deleted, drafts that it wrote over are as they were. What somebody has
 * signed since stays, and so does what a later list or a hand has written over it; each with its reason.
 */
export async function takeBackAgreements(
  tx: Transaction,
  importing: Pick<Importing, 'newId' | 'now'>,
  entries: readonly { entry: Entry; cause: HubEvent }[],
): Promise<void> {
  const written = await writtenBy(
    tx,
    entries.map(({ entry }) => entry.submissionId),
  )
  const last = await lastWritten(
    tx,
    entries.map(({ entry }) => entry.streamId),
  )
  const stored = await loadAgreements(
    tx.db,
    [...written.values()].map((entry) => entry.madeId),
    { lock: true },
  )
  const reasons = new Map<string, string>()
  const due = new Map<string, ImportedEntry>()
  for (const entry of written.values()) {
    const stands = stored.get(entry.madeId)
    const moved = stands && movedOn(stands, entry)
    if (!stands || moved?.refused === 'agreement-called-off') reasons.set(entry.submissionId, 'nothing-recorded')
    else if (last.get(entry.streamId)?.submissionId !== entry.submissionId) reasons.set(entry.submissionId, 'later-list-stands')
    // A draft of the run's own goes, whoever has written in it, as long as nobody has put a name to it.
    else if (moved && (moved.refused === 'signed-since' || entry.before !== null)) reasons.set(entry.submissionId, moved.refused)
    else due.set(entry.madeId, entry)
  }
  for (const sending of new Set([...due.values()].map((entry) => entry.institution))) {
    const actor = officeOf(sending)
    const ids = [...due.values()].filter((entry) => entry.institution === sending).map((entry) => entry.madeId)
    const outcomes = await conduct(
      tx,
      ids,
      actor,
      ({ row, agreement }, side): Act => {
        const acting = { side, roles: actor.roles, expectedVersion: agreement.version, at: importing.now }
        const before = due.get(row.id)?.before as AgreementContent | null | undefined
        if (!before) return { command: { ...acting, move: 'delete', reason: 'entered-by-mistake' }, reason: 'entered-by-mistake' }
        return { command: { ...acting, move: 'edit', content: before, hash: proposalHashOf(row, before), rules: agreementRulesOf(row) } }
      },
      importing,
    )
    for (const id of ids) {
      const outcome = outcomes.get(id) ?? refuse('not-found')
      const entry = due.get(id)
      if (entry && isRefusal(outcome)) reasons.set(entry.submissionId, outcome.refused)
    }
  }
  await forget(
    tx,
    [...due.values()].map((entry) => entry.submissionId).filter((id) => !reasons.has(id)),
  )
  tx.publish(
    entries.map(({ entry, cause }) => {
      const mine = written.get(entry.submissionId)
      const reason = mine ? reasons.get(entry.submissionId) : 'nothing-recorded'
      if (!reason) return entrySettled(entry, { outcome: mine?.before ? 'corrected' : 'annulled', reason: 'run-undone', madeId: mine?.madeId ?? null }, cause)
      return entrySettled(entry, { outcome: reason === 'nothing-recorded' ? 'annulled' : 'recorded', reason, madeId: mine?.madeId ?? null }, cause)
    }),
  )
}
