import { expect, test } from 'vitest'
import { type Achievement, endOf, type Settlement } from './ends.ts'

const recorded: Settlement = { outcome: 'recorded', reason: null, turn: null, credentialDue: true }
const nothing: Achievement = { credential: null, case: null, caseReason: null, recognised: null, home: 'uni-birke.example' }
const after = (change: Partial<Achievement>) => endOf(recorded, { ...nothing, ...change })

test('a passed result is over with its credential and the decision on the enrolment, not before', () => {
  expect([endOf(recorded, null), after({ credential: 'issued' }), after({ credential: 'issued', case: 'decided' })].map((e) => e.end)).toEqual([
    null,
    null,
    null,
  ])
  expect(after({ credential: 'issued', case: 'decided', recognised: 'full' })).toEqual({ end: 'recorded', reason: null, turn: null })
})
test('a case for a person makes the row wait for the home, with the reason', () => {
  expect(after({ credential: 'issued', case: 'referred', caseReason: 'no-commitment' })).toEqual({
    end: 'waiting',
    reason: 'no-commitment',
    turn: 'uni-birke.example',
  })
  expect(after({ case: 'referred', caseReason: 'no-commitment', recognised: 'partial' }).end).toBe('recorded')
})
test('what earns no credential ends at recorded', () => {
  expect(endOf({ ...recorded, credentialDue: false }, null).end).toBe('recorded')
  expect(after({ credential: 'not-issued' })).toMatchObject({ end: 'recorded', reason: 'credential-not-issued' })
})
test.each(['unchanged', 'corrected'] as const)('%s is an end by itself', (outcome) => expect(endOf({ ...recorded, outcome }, null).end).toBe(outcome))
test('refused and waiting carry reason and turn', () => {
  expect(endOf({ outcome: 'waiting', reason: 'learner-differs', turn: 'uni-birke.example', credentialDue: false }, null)).toEqual({
    end: 'waiting',
    reason: 'learner-differs',
    turn: 'uni-birke.example',
  })
  expect(endOf({ outcome: 'refused', reason: 'learner-erased', turn: null, credentialDue: false }, null)).toEqual({
    end: 'refused',
    reason: 'learner-erased',
    turn: null,
  })
})
