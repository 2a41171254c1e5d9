import { isRefusal } from '@collegium/contracts'
import { plusDays } from '@collegium/vocabulary'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { publish, type PublishCalendar } from './calendar.ts'

const winter = { name: { en: 'Winter semester' }, startsOn: '2026-10-01', endsOn: '2027-03-31', resultsOn: '2027-03-15' }
const summer = { name: { en: 'Summer semester' }, startsOn: '2027-04-01', endsOn: '2027-09-30', resultsOn: null }
const aCommand = (given: Partial<PublishCalendar> = {}): PublishCalendar => ({
  id: 'c',
  schacId: 'uni-alder.example',
  academicYear: '2026/2027',
  terms: [summer, winter],
  by: ['examinations-office'],
  expectedVersion: 0,
  ...given,
})

describe('a term calendar (R13)', () => {
  test('numbers its terms by time, and counts its versions', () => {
    const first = publish(undefined, aCommand())
    expect(first).toMatchObject({
      state: {
        version: 1,
        terms: [
          { number: 1, startsOn: '2026-10-01' },
          { number: 2, startsOn: '2027-04-01' },
        ],
      },
      facts: ['published'],
    })
    if (isRefusal(first)) return
    expect(publish(first.state, aCommand({ id: 'other', expectedVersion: 1, terms: [winter] }))).toMatchObject({ state: { id: 'c', version: 2 } })
    expect(publish(first.state, aCommand())).toEqual({ refused: 'stale-version', detail: { current: 1 } })
  })
  test.each([
    ['a role that may not', { by: ['lecturer'] }, 'forbidden'],
    ['a year of one number', { academicYear: '2026' }, 'not-an-academic-year'],
    ['years that do not follow each other', { academicYear: '2026/2028' }, 'not-an-academic-year'],
    ['no terms', { terms: [] }, 'no-terms'],
    ['29 February of a common year', { terms: [{ ...winter, endsOn: '2027-02-29' }] }, 'not-a-day'],
    ['an end before the start', { terms: [{ ...winter, endsOn: '2026-09-30' }] }, 'ends-before-start'],
    ['a term of another year', { terms: [{ ...winter, startsOn: '2025-10-01' }] }, 'term-outside-year'],
    ['results before the term', { terms: [{ ...winter, resultsOn: '2026-09-01' }] }, 'results-before-term'],
    ['terms that share a day', { terms: [winter, { ...summer, startsOn: '2027-03-31' }] }, 'terms-overlap'],
  ] as const)('refuses %s', (_what, given, code) => {
    expect(publish(undefined, aCommand(given as Partial<PublishCalendar>))).toMatchObject({ refused: code })
  })
  test('29 February of a leap year is a day like any other', () => {
    const terms = [{ ...winter, startsOn: '2027-10-01', endsOn: '2028-02-29', resultsOn: '2028-02-29' }]
    expect(publish(undefined, aCommand({ academicYear: '2027/2028', terms }))).toMatchObject({ state: { version: 1 } })
  })
  test('whatever terms are given, those that stand share no day', () => {
    const term = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 150 })).map(([from, days]) => {
      const startsOn = plusDays('2026-08-01', from)
      return { name: { en: 'Term' }, startsOn, endsOn: plusDays(startsOn, days), resultsOn: null }
    })
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 4 }), (terms) => {
        const outcome = publish(undefined, aCommand({ terms }))
        const shared = terms.some((a, i) => terms.some((b, j) => i < j && a.startsOn <= b.endsOn && b.startsOn <= a.endsOn))
        expect(isRefusal(outcome)).toBe(shared)
      }),
    )
  })
})
