import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bip, bipFaultCodes, bipFaults, bipOfferFaults, bipRulesOf, contiguous, type Days, daysIn } from './blended-intensive-programme.ts'

/** That many days from a first one, counted one by one with the calendar of the runtime. */
const period = (from: string, days: number): Days => {
  const until = new Date(`${from}T12:00:00Z`)
  until.setUTCDate(until.getUTCDate() + days - 1)
  return { from, until: until.toISOString().slice(0, 10) }
}
const virtual = [{ from: '2027-02-01', until: '2027-02-12' }]
const aBip = (changes: Partial<Bip> = {}): Bip => ({
  receiving: 'uni-alder.example',
  coordinating: 'uni-alder.example',
  institutions: [
    { id: 'uni-alder.example', country: 'DE', holdsCharter: true },
    { id: 'uni-birke.example', country: 'SE', holdsCharter: true },
    { id: 'uni-cedro.example', country: 'PT', holdsCharter: false },
  ],
  physical: [period('2027-03-08', 5)],
  virtual,
  ects: 3,
  fundedLearners: { 'uni-birke.example': 6, 'uni-cedro.example': 4 },
  ...changes,
})
const newer = bipRulesOf(2026)

test('the smallest programme that R15 lets pass (R15) (H05)', () => expect(bipFaults(aBip(), newer)).toEqual([]))
test('two HEIs are too few, three are enough; two cannot be of three countries (R15) (H05)', () =>
  expect(bipFaults(aBip({ institutions: aBip().institutions.slice(0, 2) }), newer)).toEqual(['too-few-institutions', 'too-few-countries']))
test.each<[string, Partial<Bip>]>([
  ['too-few-countries', { institutions: aBip().institutions.map((i) => ({ ...i, country: i.country === 'PT' ? 'SE' : i.country })) }],
  ['charter-missing', { institutions: aBip().institutions.map((i) => ({ ...i, holdsCharter: i.id !== 'uni-alder.example' })) }],
  ['physical-part-too-short', { physical: [period('2027-03-08', 4)] }],
  ['physical-part-too-long', { physical: [period('2027-03-08', 31)] }],
  ['physical-part-not-contiguous', { physical: [period('2027-03-08', 3), period('2027-03-12', 3)] }],
  ['virtual-part-missing', { virtual: [] }],
  ['virtual-part-missing', { virtual: [{ from: '2027-02-12', until: '2027-02-01' }] }],
  ['too-few-credits', { ects: 2.5 }],
  ['too-few-funded-learners', { fundedLearners: { 'uni-birke.example': 9, 'uni-alder.example': 20 } }],
])('R15 on its edge: %s (R15) (H05)', (fault, changes) => expect(bipFaults(aBip(changes), newer)).toEqual([fault]))
test('thirty days and three credits still pass; so do two weeks written one by one (R15)', () => {
  expect(bipFaults(aBip({ physical: [period('2027-03-01', 30)] }), newer)).toEqual([])
  expect(bipFaults(aBip({ physical: [period('2027-03-08', 7), period('2027-03-15', 7)] }), newer)).toEqual([])
})
test('older calls ask every institution for the charter and for fifteen learners, the own counted; since 2024 ten of others (R15)', () => {
  for (const year of [2021, 2022, 2023]) {
    expect(bipFaults(aBip({ fundedLearners: { 'uni-alder.example': 15 } }), bipRulesOf(year))).toEqual(['charter-missing'])
    expect(bipFaults(aBip({ fundedLearners: { 'uni-alder.example': 14 } }), bipRulesOf(year))).toEqual(['charter-missing', 'too-few-funded-learners'])
  }
  for (const year of [2024, 2025, 2030]) expect(bipFaults(aBip(), bipRulesOf(year))).toEqual([])
  // Host and coordinator are two: the learners of neither count.
  const coordinated = aBip({ coordinating: 'uni-birke.example', fundedLearners: { 'uni-birke.example': 20, 'uni-cedro.example': 10 } })
  expect(bipFaults(coordinated, newer)).toEqual([])
  expect(bipFaults({ ...coordinated, fundedLearners: { 'uni-birke.example': 20, 'uni-cedro.example': 9 } }, newer)).toEqual(['too-few-funded-learners'])
})
test('days are counted on the calendar: over a change of the clock and over a leap day (R15)', () => {
  expect(daysIn({ from: '2027-03-26', until: '2027-03-30' }), 'clocks go forward on 28 March 2027').toBe(5)
  expect(daysIn({ from: '2026-10-23', until: '2026-10-26' }), 'clocks go back on 25 October 2026').toBe(4)
  expect(daysIn({ from: '2028-02-27', until: '2028-03-02' }), '2028 is a leap year').toBe(5)
  expect(daysIn({ from: '2027-02-27', until: '2027-03-02' })).toBe(4)
  expect(bipFaults(aBip({ physical: [{ from: '2028-02-27', until: '2028-03-02' }] }), newer)).toEqual([])
})

test('whatever programme: the rule agrees with counting everything by hand (R15)', () => {
  const ids = ['a.example', 'b.example', 'c.example', 'd.example']
  const start = fc.integer({ min: 0, max: 40 })
  const someDays = fc.tuple(start, fc.integer({ min: -1, max: 20 }))
  const on = (n: number) => period('2028-02-10', n + 1).until
  fc.assert(
    fc.property(
      fc.record({
        institutions: fc.subarray(ids, { minLength: 1 }),
        countries: fc.array(fc.constantFrom('DE', 'SE', 'PT'), { minLength: 4, maxLength: 4 }),
        charters: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        receiving: fc.constantFrom(...ids),
        coordinating: fc.constantFrom(...ids),
        physical: fc.array(someDays, { minLength: 1, maxLength: 3 }),
        virtual: fc.boolean(),
        ects: fc.constantFrom(2.5, 3, 5),
        learners: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 4, maxLength: 4 }),
        call: fc.constantFrom(2021, 2023, 2024, 2026),
      }),
      (given) => {
        const index = (id: string) => ids.indexOf(id)
        const bip: Bip = {
          receiving: given.receiving,
          coordinating: given.coordinating,
          institutions: given.institutions.map((id) => ({ id, country: given.countries[index(id)]!, holdsCharter: given.charters[index(id)]! })),
          physical: given.physical.map(([from, length]) => ({ from: on(from), until: length < 0 ? on(Math.max(0, from - 1)) : on(from + length) })),
          virtual: given.virtual ? virtual : [],
          ects: given.ects,
          fundedLearners: Object.fromEntries(ids.map((id, n) => [id, given.learners[n]!])),
        }
        // By hand: a calendar of marked days, one learner at a time.
        const old = given.call < 2024
        const marked = new Set<string>()
        let backwards = false
        for (const { from, until } of bip.physical) {
          if (from > until) backwards = true
          for (let n = 0; n < 80; n++) if (on(n) >= from && on(n) <= until) marked.add(on(n))
        }
        const days = Array.from({ length: 80 }, (_, n) => on(n)).filter((day) => marked.has(day))
        const gap = backwards || days.some((day, n) => n > 0 && period(days[n - 1]!, 2).until !== day)
        let learners = 0
        for (const id of ids) for (let n = 0; n < given.learners[index(id)]!; n++) if (old || (id !== given.receiving && id !== given.coordinating)) learners++
        const chartered = old ? bip.institutions.every((i) => i.holdsCharter) : bip.institutions.some((i) => i.id === given.receiving && i.holdsCharter)
        const faults = bipFaults(bip, bipRulesOf(given.call))
        const broken = {
          'too-few-institutions': bip.institutions.length < 3,
          'too-few-countries': new Set(bip.institutions.map((i) => i.country)).size < 3,
          'charter-missing': !chartered,
          'physical-part-not-contiguous': gap,
          'virtual-part-missing': !given.virtual,
          'too-few-credits': given.ects < 3,
          'too-few-funded-learners': learners < (old ? 15 : 10),
          ...(!gap && { 'physical-part-too-short': days.length < 5, 'physical-part-too-long': days.length > 30 }),
        }
        for (const [fault, isBroken] of Object.entries(broken)) expect([fault, faults.includes(fault as never)]).toEqual([fault, isBroken])
        expect(faults).toEqual(bipFaultCodes.filter((code) => faults.includes(code)))
      },
    ),
    { numRuns: 1000 },
  )
})

test('an offer is judged by what is known of it: partners, periods, credits (R15) (H05)', () => {
  const offer = {
    receiving: 'a.example',
    coordinating: 'b.example',
    institutions: ['a.example', 'c.example'],
    physical: [period('2027-03-08', 5)],
    virtual,
    ects: 3,
  }
  expect(bipOfferFaults(offer, newer)).toEqual([])
  expect(bipOfferFaults({ ...offer, institutions: ['a.example'] }, newer)).toEqual(['too-few-institutions'])
  expect(bipOfferFaults({ ...offer, physical: [period('2027-03-08', 31)], virtual: [], ects: 2.5 }, newer)).toEqual([
    'physical-part-too-long',
    'virtual-part-missing',
    'too-few-credits',
  ])
  expect(contiguous([])).toBeNull()
})
