import fc from 'fast-check'
import { expect, test } from 'vitest'
import { opens, printedCode } from './printed-code.ts'

const secret = Buffer.alloc(32, 7)
test('a printed code opens its own version, however it is typed, and no other', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.nat({ max: 99 }), (id, version) => {
      const of = ['transcript', 'uni-alder.example', id, version]
      const code = printedCode(secret, of)
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
      expect(opens(secret, of, code)).toBe(true)
      expect(opens(secret, of, code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(true)
      expect(opens(secret, ['transcript', 'uni-alder.example', id, version + 1], code)).toBe(false)
      expect(opens(secret, ['confirmation', 'uni-alder.example', id, version], code)).toBe(false)
      expect(opens(Buffer.alloc(32, 8), of, code)).toBe(false)
      expect(opens(secret, of, '')).toBe(false)
    }),
  )
})
