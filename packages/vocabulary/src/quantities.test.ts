import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { academicYearOf, parseAcademicYear } from './academic-year.ts'
import { parseDecimal } from './decimal.ts'
import { parseEcts } from './ects.ts'
import { parseEqf } from './eqf.ts'
import { iscedFields, parseIscedF } from './isced-f.ts'
import { countryName, parseCountry } from './countries.ts'
import { officialLanguages, parseLanguage } from './languages.ts'

describe('decimals and credits', () => {
  test('comma and point mean the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24_000 }), (hundredths) => {
        const text = (hundredths / 100).toFixed(2)
        return parseEcts(text) === hundredths / 100 && parseEcts(` ${text.replace('.', ',')} `) === hundredths / 100
      }),
    )
  })
  test.each(['', '1e3', '0x10', '1.000,5', 'five', 'NaN', 'Infinity', '1 5'])('"%s" is no number', (text) => expect(parseDecimal(text)).toBeNull())
  test.each([
    ['0', 'not-positive'],
    ['-5', 'not-positive'],
    ['−5', 'not-positive'],
    ['240,01', 'too-many'],
    ['5.005', 'too-fine'],
    ['5 ECTS', 'not-a-number'],
  ])('%s ECTS is %s', (text, fault) => expect(parseEcts(text)).toBe(fault))
})

describe('levels, fields, years', () => {
  test('no level is invented (R18)', () => {
    expect(['6', 'EQF 7', 'level 8', 'EQF level 5', '0', '9', 'bachelor'].map(parseEqf)).toEqual([6, 7, 8, 5, null, null, null])
  })
  test('ISCED-F has eleven broad fields, and every narrow and detailed field has its parent', () => {
    expect(iscedFields('broad')).toHaveLength(11)
    for (const level of ['narrow', 'detailed'] as const) for (const { code } of iscedFields(level)) expect(parseIscedF(code.slice(0, -1)), code).not.toBeNull()
  })
  test('residual codes are named after their parent, unknown ones are not there', () => {
    expect(parseIscedF('0613')).toEqual({ code: '0613', level: 'detailed', name: 'Software and applications development and analysis' })
    expect(parseIscedF('0688')?.name).toBe(
      'Information and Communication Technologies: inter-disciplinary programmes and qualifications: inter-disciplinary programmes and qualifications',
    )
    expect(parseIscedF('06.1.9')?.name).toBe('Information and Communication Technologies: not elsewhere classified')
    expect([parseIscedF('11'), parseIscedF('0697'), parseIscedF('6'), parseIscedF('06135')]).toEqual([null, null, null, null])
  })
  test('an academic year names two years that follow one another', () => {
    expect(['2026/2027', '2026-27', '1999/00', '2026/2028', '2026'].map(parseAcademicYear)).toEqual(['2026/2027', '2026/2027', '1999/2000', null, null])
    expect([academicYearOf('2026-07-31'), academicYearOf('2026-08-01'), academicYearOf('2026-09-30', 10)]).toEqual(['2025/2026', '2026/2027', '2025/2026'])
  })
  test('countries and languages are read in any case; the EU codes EL and UK are understood', () => {
    expect(['de', 'EL', 'uk', 'XX'].map(parseCountry)).toEqual(['DE', 'GR', 'GB', null])
    expect(countryName('SE', 'de')).toBe('Schweden')
    expect(officialLanguages.map(parseLanguage)).toEqual([...officialLanguages])
    expect([parseLanguage('de-AT'), parseLanguage('xx')]).toEqual(['de', null])
  })
})
