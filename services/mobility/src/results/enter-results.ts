import { isRefusal, refuse, type Refusal, type Role } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { gradeOn, scaleNamed } from '@collegium/vocabulary'
import { inArray } from 'drizzle-orm'
import { statusRules } from '../enrolments/domain/student-status.ts'
import { enrolments } from '../enrolments/tables.ts'
import { publicInstances, publicSpecifications } from '../offers/tables.ts'
import { type Achievement, decide, type GradeDistribution } from './domain/result.ts'
import { type ResultRow, saveResults } from './move-results.ts'
import { results } from './tables.ts'

/** What an office writes down. ECTS and grade are null where nothing was passed, or nothing is graded. */
export interface Entry {
  readonly outcome: Achievement['outcome']
  readonly ects: number | null
  readonly grade: string | null
  readonly assessedOn: string
  readonly distribution?: GradeDistribution | null | undefined
}

/**
 * Reads an entry on the offer's scale, in normal form: `grade-not-on-scale`, `grade-contradicts-outcome` (fail stays fail, R17), `too-many-credits`,
 * `assessed-in-future`. Whoever did not pass has no credits.
 */
export function readEntry(
  entry: Entry,
  gradingScheme: string,
  ects: number,
  today: string,
): (Achievement & { distribution: GradeDistribution | null }) | Refusal {
  if (entry.assessedOn > today) return refuse('assessed-in-future', { today })
  const scale = scaleNamed(gradingScheme)
  const read = entry.grade === null || !scale ? null : gradeOn(scale, entry.grade)
  if (entry.grade !== null && scale && !read) return refuse('grade-not-on-scale', { gradingScheme })
  if (read && entry.outcome !== 'withdrawn' && read.passed !== (entry.outcome === 'passed'))
    return refuse('grade-contradicts-outcome', { outcome: entry.outcome })
  if ((entry.ects ?? 0) > ects) return refuse('too-many-credits', { most: ects })
  const grade = read?.grade ?? entry.grade
  return {
    outcome: entry.outcome,
    ects: entry.outcome === 'passed' ? (entry.ects ?? ects) : 0,
    grade,
    gradingScheme: grade === null ? null : gradingScheme,
    assessedOn: entry.assessedOn,
    distribution: entry.distribution ?? null,
  }
}

export interface NewResult extends Entry {
  readonly enrolmentId: string
  readonly attempt: number
  /** The version that is revised; absent for a first entry. */
  readonly expectedVersion?: number | undefined
}

/** Enters results one by one as provisional, or revises what is not released yet; each for itself, outcomes in the order of the entries. */
export async function enterResults(
  tx: Transaction,
  newId: () => string,
  { institution, roles: by }: { readonly institution: string; readonly roles: readonly Role[] },
  entries: readonly NewResult[],
  now: string,
): Promise<(ResultRow | Refusal)[]> {
  const ids = [...new Set(entries.map((one) => one.enrolmentId))]
  if (ids.length === 0) return []
  // Locked, so that somebody who withdraws at this moment is seen either here or there.
  const enrolled = await tx.db.select().from(enrolments).where(inArray(enrolments.id, ids)).orderBy(enrolments.id).for('update')
  const byId = new Map(enrolled.map((row) => [row.id, row]))
  const known = await tx.db.select().from(results).where(inArray(results.enrolmentId, ids)).for('update')
  const standing = new Map(known.map((row) => [`${row.enrolmentId}|${row.attempt}`, row]))
  const offers = await offersOf(tx, [...new Set(enrolled.map((row) => row.instanceId))])
  const changed = new Map<string, ResultRow>()
  const outcomes = entries.map((entry) => {
    const enrolment = byId.get(entry.enrolmentId)
    const offer = enrolment && offers.get(enrolment.instanceId)
    // The home sees its learner's enrolment too, but results are the lead's.
    if (!enrolment || !offer || enrolment.lead !== institution) return refuse('not-found')
    if (enrolment.state === 'withdrawn') return refuse('enrolment-withdrawn')
    if (!['enrolled', 'active', 'completed'].includes(enrolment.state)) return refuse('not-enrolled', { state: enrolment.state })
    if (enrolment.studentStatus && !statusRules[enrolment.studentStatus].examinations)
      return refuse('no-examination', { studentStatus: enrolment.studentStatus })
    const key = `${entry.enrolmentId}|${entry.attempt}`
    if (changed.has(key)) return refuse('stale-version', { current: changed.get(key)?.version })
    const achievement = readEntry(entry, offer.gradingScheme, offer.ects, now.slice(0, 10))
    if (isRefusal(achievement)) return achievement
    const before = standing.get(key)
    const outcome = before
      ? decide(before, { move: 'revise', by, expectedVersion: entry.expectedVersion ?? 0, achievement })
      : { state: { ...achievement, id: newId(), version: 1, state: 'provisional' as const } }
    if (isRefusal(outcome)) return outcome
    const { lead, home, learnerId } = enrolment
    const next = { ...outcome.state, enrolmentId: enrolment.id, attempt: entry.attempt, lead, home, learnerId, submissionId: null, reason: null }
    const row: ResultRow = { ...next, distribution: next.distribution ?? null }
    changed.set(key, row)
    return row
  })
  await saveResults(tx, [...changed.values()], now)
  return outcomes
}

async function offersOf(tx: Transaction, instanceIds: readonly string[]): Promise<Map<string, { gradingScheme: string; ects: number }>> {
  if (instanceIds.length === 0) return new Map()
  const instances = await tx.db
    .select()
    .from(publicInstances)
    .where(inArray(publicInstances.id, [...instanceIds]))
  const specifications = await tx.db
    .select()
    .from(publicSpecifications)
    .where(inArray(publicSpecifications.id, [...new Set(instances.map((one) => one.specificationId))]))
  const ects = new Map(specifications.map((one) => [one.id, one.specification.ects]))
  return new Map(instances.map((one) => [one.id, { gradingScheme: one.instance.gradingScheme, ects: ects.get(one.specificationId) ?? 0 }]))
}
