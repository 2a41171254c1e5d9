import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { workloadWarning } from './workload.ts'

describe('workload and credits (R16)', () => {
  test('25 to 30 hours a credit fit, outside is a warning that says how many there are', () => {
    expect(workloadWarning(150, 5)).toBeNull()
    expect(workloadWarning(125, 5)).toBeNull()
    expect(workloadWarning(124.9, 5)).toEqual({ hoursPerCredit: 25, least: 25, most: 30 })
    expect(workloadWarning(80, 5)).toEqual({ hoursPerCredit: 16, least: 25, most: 30 })
    expect(workloadWarning(0, 5)).toBeNull()
    expect(workloadWarning(100, 0)).toBeNull()
  })
  test('agrees with trying every workload that the credits allow', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 240 }), fc.integer({ min: 1, max: 8000 }), (halves, hours) => {
        // Every whole number of hours that is allowed for so many half credits, one by one.
        let allowed = false
        for (let h = Math.ceil((halves * 25) / 2); h <= Math.floor((halves * 30) / 2); h++) allowed ||= h === hours
        expect(workloadWarning(hours, halves / 2) === null).toBe(allowed)
      }),
    )
  })
})
