import { type Decided, refuse, type Refusal, type Role } from '@collegium/contracts'
import { resultMoves } from './transitions.ts'

export type ResultState = 'provisional' | 'confirmed' | 'released' | 'corrected' | 'annulled'
export type ResultOutcome = 'passed' | 'failed' | 'withdrawn'

/** What was achieved in one attempt. Two of the same content are the same result. */
export interface Achievement {
  readonly outcome: ResultOutcome
  readonly ects: number
  readonly grade: string | null
  readonly gradingScheme: string | null
  readonly assessedOn: string
}

/** How often each grade was given in the reference group that the examiner names (counts, not shares). */
export interface GradeDistribution {
  readonly group: string
  readonly counts: readonly { readonly grade: string; readonly count: number }[]
}

export interface Result extends Achievement {
  readonly id: string
  readonly version: number
  readonly state: ResultState
  readonly distribution?: GradeDistribution | null
}

export type ResultFact = 'confirmed' | 'released' | 'corrected' | 'annulled'

export interface Command {
  readonly move: keyof typeof resultMoves
  readonly by: readonly Role[]
  readonly expectedVersion: number
  readonly reason?: string
  readonly achievement?: Achievement & { readonly distribution?: GradeDistribution | null }
}

const facts: Readonly<Record<keyof typeof resultMoves, readonly ResultFact[]>> = {
  confirm: ['confirmed'],
  release: ['released'],
  correct: ['corrected'],
  annul: ['annulled'],
  'record-anew': ['released'],
  revise: [],
}

/** Decides a command against a result. Pure: the caller brings the loaded state, who acts and why. */
export function decide(result: Result, command: Command): Decided<Result, ResultFact> | Refusal {
  const move = resultMoves[command.move]
  if (command.expectedVersion !== result.version) return refuse('stale-version', { current: result.version })
  if (!(move.from as readonly ResultState[]).includes(result.state)) return refuse('not-allowed-from', { move: command.move, state: result.state })
  if (!command.by.some((role) => (move.by as readonly Role[]).includes(role))) return refuse('forbidden', { needs: move.by })
  if ('reasons' in move && !(move.reasons as readonly string[]).includes(command.reason ?? '')) return refuse('reason-needed', { oneOf: move.reasons })
  return { state: { ...result, ...command.achievement, version: result.version + 1, state: move.to }, facts: facts[command.move] }
}

/** The moves that roles may make from a state, for buttons. */
export const movesOf = (state: ResultState, by: readonly Role[]): (keyof typeof resultMoves)[] =>
  (Object.keys(resultMoves) as (keyof typeof resultMoves)[]).filter(
    (name) =>
      name !== 'record-anew' &&
      (resultMoves[name].from as readonly ResultState[]).includes(state) &&
      by.some((role) => (resultMoves[name].by as readonly Role[]).includes(role)),
  )

export const sameAchievement = (a: Achievement, b: Achievement): boolean =>
  a.outcome === b.outcome && a.ects === b.ects && a.grade === b.grade && a.gradingScheme === b.gradingScheme && a.assessedOn === b.assessedOn

/** Whether a credential and a case follow: passed, and out of the examinations office's hands. */
export const credentialDue = (result: Result): boolean => result.outcome === 'passed' && (result.state === 'released' || result.state === 'corrected')

export type Recorded = 'recorded' | 'unchanged' | 'corrected'

/**
 * What a submitted row does to a result (design 3.1): first recorded, the same again unchanged, a changed one corrected.
 * With `release`, the accepting examinations office confirms and releases in the same act, under the offering's flag.
 */
export function record(
  before: Result | undefined,
  id: string,
  achievement: Achievement,
  release: boolean,
): { readonly result: Result; readonly versions: readonly Result[]; readonly facts: readonly ResultFact[]; readonly recorded: Recorded } {
  const by = ['examinations-office'] as const
  if (!before || before.state === 'annulled') {
    const first: Result = { ...achievement, id: before?.id ?? id, version: (before?.version ?? 0) + 1, state: release && before ? 'released' : 'provisional' }
    if (before || !release) return { result: first, versions: [first], facts: first.state === 'released' ? ['released'] : [], recorded: 'recorded' }
    const confirmed: Result = { ...first, state: 'confirmed' }
    const released: Result = { ...confirmed, state: 'released' }
    // One row of one file is one version: what the office did in one act is not told as three.
    return { result: released, versions: [released], facts: ['confirmed', 'released'], recorded: 'recorded' }
  }
  if (sameAchievement(before, achievement)) return { result: before, versions: [], facts: [], recorded: 'unchanged' }
  const outcome = decide(before, {
    move: before.state === 'provisional' || before.state === 'confirmed' ? 'revise' : 'correct',
    by,
    expectedVersion: before.version,
    reason: 'file-corrected',
    achievement,
  })
  // Each state has one of the two moves, so this cannot be reached; if a state is added without one, better loud than lost.
  if ('refused' in outcome) throw new Error(`A result in state ${before.state} can neither be revised nor corrected`)
  return { result: outcome.state, versions: [outcome.state], facts: outcome.facts, recorded: 'corrected' }
}

/** A version of a result, with what brought it. */
export interface ResultVersion extends Result {
  readonly submissionId: string | null
  readonly reason: string | null
}

/** Released ones are known to the learner and to partners; a version that was not must never come back as one that is. */
const phaseOf = (state: ResultState) => (state === 'released' || state === 'corrected' ? 'known' : state === 'annulled' ? 'annulled' : 'internal')

/**
 * Takes back what a run brought. Where another version stood before, it stands again, as a new version (`corrected`, or `provisional` while nothing was
 * released); else the result is annulled. What came with submissions that are `withdrawn` themselves never stands again, whatever the order of undoing.
 */
export function takeBack(
  result: Result,
  versions: readonly ResultVersion[],
  withdrawn: ReadonlySet<string>,
  by: readonly Role[],
): (Decided<Result, ResultFact> & { readonly restored: ResultVersion | null }) | Refusal {
  const before = versions
    .filter(
      (one) =>
        one.version < result.version && !(one.submissionId && withdrawn.has(one.submissionId)) && !(one.state === 'annulled' && one.reason === 'run-undone'),
    )
    .reduce<ResultVersion | null>((newest, one) => (newest && newest.version > one.version ? newest : one), null)
  const restored = before && before.state !== 'annulled' && phaseOf(before.state) === phaseOf(result.state) ? before : null
  const command = { by, expectedVersion: result.version, reason: 'run-undone' }
  if (!restored) {
    const annulled = decide(result, { ...command, move: 'annul' })
    return 'refused' in annulled ? annulled : { ...annulled, restored }
  }
  const { outcome, ects, grade, gradingScheme, assessedOn, distribution = null } = restored
  const achievement = { outcome, ects, grade, gradingScheme, assessedOn, distribution }
  const again = decide(result, { ...command, move: phaseOf(result.state) === 'known' ? 'correct' : 'revise', achievement })
  return 'refused' in again ? again : { ...again, restored }
}
