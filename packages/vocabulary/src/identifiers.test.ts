import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countries } from './countries.ts'
import { esiOf, isEsi, parseEsi } from './esi.ts'
import { parseSchacId } from './schac-id.ts'

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/)
const schac = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'))
const code = fc.stringMatching(/^[!-~]{1,40}$/)
/** The same text with the case of some letters changed. */
const recased = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((up) => [...text].map((c, i) => (up[i] ? c.toUpperCase() : c.toLowerCase())).join(''))

describe('SCHAC id', () => {
  test('any case and blanks around lead to one form', () => {
    fc.assert(
      fc.property(
        schac.chain((id) => fc.tuple(fc.constant(id), recased(id))),
        ([id, written]) => parseSchacId(`  ${written}\t`) === id,
      ),
    )
  })
  test.each([
    '',
    'alder',
    'uni alder.example',
    '-alder.example',
    'alder-.example',
    'alder..example',
    'https://uni-alder.example',
    `${'a'.repeat(250)}.example`,
  ])('"%s" is none', (text) => {
    expect(parseSchacId(text)).toBeNull()
  })
})

describe('ESI', () => {
  test('what is written is read back, in any case, with its home', () => {
    fc.assert(
      fc.property(schac, code, (home, c) => {
        const esi = parseEsi(esiOf(home, c))
        return isEsi(esi) && esi.home === home && esi.code === c && esi.scope === 'institution' && esi.urn === esiOf(home, c)
      }),
    )
    fc.assert(
      fc.property(
        schac.chain((home) => code.chain((c) => fc.tuple(fc.constant(esiOf(home, c)), recased(esiOf(home, c))))),
        ([urn, written]) => {
          const [one, other] = [parseEsi(urn), parseEsi(written)]
          return isEsi(one) && isEsi(other) && one.key === other.key && one.home === other.home
        },
      ),
    )
  })
  test('a national code names the country and no home', () => {
    fc.assert(
      fc.property(fc.constantFrom(...countries), code, (country, c) => {
        const esi = parseEsi(esiOf(country, c))
        return isEsi(esi) && esi.country === country && esi.home === null && esi.scope === 'country'
      }),
    )
  })
  test.each([
    ['12345', 'no-urn'],
    ['urn:schac:personalUniqueCode:se:ladok:123', 'not-esi'],
    ['urn:schac:personalUniqueCode:int:esi:uni-birke.example', 'no-code'],
    ['urn:schac:personalUniqueCode:int:esi:uni-birke.example:', 'no-code'],
    ['urn:schac:personalUniqueCode:int:esi:birke:123', 'scope-unknown'],
    ['urn:schac:personalUniqueCode:int:esi:xx:123', 'scope-unknown'],
    ['urn:schac:personalUniqueCode:int:esi:uni-birke.example:12 34', 'code-has-blanks'],
  ])('%s is refused as %s', (text, fault) => {
    expect(parseEsi(text)).toBe(fault)
  })
})
