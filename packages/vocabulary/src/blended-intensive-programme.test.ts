import { expect, test } from 'vitest'
import { type Bip, bipFaults, bipRulesOf } from './blended-intensive-programme.ts'

const aBip = (changes: Partial<Bip> = {}): Bip => ({
  receiving: 'uni-alder.example',
  coordinating: 'uni-alder.example',
  institutions: [
    { id: 'uni-alder.example', country: 'DE', holdsCharter: true },
    { id: 'uni-birke.example', country: 'SE', holdsCharter: true },
    { id: 'uni-cedro.example', country: 'PT', holdsCharter: false },
  ],
  physicalDays: 5,
  virtualPart: true,
  ects: 3,
  fundedLearners: { 'uni-birke.example': 6, 'uni-cedro.example': 4 },
  ...changes,
})
const newer = bipRulesOf(2026)

test('the smallest programme that R15 lets pass', () => expect(bipFaults(aBip(), newer)).toEqual([]))
test.each<[string, Partial<Bip>]>([
  ['too-few-institutions', { institutions: aBip().institutions.slice(0, 2) }],
  ['too-few-countries', { institutions: aBip().institutions.map((i) => ({ ...i, country: i.country === 'PT' ? 'SE' : i.country })) }],
  ['charter-missing', { institutions: aBip().institutions.map((i) => ({ ...i, holdsCharter: false })) }],
  ['physical-part-too-short', { physicalDays: 4 }],
  ['physical-part-too-long', { physicalDays: 31 }],
  ['virtual-part-missing', { virtualPart: false }],
  ['too-few-credits', { ects: 2.5 }],
  ['too-few-funded-learners', { fundedLearners: { 'uni-birke.example': 9, 'uni-alder.example': 20 } }],
])('R15 on its edge: %s', (fault, changes) => expect(bipFaults(aBip(changes), newer)).toContain(fault))
test('thirty days and three credits still pass', () => expect(bipFaults(aBip({ physicalDays: 30 }), newer)).toEqual([]))
test('older calls ask every institution for the charter, and count the own learners up to fifteen', () => {
  const older = bipRulesOf(2022)
  expect(bipFaults(aBip({ fundedLearners: { 'uni-alder.example': 15 } }), older)).toEqual(['charter-missing'])
  expect(bipFaults(aBip({ fundedLearners: { 'uni-alder.example': 14 } }), older)).toEqual(['charter-missing', 'too-few-funded-learners'])
})
