import { isRefusal, type Role } from '@collegium/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Case, type CaseState, type Command, criteria, decide, type Decision } from './case.ts'
import { caseMoves } from './transitions.ts'

const aCase = (given: Partial<Case> = {}): Case => ({
  id: 'k1',
  version: 2,
  state: 'referred',
  earnedEcts: 5,
  reason: 'no-commitment',
  decision: null,
  ...given,
})
const aDecision = (given: Partial<Decision> = {}): Decision => ({
  outcome: 'full',
  credits: 5,
  route: 'academic',
  reasons: [],
  text: '',
  commitment: null,
  by: 'person:x',
  ...given,
})
const byHand = (decision: Partial<Decision>, given: Partial<Case> = {}) =>
  decide(aCase(given), { move: 'decide', by: ['recognition-office'], decision: aDecision(decision), expectedVersion: 2 })

describe('a decision by a person', () => {
  test('full recognition needs no reasons, and is the end', () => {
    expect(byHand({})).toEqual({ state: { ...aCase(), version: 3, state: 'decided', reason: null, decision: aDecision() }, facts: ['decide'] })
  })
  test('R8: a refusal may not rest on workload alone', () => {
    expect(byHand({ outcome: 'refused', credits: 0, reasons: ['workload'], text: 'Too short.' })).toEqual({
      refused: 'workload-alone',
      detail: { offer: 'partial' },
    })
    expect(byHand({ outcome: 'refused', credits: 0, reasons: ['workload', 'workload'], text: 'Too short.' })).toMatchObject({ refused: 'workload-alone' })
    expect(byHand({ outcome: 'refused', credits: 0, reasons: ['workload', 'level'], text: 'Too short and too low.' })).toMatchObject({
      state: { state: 'decided' },
    })
    expect(byHand({ outcome: 'partial', credits: 3, reasons: ['workload'], text: 'Shorter.' }), 'partial recognition is the lawful answer').toMatchObject({
      state: { state: 'decided' },
    })
  })
  test('R10: anything but full recognition needs its reasons, by criterion and in words', () => {
    for (const outcome of ['partial', 'alternative', 'refused'] as const) {
      const credits = outcome === 'refused' ? 0 : 3
      for (const lacking of [
        { reasons: [], text: 'Words.' },
        { reasons: ['level'], text: '  ' },
        { reasons: ['mood'], text: 'Words.' },
        { reasons: ['level', 'mood'], text: 'Words.' },
      ])
        expect(byHand({ outcome, credits, ...lacking })).toEqual({ refused: 'reasons-needed', detail: { criteria } })
      expect(byHand({ outcome, credits, reasons: ['level'], text: 'Below ours.' })).toMatchObject({ state: { decision: { outcome } } })
    }
  })
  test('grants at most what was earned, more than nothing, and nothing where it refuses', () => {
    expect(byHand({ credits: 5.5 })).toMatchObject({ refused: 'more-than-earned' })
    expect(byHand({ credits: 0 })).toMatchObject({ refused: 'credits-missing' })
    expect(byHand({ credits: -1 })).toMatchObject({ refused: 'credits-missing' })
    expect(byHand({ outcome: 'refused', credits: 1, reasons: ['level'], text: 'Below.' })).toMatchObject({ refused: 'credits-of-a-refusal' })
  })
  test('on an older state is refused before anything else', () => {
    expect(byHand({ credits: -1 }, { version: 3 })).toEqual({ refused: 'stale-version', detail: { current: 3 } })
  })
})

test('a commitment may grant more than was earned: it was promised', () => {
  const commitment = { agreementId: 'a', agreementVersion: 1, agreementTitle: 'A', clauseId: 'c' }
  expect(
    decide(aCase({ state: 'submitted', earnedEcts: 4 }), { move: 'decide-by-commitment', by: ['system'], decision: aDecision({ commitment, by: 'system' }) }),
  ).toMatchObject({ state: { state: 'decided', decision: { credits: 5, commitment } } })
})

test('a case that is opened again loses its decision and says why', () => {
  const decided = aCase({ state: 'decided', reason: null, decision: aDecision() })
  expect(decide(decided, { move: 'reopen', by: ['system'], reason: 'result-corrected' })).toMatchObject({
    state: { state: 'reopened', reason: 'result-corrected', decision: null },
  })
  expect(decide(decided, { move: 'reopen', by: ['system'], reason: 'whim' })).toMatchObject({ refused: 'reason-needed' })
})

test('whatever sequence of moves is tried, the table alone says what may happen', () => {
  const moves = Object.keys(caseMoves) as (keyof typeof caseMoves)[]
  const step = fc.record({
    move: fc.constantFrom(...moves),
    by: fc.constantFrom<Role>('system', 'recognition-office', 'examination-board', 'learner'),
    stale: fc.boolean(),
  })
  const command = (before: Case, move: keyof typeof caseMoves, by: Role, stale: boolean): Command => {
    if (move === 'decide') return { move, by: [by], decision: aDecision(), expectedVersion: before.version - (stale ? 1 : 0) }
    if (move === 'decide-by-commitment') return { move, by: [by], decision: aDecision() }
    return move === 'wait' ? { move, by: [by] } : { move, by: [by], reason: 'result-corrected' }
  }
  fc.assert(
    fc.property(
      fc.constantFrom<CaseState>('submitted', 'waiting-for-reference', 'referred', 'decided', 'reopened'),
      fc.array(step, { maxLength: 50 }),
      (from, steps) => {
        let before = aCase({ state: from })
        for (const { move, by, stale } of steps) {
          const rule: { from: readonly string[]; to: string; by: readonly string[] } = caseMoves[move]
          const outcome = decide(before, command(before, move, by, stale))
          expect(isRefusal(outcome)).toBe(!(rule.from.includes(before.state) && rule.by.includes(by) && !(move === 'decide' && stale)))
          if (isRefusal(outcome)) continue
          expect([outcome.state.state, outcome.state.version]).toEqual([rule.to, before.version + 1])
          expect(outcome.state.decision === null).toBe(outcome.state.state !== 'decided')
          before = outcome.state
        }
      },
    ),
    { numRuns: 500 },
  )
})
