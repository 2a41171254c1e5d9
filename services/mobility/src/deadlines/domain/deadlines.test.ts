import type { Term } from '@collegium/contracts'
import { daysFromTo, plusDays } from '@collegium/vocabulary'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rulePackNamed, rulePackOf } from '../../rule-packs/domain/rule-pack.ts'
import { answerDue, changesDue, type MobilityPeriod, recognitionDue, standingOf, transcriptDue } from './deadlines.ts'

const pack = rulePackOf('2026/2027')
const winter: Term = { number: 1, name: { en: 'Winter' }, startsOn: '2026-10-01', endsOn: '2027-03-31', resultsOn: '2027-04-15' }
const summer: Term = { number: 2, name: { en: 'Summer' }, startsOn: '2027-04-01', endsOn: '2027-09-30', resultsOn: null }
const semester: MobilityPeriod = { type: 'semester', startsOn: '2026-09-20', endsOn: '2027-02-28' }

describe('deadlines are counted from the receiving calendar (R13)', () => {
  test('the transcript is due five weeks after the results of the last term', () => {
    expect(transcriptDue(semester, [summer, winter], pack)).toEqual({ day: '2027-05-20', countedFrom: 'results-published', from: '2027-04-15', weeks: 5 })
  })
  test.each([
    ['no calendar is published', semester, []],
    ['the day of the results is open', { ...semester, endsOn: '2027-07-31' }, [winter, summer]],
    ['the results were out before the learner left', { ...semester, endsOn: '2027-03-30' }, [{ ...winter, resultsOn: '2027-03-15' }]],
    ['the programme has results of its own', { type: 'short-term-blended', startsOn: '2026-10-05', endsOn: '2026-10-16' }, [winter]],
  ] as const)('from the end of the mobility where %s', (_why, mobility, terms) => {
    expect(transcriptDue(mobility, terms, pack)).toMatchObject({ countedFrom: 'mobility-ended', from: mobility.endsOn })
  })
  test('the home decides five weeks after the transcript, answers come in two', () => {
    expect(recognitionDue('2027-05-20', pack).day).toBe('2027-06-24')
    expect(answerDue('2026-12-22', pack).day).toBe('2027-01-05')
  })
  test('changes are asked for within five weeks of the term that runs, or of the arrival where that is later', () => {
    const year = { ...semester, endsOn: '2027-09-15' }
    expect(changesDue(year, [winter, summer], pack, '2026-09-01')).toMatchObject({ day: '2026-11-05', countedFrom: 'term-started' })
    expect(changesDue(year, [winter, summer], pack, '2027-04-02')).toMatchObject({ day: '2027-05-06', from: '2027-04-01' })
    expect(changesDue({ ...semester, startsOn: '2026-10-12' }, [winter], pack, '2026-10-20')).toMatchObject({
      day: '2026-11-16',
      countedFrom: 'mobility-started',
    })
    expect(changesDue(semester, [], pack, '2026-10-20')).toMatchObject({ day: '2026-10-25', countedFrom: 'mobility-started' })
  })
  test('a blended agreement has such a day only under a pack that lets it change', () => {
    const bip: MobilityPeriod = { type: 'short-term-blended', startsOn: '2026-10-05', endsOn: '2026-10-16' }
    expect(changesDue(bip, [winter], pack, '2026-10-01')).toBeNull()
    expect(changesDue(bip, [winter], rulePackNamed('blended-changes') ?? pack, '2026-10-01')).toMatchObject({ day: '2026-11-09' })
  })
  test('weeks stay weeks over a change of the clock and over a leap day', () => {
    expect(recognitionDue('2027-03-01', pack).day).toBe('2027-04-05')
    expect(recognitionDue('2026-10-01', pack).day).toBe('2026-11-05')
    expect(recognitionDue('2028-02-01', pack).day).toBe('2028-03-07')
    expect(recognitionDue('2028-02-29', pack).day).toBe('2028-04-04')
  })
  test('whatever mobility and calendar: never before its end, always whole weeks, every zone the same', () => {
    const zone = process.env.TZ
    const mobilities = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 360 }), fc.option(fc.integer({ min: -30, max: 90 })))
    fc.assert(
      fc.property(mobilities, fc.constantFrom('Europe/Lisbon', 'Pacific/Auckland', 'America/New_York'), ([from, length, results], tz) => {
        const startsOn = plusDays('2026-01-01', from)
        const endsOn = plusDays(startsOn, length)
        const term = { ...winter, startsOn, endsOn, resultsOn: results === null ? null : plusDays(endsOn, results) }
        process.env.TZ = tz
        const due = transcriptDue({ type: 'semester', startsOn, endsOn }, [term], pack)
        expect(daysFromTo(due.from, due.day)).toBe(35)
        expect(due.from).toBe(results !== null && results >= 0 ? term.resultsOn : endsOn)
      }),
    )
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })
  test('the day itself is still in time', () => {
    expect([standingOf('2027-05-20', null, '2027-05-20'), standingOf('2027-05-20', null, '2027-05-21')]).toEqual(['open', 'late'])
    expect([standingOf('2027-05-20', '2027-05-20', '2027-08-01'), standingOf('2027-05-20', '2027-05-21', '2027-08-01')]).toEqual(['done', 'done-late'])
  })
})
