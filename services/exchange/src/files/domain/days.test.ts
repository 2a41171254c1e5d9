import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bothReadings, readDay } from './days.ts'

const two = (n: number) => String(n).padStart(2, '0')
const anyDay = fc.tuple(fc.integer({ min: 1930, max: 2099 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
const english = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const german = ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'September', 'Oktober', 'November', 'Dezember']
const portuguese = ['janeiro', 'fevereiro', 'março', 'abril', 'maio', 'junho', 'julho', 'agosto', 'setembro', 'outubro', 'novembro', 'dezembro']
const swedish = ['januari', 'februari', 'mars', 'april', 'maj', 'juni', 'juli', 'augusti', 'september', 'oktober', 'november', 'december']

test('every form of a day leads to the same day', () => {
  fc.assert(
    fc.property(anyDay, ([y, m, d]) => {
      const iso = `${y}-${two(m)}-${two(d)}`
      const serial = Math.round((Date.UTC(y, m - 1, d) - Date.UTC(1899, 11, 30)) / 86_400_000)
      const forms = [
        iso,
        `${y}-${m}-${d}`,
        `${iso}T00:00:00`,
        `${iso}+02:00`,
        `${iso} 00:00:00`,
        `${two(d)}.${two(m)}.${y}`,
        `${d}.${m}.${y}`,
        `${y}${two(m)}${two(d)}`,
        `${y}/${two(m)}/${two(d)}`,
        `${serial}`,
        `${serial}.0`,
      ]
      const worded = [
        `${d} ${english[m - 1]} ${y}`,
        `${d}. ${german[m - 1]} ${y}`,
        `${d} de ${portuguese[m - 1]} de ${y}`,
        `${d} ${swedish[m - 1]} ${y}`,
        `${english[m - 1]} ${d}, ${y}`,
        `${d} ${english[m - 1]!.slice(0, 3)} ${y}`,
      ]
      for (const form of [...forms, ...worded]) expect(readDay(form), form).toMatchObject({ day: iso })
    }),
  )
})

test('with slashes or dashes only what can be read one way is read; otherwise both readings are offered', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1990, max: 2030 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      fc.constantFrom('/', '-'),
      (y, m, d, s) => {
        const iso = `${y}-${two(m)}-${two(d)}`
        const [dayFirst, monthFirst] = [readDay(`${two(d)}${s}${two(m)}${s}${y}`), readDay(`${two(m)}${s}${two(d)}${s}${y}`)]
        if (d > 12 || d === m) {
          expect([dayFirst, monthFirst]).toEqual([
            { day: iso, form: 'other' },
            { day: iso, form: 'other' },
          ])
        } else {
          expect([dayFirst, monthFirst]).toEqual(['date-ambiguous', 'date-ambiguous'])
          expect(bothReadings(`${two(d)}${s}${two(m)}${s}${y}`)).toContain(iso)
        }
      },
    ),
  )
})

test.each([
  ['31.06.2026', 'date-impossible'],
  ['29.02.2025', 'date-impossible'],
  ['2026-13-01', 'date-impossible'],
  ['30/30/2026', 'date-impossible'],
  ['30.06.26', 'date-unreadable'],
  ['summer 2026', 'date-unreadable'],
  ['30 Juno 2026', 'date-unreadable'],
  ['2026', 'date-unreadable'],
  ['2026-06', 'date-unreadable'],
  ['2012 Syksy', 'date-unreadable'],
  ['06/05/2026', 'date-ambiguous'],
])('%s is %s', (text, fault) => expect(readDay(text)).toBe(fault))

test('a leap day is there in leap years', () => expect(readDay('29.02.2024')).toEqual({ day: '2024-02-29', form: 'other' }))
test('nothing makes the reader throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void readDay(text)))
})
