import { isRefusal } from '@collegium/contracts'
import { daysFromTo, plusDays } from '@collegium/vocabulary'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { issue, type IssueConfirmation, type RealDates, withdraw } from './confirmation.ts'

const days: RealDates = { arrivedOn: '2026-10-05', leftOn: '2026-10-16', online: null, hours: null }
const aCommand = (given: Partial<IssueConfirmation> = {}, dates: Partial<RealDates> = {}): IssueConfirmation => ({
  id: 'c',
  kind: 'stay',
  dates: { ...days, ...dates },
  signer: { name: 'Dr. Elif Yıldız', position: 'Head of the international office' },
  institution: 'uni-alder.example',
  roles: ['international-office'],
  today: '2026-11-22',
  mobility: {
    receiving: 'uni-alder.example',
    state: 'agreed',
    type: 'short-term-blended',
    startsOn: '2026-10-01',
    endsOn: '2026-10-31',
    physicalDays: { least: 5, most: 30 },
  },
  standing: null,
  ...given,
})
const online = { startsOn: '2026-09-01', endsOn: '2026-09-30' }

describe('a confirmation of arrival, stay or attendance', () => {
  test('says the real days', () => {
    expect(issue(aCommand())).toEqual({ state: { id: 'c', version: 1, state: 'issued', kind: 'stay', ...days, reason: null }, facts: ['issued'], warnings: [] })
    expect(issue(aCommand({ kind: 'arrival' }, { leftOn: null }))).toMatchObject({ state: { kind: 'arrival', arrivedOn: '2026-10-05' } })
    expect(issue(aCommand({ kind: 'attendance' }, { arrivedOn: null, leftOn: null, online, hours: 40 }))).toMatchObject({ state: { online, hours: 40 } })
  })
  test.each<[string, IssueConfirmation, string]>([
    ['by another institution', aCommand({ institution: 'uni-birke.example' }), 'not-your-mobility'],
    ['by a role that may not', aCommand({ roles: ['lecturer'] }), 'forbidden'],
    ['of a mobility that nobody agreed', aCommand({ mobility: { ...aCommand().mobility, state: 'negotiating' } }), 'mobility-not-agreed'],
    ['a second time', aCommand({ standing: 'other' }), 'confirmed-already'],
    ['without a name under it', aCommand({ signer: { name: '', position: 'Head' } }), 'signature-incomplete'],
    ['on a day that does not exist', aCommand({}, { arrivedOn: '2026-02-29' }), 'not-a-day'],
    ['of a stay without departure', aCommand({}, { leftOn: null }), 'dates-missing'],
    ['of an arrival without a day', aCommand({ kind: 'arrival' }, { arrivedOn: null, leftOn: null }), 'dates-missing'],
    ['of attendance without any days', aCommand({ kind: 'attendance' }, { arrivedOn: null, leftOn: null }), 'dates-missing'],
    ['of an arrival with a departure', aCommand({ kind: 'arrival' }), 'dates-beyond-kind'],
    ['with a departure before the arrival', aCommand({}, { leftOn: '2026-10-04' }), 'left-before-arrival'],
    [
      'with an online part that ends before it starts',
      aCommand({ kind: 'attendance' }, { online: { startsOn: '2026-09-30', endsOn: '2026-09-01' } }),
      'left-before-arrival',
    ],
    ['of what has not happened yet', aCommand({}, { leftOn: '2026-11-23' }), 'not-yet-happened'],
    ['of no hours', aCommand({}, { hours: 0 }), 'invalid-request'],
  ])('is refused %s', (_what, command, code) => expect(issue(command)).toMatchObject({ refused: code }))

  test.each([
    [4, ['physical-part-too-short']],
    [5, []],
    [30, []],
    [31, ['physical-part-too-long']],
  ])('of a blended programme with %i days on site warns %j', (length, warnings) => {
    const mobility = { ...aCommand().mobility, startsOn: null, endsOn: null }
    // The clocks change on 25 October.
    expect(issue(aCommand({ mobility }, { arrivedOn: '2026-10-20', leftOn: plusDays('2026-10-20', length - 1) }))).toMatchObject({ warnings })
  })
  test('a leap day is a day on site; outside the agreed days is said', () => {
    const mobility = { ...aCommand().mobility, startsOn: '2028-02-27', endsOn: '2028-03-01' }
    expect(issue(aCommand({ mobility, today: '2028-04-01' }, { arrivedOn: '2028-02-27', leftOn: '2028-03-02' }))).toMatchObject({
      warnings: ['outside-agreed-dates'],
    })
  })
  test('whatever days: issued only where they are in order and past', () => {
    const day = fc.integer({ min: 0, max: 120 }).map((n) => plusDays('2026-08-15', n))
    fc.assert(
      fc.property(day, day, (arrivedOn, leftOn) => {
        expect(isRefusal(issue(aCommand({}, { arrivedOn, leftOn })))).toBe(
          daysFromTo(arrivedOn, leftOn) < 0 || leftOn > '2026-11-22' || arrivedOn > '2026-11-22',
        )
      }),
    )
  })
  test('is taken back once, with a reason', () => {
    const issued = issue(aCommand())
    if (isRefusal(issued)) throw new Error(issued.refused)
    const back = { roles: ['international-office'], reason: 'wrong-dates', expectedVersion: 1 } as const
    const withdrawn = withdraw(issued.state, back)
    expect(withdrawn).toMatchObject({ state: { state: 'withdrawn', version: 2, reason: 'wrong-dates' } })
    expect(withdraw(issued.state, { ...back, reason: 'because' })).toMatchObject({ refused: 'reason-needed' })
    expect(withdraw(issued.state, { ...back, expectedVersion: 4 })).toMatchObject({ refused: 'stale-version' })
    expect(withdraw(issued.state, { ...back, roles: ['learner'] })).toMatchObject({ refused: 'forbidden' })
    if (!isRefusal(withdrawn)) expect(withdraw(withdrawn.state, { ...back, expectedVersion: 2 })).toMatchObject({ refused: 'not-allowed-from' })
  })
})
