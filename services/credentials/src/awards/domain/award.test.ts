import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Award, type Circumstances, decide, type Decision, lookAgain, type ResultArrived, wantsCredential } from './award.ts'
import { awardMoves } from './moves.ts'

const result = {
  enrolmentId: 'e',
  attempt: 1,
  version: 1,
  instanceId: 'i',
  specificationId: 's',
  learnerId: 'l',
  lead: 'uni-alder.example',
  home: 'uni-birke.example',
}
const achieved = {
  outcome: 'passed',
  ects: 5,
  grade: '1.7',
  gradingScheme: 'de-1-5',
  assessedOn: '2026-11-13',
  iscedF: '0612',
  academicYear: '2026/2027',
} as const
const arrived = (version: number, change: Partial<ResultArrived> = {}): ResultArrived => ({
  result: { ...result, version },
  achieved,
  reason: null,
  correlationId: 'click',
  ...change,
})
let made = 0
const all = (change: Partial<Circumstances> = {}): Circumstances => ({
  ready: true,
  learnerKnown: true,
  newAwardId: 'a',
  newCredentialId: `c${++made}`,
  ...change,
})
const must = (decision: Decision | undefined): Decision => {
  if (!decision) throw new Error('expected a decision')
  return decision
}

describe('an award', () => {
  test('is issued for a passed result, and for no other', () => {
    expect(decide(undefined, arrived(1), all())).toMatchObject({ move: 'issue', state: { state: 'issued', version: 1, resultVersion: 1 }, ended: null })
    for (const outcome of ['failed', 'withdrawn'] as const) expect(decide(undefined, arrived(1, { achieved: { ...achieved, outcome } }), all())).toBeUndefined()
  })

  test('is superseded by a correction: same award, new credential, the old one ends', () => {
    const { state } = must(decide(undefined, arrived(1), all()))
    const corrected = must(decide(state, arrived(2, { achieved: { ...achieved, grade: '1.3' }, reason: 'review' }), all()))
    expect(corrected).toMatchObject({
      move: 'supersede',
      ended: state.credentialId,
      state: { id: 'a', version: 2, state: 'issued', achieved: { grade: '1.3' } },
    })
    expect(corrected.state.credentialId).not.toBe(state.credentialId)
  })

  test('is revoked when the correction takes the pass away, and issued again when it comes back', () => {
    const { state } = must(decide(undefined, arrived(1), all()))
    const failed = must(decide(state, arrived(2, { achieved: { ...achieved, outcome: 'failed' }, reason: 'recording-error' }), all()))
    expect(failed).toMatchObject({ move: 'revoke', ended: state.credentialId, state: { state: 'revoked', reason: 'recording-error' } })
    expect(decide(failed.state, arrived(3), all())).toMatchObject({ move: 'issue', ended: null, state: { state: 'issued', version: 3, reason: null } })
  })

  test('is revoked with the reason of the annulment', () => {
    const { state } = must(decide(undefined, arrived(1), all()))
    expect(decide(state, arrived(2, { achieved: null, reason: 'run-undone' }), all())).toMatchObject({
      move: 'revoke',
      state: { state: 'revoked', reason: 'run-undone' },
    })
  })

  test('ignores a result version that is not newer', () => {
    const { state } = must(decide(undefined, arrived(3), all()))
    for (const version of [1, 2, 3]) {
      expect(decide(state, arrived(version), all())).toBeUndefined()
      expect(wantsCredential(state, arrived(version))).toBe(false)
    }
  })

  test('waits for a reference, and is issued when it has come', () => {
    const waiting = must(decide(undefined, arrived(1), all({ ready: false })))
    expect(waiting).toMatchObject({ move: 'wait', state: { state: 'waiting-for-reference', credentialId: null } })
    expect(lookAgain(waiting.state, all({ ready: false }))).toBeUndefined()
    expect(lookAgain(waiting.state, all())).toMatchObject({ move: 'issue', state: { state: 'issued', version: 2 } })
    expect(lookAgain(waiting.state, all({ learnerKnown: false }))).toMatchObject({ move: 'decline', state: { state: 'not-issued', reason: 'learner-erased' } })
    expect(decide(waiting.state, arrived(2, { achieved: null, reason: 'withdrawn' }), all())).toMatchObject({
      move: 'decline',
      state: { state: 'not-issued', reason: 'withdrawn' },
    })
  })

  test('that waits with a correction keeps its credential until the new one can be made, and loses it with an annulment', () => {
    const { state } = must(decide(undefined, arrived(1), all()))
    const waiting = must(decide(state, arrived(2, { reason: 'review' }), all({ ready: false, learnerKnown: false })))
    expect(waiting).toMatchObject({ move: 'wait', ended: null, state: { state: 'waiting-for-reference', standing: true, credentialId: state.credentialId } })
    expect(lookAgain(waiting.state, all())).toMatchObject({ move: 'supersede', ended: state.credentialId, state: { state: 'issued' } })
    expect(decide(waiting.state, arrived(3, { achieved: null, reason: 'misconduct' }), all())).toMatchObject({
      move: 'revoke',
      ended: state.credentialId,
      state: { state: 'revoked', standing: false },
    })
  })

  test('is not issued for a learner who was erased first', () => {
    expect(decide(undefined, arrived(1), all({ learnerKnown: false }))).toMatchObject({
      move: 'decline',
      state: { state: 'not-issued', reason: 'learner-erased', credentialId: null },
    })
  })
})

test('whatever comes in whatever order, every move is in the table and at most one credential stands', () => {
  const step = fc.record({
    version: fc.integer({ min: 1, max: 12 }),
    kind: fc.constantFrom('passed', 'failed', 'withdrawn', 'annulled', 'look'),
    ready: fc.boolean(),
    learnerKnown: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let award: Award | undefined
      const standing = new Set<string>()
      for (const { version, kind, ready, learnerKnown } of steps) {
        const circumstances = all({ ready, learnerKnown })
        const decision =
          kind === 'look'
            ? award && lookAgain(award, circumstances)
            : decide(
                award,
                arrived(version, kind === 'annulled' ? { achieved: null, reason: 'misconduct' } : { achieved: { ...achieved, outcome: kind } }),
                circumstances,
              )
        if (!decision) continue
        if (decision.move === 'note') expect(decision.state.state).toBe(award?.state)
        else {
          expect(awardMoves[decision.move].from).toContain(award?.state ?? 'none')
          expect(decision.state.state).toBe(awardMoves[decision.move].to)
        }
        if (decision.ended) expect(standing.delete(decision.ended)).toBe(true)
        if (decision.move === 'issue' || decision.move === 'supersede') standing.add(decision.state.credentialId ?? '')
        expect(decision.state.version).toBe((award?.version ?? 0) + 1)
        expect([...standing]).toEqual(decision.state.standing ? [decision.state.credentialId] : [])
        if (decision.state.state !== 'waiting-for-reference') expect(decision.state.standing).toBe(decision.state.state === 'issued')
        if (decision.state.state === 'revoked' || decision.state.state === 'not-issued') expect(decision.state.reason).not.toBeNull()
        award = decision.state
      }
    }),
    { numRuns: 500 },
  )
})
