import { type HubEvent, isRefusal, type Refusal, type SubmittedEnrolment } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { eq, inArray } from 'drizzle-orm'
import type { LearnerVault } from '../learners/vault.ts'
import { forget, remember, writtenBy } from '../submissions/imported-entries.ts'
import { type Entry, entrySettled } from '../submissions/settlements.ts'
import { waiverReasons } from './domain/enrolment.ts'
import { enrolmentMoves, type EnrolmentState } from './domain/transitions.ts'
import { enrolRoster, type RosterLine, type RosterOutcome } from './enrol-roster.ts'
import { type Actor, type EnrolmentRow, moveEnrolments } from './move-enrolments.ts'
import { enrolments } from './tables.ts'

interface Doing {
  readonly vault: LearnerVault
  readonly newId: () => string
  readonly now: string
}
interface Taken {
  readonly entry: Entry
  readonly said: SubmittedEnrolment | undefined
  readonly cause: HubEvent
}
/** A roster is handed in by an office of the lead. */
const officeOf = (institution: string): Actor => ({ institution, roles: ['international-office'] })

/**
 * Enrols the lines of an accepted roster as far as their guards allow, each for itself; what is still open is the reason of a recorded line. Who has the place already
 * is unchanged. At most one entry for each learner of an offer in one step.
 */
export async function importEnrolments(tx: Transaction, { vault, newId, now }: Doing, taken: readonly Taken[]): Promise<void> {
  for (const { entry, cause } of taken.filter(({ said }) => !said)) tx.publish([entrySettled(entry, { outcome: 'refused', reason: 'content-gone' }, cause)])
  const good = taken.flatMap(({ said, ...one }) => (said && one.entry.instanceId !== null ? [{ ...one, said, instanceId: one.entry.instanceId }] : []))
  for (const instanceId of new Set(good.map((one) => one.instanceId))) {
    const of = good.filter((one) => one.instanceId === instanceId)
    const [first] = of
    if (!first) continue
    const before = await standingAt(tx, instanceId)
    const roster = { instanceId, lines: of.map(({ said }) => lineOf(said)), statements: [] }
    const outcomes = await enrolRoster(tx, { vault, newId, actor: officeOf(first.entry.institution), now }, roster)
    const ends = of.map((one, i) => ({ ...one, end: endOf(isRefusal(outcomes) ? outcomes : outcomes[i], before) }))
    await remember(
      tx,
      ends.flatMap(({ entry, end }) =>
        end.outcome === 'recorded' && end.madeId ? [{ ...pick(entry), madeId: end.madeId, leftAs: end.leftAs, before: null }] : [],
      ),
    )
    tx.publish(ends.map(({ entry, cause, end: { leftAs: _leftAs, ...end } }) => entrySettled(entry, end, cause)))
  }
}

const pick = ({ submissionId, streamId, institution, template }: Entry) => ({ submissionId, streamId, institution, template })

async function standingAt(tx: Transaction, instanceId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.db.select({ id: enrolments.id, version: enrolments.version }).from(enrolments).where(eq(enrolments.instanceId, instanceId))
  return new Map(rows.map((row) => [row.id, row.version]))
}

function lineOf({ home, learner, studentStatus, prerequisites }: SubmittedEnrolment): RosterLine {
  const waived = waiverReasons.find((reason) => reason === prerequisites)
  return {
    home,
    learner,
    studentStatus,
    ...(prerequisites && { prerequisites: waived ? { judged: 'waived', reason: waived } : { judged: 'met', reason: null } }),
  }
}

const ended: readonly EnrolmentState[] = ['withdrawn', 'refused']
type End = Omit<Parameters<typeof entrySettled>[1], 'madeId'> & { readonly madeId: string | null; readonly leftAs: string }

function endOf(outcome: RosterOutcome | Refusal | undefined, before: ReadonlyMap<string, number>): End {
  const nothing = { madeId: null, leftAs: '' }
  if (!outcome || isRefusal(outcome)) return { ...nothing, outcome: 'refused', reason: outcome?.refused ?? 'not-found' }
  const { enrolment, refusal } = outcome
  if (!enrolment) return { ...nothing, outcome: 'refused', reason: refusal?.refused ?? 'not-found' }
  const made = { madeId: enrolment.id, learnerId: enrolment.learnerId, leftAs: String(enrolment.version) }
  if (ended.includes(enrolment.state)) return { ...made, outcome: 'refused', reason: 'ended-before' }
  return { ...made, outcome: before.get(enrolment.id) === enrolment.version ? 'unchanged' : 'recorded', reason: refusal?.refused ?? null }
}

/** The run was undone: whom it brought is withdrawn, as long as nobody has moved them on since. Nothing is taken from who takes part already. */
export async function takeBackEnrolments(tx: Transaction, { now }: Pick<Doing, 'now'>, entries: readonly Omit<Taken, 'said'>[]): Promise<void> {
  const written = await writtenBy(
    tx,
    entries.map(({ entry }) => entry.submissionId),
  )
  const ids = [...new Set([...written.values()].map((one) => one.madeId))]
  const rows = new Map((ids.length === 0 ? [] : await tx.db.select().from(enrolments).where(inArray(enrolments.id, ids))).map((row) => [row.id, row]))
  const due = entries.flatMap(({ entry }) => {
    const mine = written.get(entry.submissionId)
    const row = mine && rows.get(mine.madeId)
    return mine && row && String(row.version) === mine.leftAs ? [{ entry, row }] : []
  })
  const outcomes = new Map<string, EnrolmentRow | Refusal>()
  for (const institution of new Set(due.map(({ entry }) => entry.institution))) {
    const of = due.filter(({ entry }) => entry.institution === institution)
    const steps = of.map(({ row }) => ({ id: row.id, expectedVersion: row.version, move: 'withdraw' as const, reason: enrolmentMoves.withdraw.reasons[2] }))
    for (const [i, outcome] of (await moveEnrolments(tx, officeOf(institution), steps, now)).entries()) outcomes.set(of[i]?.entry.submissionId ?? '', outcome)
  }
  await forget(
    tx,
    [...outcomes].filter(([, outcome]) => !isRefusal(outcome)).map(([id]) => id),
  )
  tx.publish(
    entries.map(({ entry, cause }) => {
      const madeId = written.get(entry.submissionId)?.madeId ?? null
      const outcome = outcomes.get(entry.submissionId)
      if (!madeId) return entrySettled(entry, { outcome: 'annulled', reason: 'nothing-recorded' }, cause)
      if (!outcome || isRefusal(outcome)) return entrySettled(entry, { outcome: 'recorded', reason: outcome?.refused ?? 'edited-since', madeId }, cause)
      return entrySettled(entry, { outcome: 'annulled', reason: 'run-undone', madeId }, cause)
    }),
  )
}
