import { statusListLength } from '@collegium/credential-formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scattered } from './places.ts'

test('every place is given exactly once, whatever the multiplier and shift', () => {
  fc.assert(
    fc.property(fc.nat({ max: statusListLength / 2 - 1 }), fc.nat({ max: statusListLength - 1 }), (half, shift) => {
      const seen = new Uint8Array(statusListLength)
      for (let n = 0; n < statusListLength; n++) {
        const index = scattered(n, { multiplier: half * 2 + 1, shift })
        seen[index] = (seen[index] ?? 0) + 1
      }
      expect(seen.every((times) => times === 1)).toBe(true)
    }),
    { numRuns: 20 },
  )
})
