import fc from 'fast-check'
import { plusDays } from '@collegium/vocabulary'
import { describe, expect, test } from 'vitest'
import { digestDay, isZone, officeClock } from './office-clock.ts'
import { identityOfReminder, type OpenMatter, refusalToSnooze, reminderOf } from './reminder.ts'

const matter: OpenMatter = {
  subject: 'learning-agreement',
  subjectId: 'a',
  institution: 'uni-birke.example',
  recipient: 'international-office',
  learnerId: null,
  partner: 'uni-alder.example',
  academicYear: '2027/2028',
  since: '2028-02-01',
  dueOn: '2028-03-07',
  asked: true,
}

describe('a reminder', () => {
  test('says the turn, then that the day is near, then that it has passed; seven days before March 7 of a leap year is February 29', () => {
    expect(reminderOf(matter, '2028-02-28')?.kind).toBe('turn')
    expect(reminderOf(matter, '2028-02-29')?.kind).toBe('due-soon')
    expect(reminderOf({ ...matter, dueOn: '2027-03-07' }, '2027-02-28')?.kind).toBe('due-soon')
    expect(reminderOf(matter, '2028-03-07')?.kind).toBe('due-soon')
    expect(reminderOf(matter, '2028-03-08')?.kind).toBe('overdue')
  })
  test('is not made of a day that nobody asked for until it is near', () => {
    expect(reminderOf({ ...matter, asked: false }, '2028-02-01')).toBeNull()
    expect(reminderOf({ ...matter, asked: false }, '2028-03-01')?.kind).toBe('due-soon')
  })
  test('of one matter is told at most three times, whatever the days', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -400, max: 400 }), { maxLength: 60 }), fc.boolean(), (days, asked) => {
        const told = days.flatMap((day) => reminderOf({ ...matter, asked }, plusDays(matter.dueOn, day)) ?? []).map(identityOfReminder)
        expect(new Set(told).size).toBeLessThanOrEqual(3)
      }),
    )
  })
  test('is put off to a day to come, and not for ever', () => {
    expect(refusalToSnooze('2028-02-29', '2028-02-28')).toBeNull()
    for (const day of ['2028-02-28', '2028-01-01', '2027-02-29', '2028-12-31', 'tomorrow'])
      expect([day, refusalToSnooze(day, '2028-02-28')]).toMatchObject([day, { refused: 'snooze-out-of-range' }])
  })
})

describe('the day of a digest', () => {
  test('begins at seven by the clock on the office wall, also on the days on which clocks change', () => {
    // 2027-03-28: Berlin goes from UTC+1 to UTC+2; 2027-10-31 back again.
    expect(digestDay(new Date('2027-03-27T05:59:00Z'), 'Europe/Berlin')).toBeNull()
    expect(digestDay(new Date('2027-03-27T06:00:00Z'), 'Europe/Berlin')).toBe('2027-03-27')
    expect(digestDay(new Date('2027-03-28T04:59:00Z'), 'Europe/Berlin')).toBeNull()
    expect(digestDay(new Date('2027-03-28T05:00:00Z'), 'Europe/Berlin')).toBe('2027-03-28')
    expect(digestDay(new Date('2027-10-31T05:59:00Z'), 'Europe/Berlin')).toBeNull()
    expect(digestDay(new Date('2027-10-31T06:00:00Z'), 'Europe/Berlin')).toBe('2027-10-31')
    expect(digestDay(new Date('2028-02-29T07:00:00Z'), 'Europe/Lisbon')).toBe('2028-02-29')
  })
  test('is each day of the year exactly once, in every zone that an office may have, looked at every quarter of an hour', () => {
    for (const zone of ['Europe/Berlin', 'Europe/Stockholm', 'Europe/Lisbon', 'Atlantic/Azores', 'Pacific/Auckland']) {
      const days: string[] = []
      for (let at = Date.parse('2028-01-01T12:00:00Z'); at < Date.parse('2029-01-01T00:00:00Z'); at += 900_000) {
        const day = digestDay(new Date(at), zone)
        if (day !== null && day !== days.at(-1)) days.push(day)
      }
      expect(days).toEqual([...new Set(days)].toSorted())
      expect(days).toContain('2028-02-29')
      expect(days.every((day, i) => i === 0 || plusDays(days[i - 1] ?? '', 1) === day)).toBe(true)
    }
  }, 60_000)
  test('knows midnight as hour 0 and refuses zones that nobody has', () => {
    expect(officeClock(new Date('2026-12-31T23:00:00Z'), 'Europe/Berlin')).toEqual({ day: '2027-01-01', hour: 0 })
    expect(isZone('Europe/Lisbon')).toBe(true)
    expect(isZone('Europe/Atlantis')).toBe(false)
  })
})
