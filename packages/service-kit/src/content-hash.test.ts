import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentHash } from './content-hash.ts'

test('the hash is that of the canonical form of RFC 8785', () => {
  expect(contentHash({ b: [1.0, 'ö'], a: null })).toBe(createHash('sha256').update('{"a":null,"b":[1,"ö"]}').digest('hex'))
})
test('the order of fields changes nothing, any value does', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer(), { minKeys: 1 }), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed())
      expect(contentHash(turned)).toBe(contentHash(value))
      expect(contentHash({ ...value, '\u0000other': 1 })).not.toBe(contentHash(value))
    }),
  )
})
