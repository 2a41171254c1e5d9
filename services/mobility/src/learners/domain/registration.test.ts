import { isRefusal } from '@collegium/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedFields, type GivenLearner, heldFrom } from './registration.ts'

const given = (change: Partial<GivenLearner> = {}): GivenLearner => ({
  esi: null,
  localId: null,
  givenNames: 'Saga',
  familyName: 'Lindqvist',
  latinGivenNames: null,
  latinFamilyName: null,
  birthDate: '2003-04-17',
  email: null,
  citizenship: null,
  gender: null,
  ...change,
})
const sweden = { home: 'uni-birke.example', country: 'SE', today: '2026-11-22' }
const esi = (rest: string) => `urn:schac:personalUniqueCode:int:esi:${rest}`
const refusal = (change: Partial<GivenLearner>, circumstances: Parameters<typeof heldFrom>[1] = sweden) => {
  const outcome = heldFrom(given(change), circumstances)
  return isRefusal(outcome) ? [outcome.refused, outcome.detail] : outcome.held
}

describe('a European Student Identifier (A01)', () => {
  test.each([
    ['of the home itself', esi('uni-birke.example:2024-0317')],
    ['of the country’s register', esi('se:19990101')],
    ['in capitals, with blanks around it', ` ${esi('SE:19990101').toUpperCase()} `],
  ])('%s is taken', (_, text) => {
    expect(refusal({ esi: text })).toMatchObject({ esi: expect.stringMatching(/^urn:schac:personalUniqueCode:int:esi:(se|uni-birke\.example):/) as string })
  })
  test.each<[string, string, string, object]>([
    ['of another institution', esi('uni-alder.example:7'), 'esi-of-another-home', { scope: 'uni-alder.example', home: 'uni-birke.example' }],
    ['of another country’s form', esi('pt:12345'), 'esi-of-another-country', { scope: 'PT', country: 'SE' }],
    ['without a code', esi('se:'), 'esi-unreadable', { fault: 'no-code' }],
    ['with blanks in the code', esi('se:1 2'), 'esi-unreadable', { fault: 'code-has-blanks' }],
    ['of a country that there is not', esi('xx:12'), 'esi-unreadable', { fault: 'scope-unknown' }],
    ['that is a student number', '2024-0317', 'esi-unreadable', { fault: 'no-urn' }],
    ['of another kind of code', 'urn:schac:personalUniqueCode:int:studentID:se:1', 'esi-unreadable', { fault: 'not-esi' }],
  ])('%s is refused, and the refusal repeats no code', (_, text, code, detail) => {
    expect(refusal({ esi: text })).toEqual([code, detail])
  })
  test('of a country waits until the hub knows the home’s', () => {
    expect(refusal({ esi: esi('se:1') }, { ...sweden, country: null })).toEqual(['home-country-unknown', { home: 'uni-birke.example' }])
  })
})

describe('a learner’s data (I02)', () => {
  test.each([
    ['Greek', { givenNames: 'Γιώργος', familyName: 'Παπαδόπουλος', latinGivenNames: 'Giorgos', latinFamilyName: 'Papadopoulos' }],
    ['Arabic', { givenNames: 'محمد', familyName: 'الأحمد', latinGivenNames: 'Mohammed', latinFamilyName: 'Al-Ahmad' }],
    ['Chinese', { givenNames: '伟', familyName: '张' }],
    ['one name', { givenNames: '', familyName: 'Suharto' }],
    ['decomposed letters', { givenNames: 'Åsa'.normalize('NFD'), familyName: 'Ångström'.normalize('NFD') }],
    ['zero-width joiners of Persian', { givenNames: 'علی\u200Cرضا', familyName: 'رضایی' }],
  ])('keep names in their script: %s', (_, names) => {
    expect(refusal(names)).toMatchObject(Object.fromEntries(Object.entries(names).map(([field, name]) => [field, name.normalize('NFC')])))
  })
  test.each<[Partial<GivenLearner>, Record<string, string>]>([
    [{ familyName: '  ' }, { familyName: 'missing' }],
    [{ givenNames: 'Saga\u202Egnirts' }, { givenNames: 'not-a-name' }],
    [{ familyName: 'x'.repeat(201) }, { familyName: 'not-a-name' }],
    [{ latinFamilyName: 'Παπ' }, { latinFamilyName: 'not-latin' }],
    [{ birthDate: '2003-02-29' }, { birthDate: 'not-a-birth-date' }],
    [{ birthDate: '2026-11-23' }, { birthDate: 'not-a-birth-date' }],
    [
      { citizenship: 'Sweden', gender: 3, email: 'saga' },
      { citizenship: 'not-a-country', gender: 'not-in-iso-5218', email: 'not-an-address' },
    ],
  ])('%j are refused field by field, without their values', (change, faults) => {
    expect(refusal(change)).toEqual(['learner-data-not-in-order', { faults }])
  })
  test('said again are the same: the normal form is stable', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 })
    fc.assert(
      fc.property(text, text, (givenNames, familyName) => {
        const once = heldFrom(given({ givenNames, familyName }), sweden)
        if (isRefusal(once)) return
        const twice = heldFrom({ ...given(), ...once.held, gender: null } as GivenLearner, sweden)
        expect(isRefusal(twice) ? twice : changedFields(once.held, twice.held)).toEqual([])
      }),
    )
  })
})
