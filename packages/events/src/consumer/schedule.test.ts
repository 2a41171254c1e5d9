import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stepsOf } from './schedule.ts'

const reactions = fc
  .array(fc.record({ handler: fc.constantFrom('issue', 'supersede', 'revoke'), key: fc.constantFrom('a', 'b', 'c', 'd', 'e') }))
  .map((list) => list.map(({ handler, key }, n) => ({ handler, event: { key, n } })))

test('no step breaks the order of a key, and nothing is lost or doubled', () => {
  fc.assert(
    fc.property(reactions, (arrived) => {
      const flat = stepsOf(arrived).flatMap((step) => step.events.map((event) => ({ handler: step.handler, event })))
      expect(flat.toSorted((a, b) => a.event.n - b.event.n)).toEqual(arrived)
      for (const key of 'abcde') {
        const order = flat.filter((f) => f.event.key === key).map((f) => f.event.n)
        expect(order).toEqual(order.toSorted((a, b) => a - b))
      }
    }),
  )
})

test('types that alternate between different keys still make one step each', () => {
  const arrived = Array.from({ length: 100 }, (_, n) => ({ handler: n % 2 === 0 ? 'issue' : 'revoke', event: { key: `k${n}` } }))
  expect(stepsOf(arrived).map((s) => s.events.length)).toEqual([50, 50])
})

test('a key that goes back and forth between handlers forces a step each time', () => {
  const arrived = ['issue', 'supersede', 'issue'].map((handler) => ({ handler, event: { key: 'k' } }))
  expect(stepsOf(arrived).map((s) => s.handler)).toEqual(['issue', 'supersede', 'issue'])
})
