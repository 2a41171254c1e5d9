import type { HubEvent, SubmittedRow } from '@collegium/contracts'
import { insertRows, saveAggregates, type Transaction } from '@collegium/database'
import type { NewEvent } from '@collegium/events'
import { matchLearners } from '../learners/match-learners.ts'
import type { LearnerVault } from '../learners/vault.ts'
import { newEnrolment } from '../enrolments/new-enrolment.ts'
import { takePart } from '../enrolments/take-part.ts'
import type { EnrolmentState } from '../enrolments/domain/transitions.ts'
import { credentialDue, record, type Result } from '../results/domain/result.ts'
import { resultEvents } from '../results/facts.ts'
import { enrolments } from '../enrolments/tables.ts'
import { type publicInstances, publicSpecifications } from '../offers/tables.ts'
import { results, resultVersions } from '../results/tables.ts'
import { waitingSubmissions } from './tables.ts'
import { settled, type Submission } from './settlements.ts'

/** A submitted row with the event that announced it. `cause` is absent when a person of the home let it go on. */
export interface Submitted {
  readonly submission: Submission
  readonly row: SubmittedRow | undefined
  readonly cause: HubEvent | undefined
  readonly correlationId: string
  /** The home has said that this is its learner, whatever the names say. */
  readonly accepted?: boolean
}

export interface Recording {
  readonly vault: LearnerVault
  readonly newId: () => string
  readonly now: string
}

/**
 * Step 3 of the main path (design 3.1), for many rows at once: learner under the home, enrolment, result version,
 * and how each row ended. Loads everything in a few queries, decides each row in order, saves set by set.
 */
export async function recordSubmissions(tx: Transaction, { vault, newId, now }: Recording, submitted: readonly Submitted[]): Promise<void> {
  const events: NewEvent[] = []
  const instances = await loadInstances(
    tx,
    submitted.map((one) => one.submission.instanceId),
  )
  const known = submitted.filter(({ submission }) => instances.has(submission.instanceId))
  await wait(
    tx,
    submitted.filter(({ submission }) => !instances.has(submission.instanceId)),
    'waiting-for-reference',
    now,
  )

  const rows = known.flatMap(({ row }) => row ?? [])
  const matches = await matchLearners(tx, vault, rows, newId, now)
  const ready: { one: Submitted; row: SubmittedRow; learner: { id: string; key: Uint8Array } }[] = []
  const contested: Submitted[] = []
  for (const one of known) {
    const match = one.row && matches.get(one.submission.submissionId)
    if (!one.row || !match || 'erased' in match)
      events.push(settled(one.submission, { outcome: 'refused', reason: one.row ? 'learner-erased' : 'content-gone' }, one.cause))
    else if ('differs' in match && !one.accepted) contested.push(one)
    else ready.push({ one, row: one.row, learner: 'differs' in match ? match.differs : match.learner })
  }
  await wait(tx, contested, 'learner-differs', now)
  for (const one of contested) events.push(settled(one.submission, { outcome: 'waiting', reason: 'learner-differs', turn: one.submission.home }, one.cause))

  const enrolled = await enrol(tx, vault, newId, ready, instances)
  await takePart(tx, [...enrolled.values()])
  const before = await loadResults(
    tx,
    [...new Set(enrolled.values())].map((enrolment) => enrolment.id),
  )
  const changed = new Map<string, typeof results.$inferInsert & { id: string; version: number }>()
  const versions: (typeof resultVersions.$inferInsert)[] = []
  for (const { one, row, learner } of ready) {
    const about = instances.get(row.instanceId)
    const enrolment = enrolled.get(`${row.instanceId}|${learner.id}`)
    if (!about || !enrolment) throw new Error('An enrolment that was just written is not there')
    const key = `${enrolment.id}|${row.attempt}`
    const standing = before.get(key)
    const released = standing?.state === 'released' || standing?.state === 'corrected'
    // What was released before the learner left stays and may be corrected; nothing new is recorded for who has withdrawn, nor what a board has annulled.
    if ((enrolment.state === 'withdrawn' && !released) || (standing?.state === 'annulled' && standing.reason !== 'run-undone')) {
      const reason = enrolment.state === 'withdrawn' ? 'enrolment-withdrawn' : 'result-annulled'
      events.push(settled(one.submission, { outcome: 'refused', reason, enrolmentId: enrolment.id }, one.cause))
      continue
    }
    const achievement = {
      outcome: row.outcome,
      ects: row.outcome === 'passed' ? row.ects : 0,
      grade: row.grade,
      gradingScheme: row.gradingScheme,
      assessedOn: row.assessedOn,
    }
    const { result, versions: made, facts, recorded } = record(standing, newId(), achievement, about.instance.instance.releaseOnAcceptance)
    const base = { lead: row.lead, home: row.home, learnerId: learner.id }
    if (made.length > 0) {
      if (changed.has(result.id)) throw new Error('Two rows of one step claim the same attempt: the caller cuts them into waves')
      changed.set(result.id, {
        ...base,
        ...result,
        enrolmentId: enrolment.id,
        attempt: row.attempt,
        submissionId: row.submissionId,
        reason: recorded === 'corrected' ? 'file-corrected' : null,
      })
      versions.push(
        ...made.map(({ id, ...version }) => ({
          ...base,
          ...version,
          resultId: id,
          submissionId: row.submissionId,
          reason: recorded === 'corrected' ? 'file-corrected' : null,
          recordedAt: now,
        })),
      )
      before.set(key, { ...result, reason: null })
    }
    const at = { enrolmentId: enrolment.id, attempt: row.attempt, instanceId: row.instanceId, specificationId: about.instance.specificationId, ...base }
    events.push(
      ...resultEvents(
        facts,
        result,
        at,
        { specification: about.specification, academicYear: about.instance.instance.academicYear },
        one.cause,
        'file-corrected',
      ),
    )
    events.push(
      settled(one.submission, { outcome: recorded, enrolmentId: enrolment.id, resultVersion: result.version, credentialDue: credentialDue(result) }, one.cause),
    )
  }
  await saveAggregates(tx.sql, results, [...changed.values()])
  await insertRows(tx.sql, resultVersions, versions)
  // Results before settlements: who learns that a row is recorded will look for its result.
  tx.publish(events.sort((a, b) => rank(a) - rank(b)))
}

/** Facts of one kind together: consumers then handle them in large batches. The order per key stays. */
const rank = (event: NewEvent): number => ['confirmed', 'released', 'corrected', 'annulled', 'settled'].indexOf(event.type.fact)

async function loadInstances(tx: Transaction, ids: readonly string[]) {
  const rows = await tx.sql<
    {
      id: string
      specification_id: string
      instance: (typeof publicInstances.$inferSelect)['instance']
      specification: (typeof publicSpecifications.$inferSelect)['specification']
    }[]
  >`
    select i.id, i.specification_id, i.instance, s.specification from public_instances i join public_specifications s on s.id = i.specification_id where i.id = any(${[...new Set(ids)]}::uuid[])`
  return new Map(rows.map((row) => [row.id, { instance: { instance: row.instance, specificationId: row.specification_id }, specification: row.specification }]))
}

async function wait(tx: Transaction, submitted: readonly Submitted[], reason: 'waiting-for-reference' | 'learner-differs', now: string): Promise<void> {
  await insertRows(
    tx.sql,
    waitingSubmissions,
    submitted.map(({ submission, correlationId }) => ({ ...submission, reason, correlationId, since: now })),
    { skipExisting: true },
  )
}

async function enrol(
  tx: Transaction,
  vault: LearnerVault,
  newId: () => string,
  ready: readonly { row: SubmittedRow; learner: { id: string; key: Uint8Array } }[],
  instances: Awaited<ReturnType<typeof loadInstances>>,
) {
  const load = async () => {
    const learnerIds = [...new Set(ready.map(({ learner }) => learner.id))]
    const found = await tx.sql<{ id: string; instance_id: string; learner_id: string; state: EnrolmentState }[]>`
      select id, instance_id, learner_id, state from enrolments where learner_id = any(${learnerIds}::uuid[]) and instance_id = any(${[...instances.keys()]}::uuid[])`
    return new Map(found.map((row) => [`${row.instance_id}|${row.learner_id}`, { id: row.id, state: row.state }]))
  }
  const known = await load()
  const fresh = new Map<string, typeof enrolments.$inferInsert>()
  for (const { row, learner } of ready) {
    const key = `${row.instanceId}|${learner.id}`
    if (known.has(key) || fresh.has(key)) continue
    const offer = instances.get(row.instanceId)
    if (offer)
      fresh.set(key, newEnrolment(vault, newId(), { ...offer.instance, id: row.instanceId, lead: row.lead }, { ...learner, home: row.home }, row.learner))
  }
  if (fresh.size === 0) return known
  await insertRows(tx.sql, enrolments, [...fresh.values()], { skipExisting: true })
  return load()
}

async function loadResults(tx: Transaction, enrolmentIds: readonly string[]): Promise<Map<string, Result & { readonly reason: string | null }>> {
  const rows = await tx.sql<
    {
      id: string
      version: number
      enrolment_id: string
      attempt: number
      state: Result['state']
      outcome: Result['outcome']
      ects: string
      grade: string | null
      grading_scheme: string | null
      assessed_on: string
      distribution: Result['distribution']
      reason: string | null
    }[]
  >`
    select id, version, enrolment_id, attempt, state, outcome, ects, grade, grading_scheme, assessed_on, distribution, reason from results where enrolment_id = any(${enrolmentIds}::uuid[]) for update`
  return new Map(
    rows.map((row) => [
      `${row.enrolment_id}|${row.attempt}`,
      {
        id: row.id,
        version: row.version,
        state: row.state,
        outcome: row.outcome,
        ects: Number(row.ects),
        grade: row.grade,
        gradingScheme: row.grading_scheme,
        assessedOn: row.assessed_on,
        distribution: row.distribution ?? null,
        reason: row.reason,
      },
    ]),
  )
}
