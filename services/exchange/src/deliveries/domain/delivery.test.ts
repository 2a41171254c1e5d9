import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterAttempt, coolDownSeconds, mostAttempts, refusalToResend } from './delivery.ts'

const now = new Date('2026-11-22T10:00:00Z')
const wait = (attempts: number, dice = 0.5) => {
  const { nextAt } = afterAttempt(attempts, { status: 503 }, now, dice)
  return nextAt === null ? null : (Date.parse(nextAt) - now.getTime()) / 1000
}

test('2xx ends it; everything else waits longer each time, until the tries are used up', () => {
  expect(afterAttempt(1, { status: 204 }, now, 0)).toEqual({ state: 'acknowledged', nextAt: null })
  expect(Array.from({ length: mostAttempts }, (_, i) => wait(i + 1))).toEqual([5, 10, 20, 40, 80, 160, 320, null])
  expect(afterAttempt(mostAttempts, { failed: 'partner-unreachable' }, now, 0)).toEqual({ state: 'parked', nextAt: null })
  expect(afterAttempt(1, { status: 410 }, now, 0).state).toBe('parked')
  expect(afterAttempt(1, { status: 302 }, now, 0).state).toBe('pending')
})
test('jitter spreads the tries by a tenth either way', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempts, dice) => Math.abs((wait(attempts, dice) ?? 0) / (wait(attempts) ?? 1) - 1) <= 0.1 + 1e-3,
    ),
  )
})
test('an office resends what is over, but not twice in a moment', () => {
  const at = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString()
  expect(refusalToResend({ state: 'parked', attempts: 8, settledAt: at(coolDownSeconds) }, now)).toBeNull()
  expect(refusalToResend({ state: 'acknowledged', attempts: 1, settledAt: at(5) }, now)).toEqual({ refused: 'resent-just-now', detail: { seconds: 25 } })
  expect(refusalToResend({ state: 'pending', attempts: 1, settledAt: null }, now)).toMatchObject({ refused: 'not-allowed-from' })
})
