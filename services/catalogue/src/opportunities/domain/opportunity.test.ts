import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Command, decide, type Opportunity, opportunityMoves, type OpportunityState } from './opportunity.ts'

const draft = (more: { state?: OpportunityState; ects?: number; validUntil?: string } = {}): Opportunity => ({
  id: '018f0000-0000-7000-8000-000000000001',
  version: 1,
  state: more.state ?? 'draft',
  specification: { ects: more.ects ?? 5, qualityAssurance: { validUntil: more.validUntil ?? '2030-12-31' } } as Opportunity['specification'],
})
const publish: Command = { move: 'publish', roles: ['catalogue-editor'], today: '2026-11-22' }

test('R2: 0.99 ECTS is not published, 1.00 is', () => {
  expect(decide(draft({ ects: 0.99 }), publish)).toMatchObject({ refused: 'below-one-ects' })
  expect(decide(draft({ ects: 1 }), publish)).toMatchObject({ state: { state: 'published', version: 2 } })
})

test('quality assurance has to be valid on the day of publication, that day included', () => {
  expect(decide(draft({ validUntil: '2026-11-21' }), publish)).toMatchObject({ refused: 'quality-assurance-lapsed' })
  expect(decide(draft({ validUntil: '2026-11-22' }), publish)).toMatchObject({ state: { state: 'published' } })
})

test('no move leaves a state that its table does not name', () => {
  const states: OpportunityState[] = ['draft', 'published', 'withdrawn']
  fc.assert(
    fc.property(fc.constantFrom(...states), fc.constantFrom('publish' as const, 'withdraw' as const), (state, move) => {
      const outcome = decide(draft({ state }), { ...publish, move, reason: 'replaced' })
      expect('state' in outcome).toBe((opportunityMoves[move].from as readonly string[]).includes(state))
    }),
  )
})
