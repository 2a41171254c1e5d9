import fc from 'fast-check'
import { isRefusal } from '@collegium/contracts'
import { describe, expect, test } from 'vitest'
import { type Achievement, credentialDue, decide, record, type Result, type ResultState, sameAchievement } from './result.ts'
import { resultMoves } from './transitions.ts'

const aResult = (given: Partial<Result> = {}): Result => ({
  id: 'r1',
  version: 3,
  state: 'released',
  outcome: 'passed',
  ects: 5,
  grade: '1.7',
  gradingScheme: 'de-1-5',
  assessedOn: '2026-06-20',
  ...given,
})
const states: readonly ResultState[] = ['provisional', 'confirmed', 'released', 'corrected', 'annulled']
const achievements = fc.record<Achievement>({
  outcome: fc.constantFrom('passed', 'failed', 'withdrawn'),
  ects: fc.constantFrom(0, 2.5, 5),
  grade: fc.constantFrom(null, '1.3', '2.0', '5.0'),
  gradingScheme: fc.constantFrom(null, 'de-1-5'),
  assessedOn: fc.constantFrom('2026-06-20', '2026-06-21'),
})

describe('a move of a result', () => {
  test('a correction needs a reason, keeps who it is about and counts a version (H06)', () => {
    const command = { move: 'correct', by: ['examination-board'], expectedVersion: 3, achievement: { ...aResult(), grade: '1.3' } } as const
    expect(decide(aResult(), command)).toMatchObject({ refused: 'reason-needed' })
    expect(decide(aResult(), { ...command, reason: 'because' })).toMatchObject({ refused: 'reason-needed' })
    expect(decide(aResult(), { ...command, reason: 'review' })).toMatchObject({
      state: { id: 'r1', state: 'corrected', grade: '1.3', version: 4 },
      facts: ['corrected'],
    })
  })
  test('a decision on an older state is refused before anything else', () => {
    expect(decide(aResult({ version: 4 }), { move: 'confirm', by: ['learner'], expectedVersion: 3 })).toEqual({
      refused: 'stale-version',
      detail: { current: 4 },
    })
  })
  test('only those whom the table names make a move', () => {
    expect(decide(aResult({ state: 'confirmed' }), { move: 'release', by: ['examination-board', 'learner'], expectedVersion: 3 })).toMatchObject({
      refused: 'forbidden',
    })
    expect(decide(aResult({ state: 'confirmed' }), { move: 'release', by: ['lecturer', 'examinations-office'], expectedVersion: 3 })).toMatchObject({
      state: { state: 'released' },
    })
  })

  test('whatever sequence of moves is tried, the table alone says what may happen', () => {
    const moves = Object.keys(resultMoves) as (keyof typeof resultMoves)[]
    const attempt = fc.record({
      move: fc.constantFrom(...moves),
      by: fc.constantFrom('examination-board', 'examinations-office', 'learner'),
      reason: fc.constantFrom(undefined, 'review', 'run-undone', 'misconduct', 'whim'),
      stale: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.array(attempt, { maxLength: 50 }), (from, attempts) => {
        let result = aResult({ state: from })
        for (const { move, by, reason, stale } of attempts) {
          const rule: { from: readonly string[]; to: string; by: readonly string[]; reasons?: readonly string[] } = resultMoves[move]
          const outcome = decide(result, { move, by: [by], expectedVersion: result.version - (stale ? 1 : 0), ...(reason && { reason }) })
          const allowed = !stale && rule.from.includes(result.state) && rule.by.includes(by) && (!rule.reasons || rule.reasons.includes(reason ?? ''))
          expect(isRefusal(outcome)).toBe(!allowed)
          if (isRefusal(outcome)) continue
          expect(outcome.state).toEqual({ ...result, state: rule.to, version: result.version + 1 })
          result = outcome.state
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('a submitted row', () => {
  test('recorded, the same again unchanged, a changed one corrected', () => {
    const achievement = aResult()
    const first = record(undefined, 'r1', achievement, true)
    expect(first).toMatchObject({ recorded: 'recorded', facts: ['confirmed', 'released'], result: { version: 1, state: 'released' } })
    expect(record(first.result, 'r1', achievement, true)).toEqual({ result: first.result, versions: [], facts: [], recorded: 'unchanged' })
    expect(record(first.result, 'r1', { ...achievement, grade: '1.0' }, true)).toMatchObject({
      recorded: 'corrected',
      facts: ['corrected'],
      result: { version: 2, state: 'corrected', grade: '1.0' },
    })
  })
  test('without the flag of the offering nothing is released', () => {
    const first = record(undefined, 'r1', aResult(), false)
    expect(first).toMatchObject({ facts: [], result: { state: 'provisional' } })
    expect(record(first.result, 'r1', { ...aResult(), grade: '1.0' }, false)).toMatchObject({
      recorded: 'corrected',
      facts: [],
      result: { state: 'provisional', version: 2 },
    })
  })
  test('a result whose run was undone is recorded anew, as a later version', () => {
    expect(record(aResult({ state: 'annulled', version: 4 }), 'r1', aResult(), true)).toMatchObject({
      recorded: 'recorded',
      facts: ['released'],
      result: { version: 5, state: 'released' },
    })
  })
  test('whatever files come one after the other: versions grow by one, and only what changes makes one', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(achievements, fc.boolean()), { minLength: 1, maxLength: 20 }), fc.boolean(), (files, release) => {
        let before: Result | undefined
        for (const [achievement, undo] of files) {
          const { result, versions, facts, recorded } = record(before, 'r1', achievement, release)
          expect(sameAchievement(result, achievement)).toBe(true)
          expect(record(result, 'r1', achievement, release).recorded).toBe('unchanged')
          expect(result.version).toBe((before?.version ?? 0) + versions.length)
          expect(versions.length).toBe(recorded === 'unchanged' ? 0 : 1)
          expect(recorded === 'unchanged').toBe(Boolean(before && before.state !== 'annulled' && sameAchievement(before, achievement)))
          if (recorded === 'unchanged') expect(facts).toEqual([])
          before = result
          if (!undo) continue
          const annulled = decide(result, { move: 'annul', by: ['examinations-office'], expectedVersion: result.version, reason: 'run-undone' })
          if (isRefusal(annulled)) throw new Error(`A standing result cannot be annulled: ${annulled.refused}`)
          before = annulled.state
        }
      }),
    )
  })
  test('a credential is due for what was passed and released, for nothing else', () => {
    for (const state of states)
      for (const outcome of ['passed', 'failed', 'withdrawn'] as const)
        expect([state, outcome, credentialDue(aResult({ state, outcome }))]).toEqual([
          state,
          outcome,
          outcome === 'passed' && (state === 'released' || state === 'corrected'),
        ])
  })
})
