import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blindIndex, decrypt, decryptBytes, encrypt, encryptBytes, newDataKey, unwrapDataKey } from './encryption.ts'

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('an encrypted value', () => {
  test('comes back as it went in, whatever it is', () => {
    fc.assert(
      fc.property(
        keys,
        fc.string({ unit: 'binary' }),
        fc.string(),
        (key, text, context) => decrypt(key, encrypt(key, text, context), context) === Buffer.from(text, 'utf8').toString('utf8'),
      ),
    )
    fc.assert(
      fc.property(keys, fc.uint8Array({ maxLength: 500 }), (key, bytes) => Buffer.from(decryptBytes(key, encryptBytes(key, bytes, 'c'), 'c')).equals(bytes)),
    )
  })
  test('does not open when any one of its bits was changed, or bytes were cut off or added', () => {
    fc.assert(
      fc.property(keys, fc.string({ maxLength: 40 }), fc.nat(), fc.integer({ min: 0, max: 7 }), (key, text, at, bit) => {
        const sealed = encrypt(key, text, 'learner:1')
        const changed = Uint8Array.from(sealed)
        const i = at % changed.length
        changed[i] = (changed[i] ?? 0) ^ (1 << bit)
        expect(() => decrypt(key, changed, 'learner:1')).toThrow()
        expect(() => decrypt(key, sealed.subarray(0, at % sealed.length), 'learner:1')).toThrow()
        expect(() => decrypt(key, Buffer.concat([sealed, Buffer.from([0])]), 'learner:1')).toThrow()
      }),
    )
  })
  test('does not open in another row or column, nor with another key', () => {
    fc.assert(
      fc.property(keys, keys, fc.string(), fc.string(), fc.string(), (key, other, text, one, another) => {
        fc.pre(one !== another && !Buffer.from(key).equals(other))
        expect(() => decrypt(key, encrypt(key, text, one), another)).toThrow()
        expect(() => decrypt(other, encrypt(key, text, one), one)).toThrow()
      }),
    )
  })
  test('looks different each time: equal values cannot be told from the table', () => {
    const key = new Uint8Array(32)
    expect(Buffer.from(encrypt(key, 'Saga', 'c')).equals(encrypt(key, 'Saga', 'c'))).toBe(false)
  })
})

test('a data key opens only under the service’s key and for its own record', () => {
  const service = new Uint8Array(32).fill(7)
  const { key, wrapped } = newDataKey(service, 'learner:1')
  expect(Buffer.from(unwrapDataKey(service, wrapped, 'learner:1')).equals(key)).toBe(true)
  expect(() => unwrapDataKey(service, wrapped, 'learner:2')).toThrow()
  expect(() => unwrapDataKey(new Uint8Array(32), wrapped, 'learner:1')).toThrow()
})

test('a blind index is equal for equal values, and apart for other keys, purposes and values', () => {
  fc.assert(
    fc.property(keys, fc.string(), fc.string(), fc.string(), (key, purpose, value, other) => {
      expect(blindIndex(key, purpose, value)).toBe(blindIndex(key, purpose, value))
      if (value !== other) expect(blindIndex(key, purpose, value)).not.toBe(blindIndex(key, purpose, other))
      expect(blindIndex(key, `${purpose}x`, value)).not.toBe(blindIndex(key, purpose, value))
    }),
  )
})
