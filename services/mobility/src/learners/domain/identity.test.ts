import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differs, type HeldLearner, identityOf, type SubmittedLearner } from './identity.ts'

const submitted = (given: Partial<SubmittedLearner> = {}): SubmittedLearner => ({
  esi: 'urn:schac:personalUniqueCode:int:esi:uni-birke.example:2024-0317',
  localId: '2024-0317',
  givenNames: 'Saga',
  familyName: 'Lindqvist',
  birthDate: '2003-04-17',
  ...given,
})
const held = (given: Partial<HeldLearner> = {}): HeldLearner => ({ ...submitted(), email: null, ...given })

describe('who a row is about', () => {
  test('the identifier comes first, whatever its case; then the home’s number; then name and birth date', () => {
    expect(identityOf(submitted())).toBe(
      identityOf(submitted({ esi: submitted().esi?.toUpperCase() ?? null, localId: null, givenNames: 'X', birthDate: null })),
    )
    expect(identityOf(submitted({ esi: null }))).toBe(identityOf(submitted({ esi: null, givenNames: 'X', familyName: 'Y' })))
    expect(identityOf(submitted({ esi: null, localId: null }))).toBe(
      identityOf(submitted({ esi: null, localId: null, givenNames: ' SÁGA', familyName: 'lind-qvist' })),
    )
    expect(identityOf(submitted({ esi: null, localId: null }))).not.toBe(identityOf(submitted({ esi: null, localId: null, birthDate: '2003-04-18' })))
  })
  test('the three kinds never meet: nobody’s number is taken for a name or an identifier', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const kinds = [
          identityOf(submitted({ esi: text })),
          identityOf(submitted({ esi: null, localId: text })),
          identityOf(submitted({ esi: null, localId: null, familyName: text })),
        ]
        expect(new Set(kinds).size).toBe(3)
      }),
    )
  })
})

describe('whether a file contradicts what the home holds', () => {
  test.each<[string, Partial<SubmittedLearner>, Partial<HeldLearner>, boolean]>([
    ['the same', {}, {}, false],
    [
      'case, accents, blanks, hyphens and apostrophes',
      { givenNames: 'ANNE marie', familyName: 'O’Brién-Smith' },
      { givenNames: 'Anne-Marie', familyName: 'OBrien Smith' },
      false,
    ],
    ['composed and decomposed letters', { familyName: 'Ångström'.normalize('NFD') }, { familyName: 'Ångström'.normalize('NFC') }, false],
    ['another family name', { familyName: 'Berg' }, {}, true],
    ['names the wrong way round', { givenNames: 'Lindqvist', familyName: 'Saga' }, {}, true],
    ['another birth date', { birthDate: '2003-04-18' }, {}, true],
    ['no birth date in the file', { birthDate: null }, {}, false],
    ['no birth date at home', {}, { birthDate: null }, false],
    ['Greek and Latin', { givenNames: 'Γιώργος' }, { givenNames: 'Giorgos' }, true],
    ['a Greek name in capitals', { givenNames: 'ΓΙΏΡΓΟΣ ΝΊΚΟΣ' }, { givenNames: 'Γιώργος-Νίκος' }, false],
    ['a Turkish name in capitals', { givenNames: 'İPEK', familyName: 'IŞIK' }, { givenNames: 'İpek', familyName: 'Işık' }, false],
    ['a German name in capitals', { familyName: 'STRAUSS' }, { familyName: 'Strauß' }, false],
    ['a Polish name in capitals', { familyName: 'ŁUKASIEWICZ' }, { familyName: 'Łukasiewicz' }, false],
  ])('%s', (_, file, home, contradicts) => {
    expect(differs(submitted(file), held(home))).toBe(contradicts)
  })
  test('a learner never contradicts themselves, and what differs differs both ways', () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(names, names, names, names, (g1, f1, g2, f2) => {
        const [one, other] = [submitted({ givenNames: g1, familyName: f1 }), submitted({ givenNames: g2, familyName: f2 })]
        expect(differs(one, held(one))).toBe(false)
        expect(differs(one, held(other))).toBe(differs(other, held(one)))
      }),
    )
  })
})
