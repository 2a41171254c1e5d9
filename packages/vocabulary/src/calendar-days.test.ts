import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daysFromTo, isDay, plusDays, plusWeeks } from './calendar-days.ts'

describe('calendar days', () => {
  test.each(['2028-02-29', '2000-02-29', '2026-12-31'])('%s exists', (day) => expect(isDay(day)).toBe(true))
  test.each(['2027-02-29', '1900-02-29', '2026-04-31', '2026-00-10', '2026-13-01', '2026-1-1', '2026-01-00', 'today', ''])('"%s" does not', (day) =>
    expect(isDay(day)).toBe(false),
  )
  test('weeks are whole over a change of the clock and over a leap day', () => {
    expect(plusWeeks('2027-03-20', 2)).toBe('2027-04-03')
    expect(plusWeeks('2026-10-20', 1)).toBe('2026-10-27')
    expect(plusWeeks('2028-02-24', 1)).toBe('2028-03-02')
    expect(plusWeeks('2027-02-24', 1)).toBe('2027-03-03')
  })
  test('days added are days counted, whatever the day', () => {
    const day = fc.integer({ min: 0, max: 60_000 }).map((n) => plusDays('1950-01-01', n))
    fc.assert(
      fc.property(day, fc.integer({ min: -3000, max: 3000 }), (from, n) => {
        expect(daysFromTo(from, plusDays(from, n))).toBe(n)
        expect(isDay(plusDays(from, n))).toBe(true)
      }),
    )
  })
})
