import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closeRequest, dataRequestMoves, dueAfterOneMonth, extentOfErasure } from './data-request.ts'
import { type RecordKind, retentionSchedule, standingDuties, yearsLater } from './retention.ts'

describe('duties of retention (I02, GDPR 17(3))', () => {
  test('stand until as many years after the last entry as the schedule says', () => {
    const held = [
      { kind: 'examination' as const, count: 3, lastOn: '2020-06-30' },
      { kind: 'mobility' as const, count: 1, lastOn: '2020-06-30' },
      { kind: 'recognition' as const, count: 0, lastOn: null },
    ]
    expect(standingDuties(held, '2025-06-29').map(({ kind, until }) => [kind, until])).toEqual([
      ['examination', '2030-06-30'],
      ['mobility', '2025-06-30'],
    ])
    expect(standingDuties(held, '2025-06-30').map(({ kind }) => kind)).toEqual(['examination'])
    expect(standingDuties(held, '2030-06-30')).toEqual([])
  })
  test('that began on a leap day end on a day that there is', () => {
    expect(yearsLater('2024-02-29', 10)).toBe('2034-03-01')
    expect(yearsLater('2024-02-29', 4)).toBe('2028-02-29')
  })
  test('name kinds that have a purpose, a legal basis and a recipient', () => {
    for (const rule of Object.values(retentionSchedule)) {
      expect(rule.purposes.length * rule.recipients.length).toBeGreaterThan(0)
      expect(rule.article).toMatch(/^GDPR /)
    }
  })
  test('decide how far an erasure goes: never over a duty, and lawfully refused only where one stands', () => {
    const kinds = fc.constantFrom(...(Object.keys(retentionSchedule) as RecordKind[]))
    const day = fc.date({ min: new Date('2005-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
    const records = fc.array(fc.record({ kind: kinds, count: fc.nat(2), lastOn: fc.option(day) }))
    fc.assert(
      fc.property(records, day, fc.boolean(), (held, today, partial) => {
        const duties = standingDuties(held, today)
        const stands = held.some(
          ({ kind, count, lastOn }) =>
            count > 0 && lastOn !== null && today < yearsLater(lastOn, retentionSchedule[kind].dutyYears) && retentionSchedule[kind].dutyYears > 0,
        )
        expect(duties.length > 0).toBe(stands)
        expect(extentOfErasure(duties, partial)).toMatchObject(
          !stands ? { extent: 'full' } : partial ? { extent: 'partial' } : { refused: 'retention-duty', detail: { duties } },
        )
      }),
    )
  })
})

describe('a data subject’s request (I02)', () => {
  test.each([
    ['2026-11-22T10:00:00.000Z', '2026-12-22T10:00:00.000Z'],
    ['2027-01-31T10:00:00.000Z', '2027-02-28T10:00:00.000Z'],
    ['2028-01-31T10:00:00.000Z', '2028-02-29T10:00:00.000Z'],
    ['2026-12-31T23:59:00.000Z', '2027-01-31T23:59:00.000Z'],
  ])('made at %s is due at %s (GDPR 12(3))', (made, due) => {
    expect(dueAfterOneMonth(made)).toBe(due)
  })
  test('is closed once, by an office, and refused only with a reason', () => {
    const request = { version: 1, kind: 'erasure' as const, state: 'requested' as const }
    const by = ['international-office'] as const
    const completed = closeRequest(request, { move: 'complete', by, expectedVersion: 1 })
    expect(completed).toMatchObject({ state: { state: 'completed', version: 2 } })
    expect(closeRequest({ ...request, state: 'completed' }, { move: 'refuse', by, expectedVersion: 1, reason: 'not-our-learner' })).toMatchObject({
      refused: 'not-allowed-from',
    })
    expect(closeRequest(request, { move: 'refuse', by, expectedVersion: 1 })).toMatchObject({
      refused: 'reason-needed',
      detail: { oneOf: dataRequestMoves.refuse.reasons },
    })
    expect(closeRequest(request, { move: 'complete', by, expectedVersion: 2 })).toMatchObject({ refused: 'stale-version' })
    expect(closeRequest(request, { move: 'complete', by: ['learner'], expectedVersion: 1 })).toMatchObject({ refused: 'forbidden' })
  })
})
