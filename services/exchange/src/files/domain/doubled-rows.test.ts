import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DoubledRows } from './doubled-rows.ts'

test('says the same as a map from identity to content would', () => {
  const row = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('x', 'y'))
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      const doubled = new DoubledRows()
      const known = new Map<string, { row: number; content: string; torn: boolean }>()
      rows.forEach(([identity, content], i) => {
        const found = doubled.add(i + 1, identity, content, false)
        const before = known.get(identity)
        if (!before) {
          known.set(identity, { row: i + 1, content, torn: false })
          expect(found).toEqual({ seen: 'no' })
        } else if (!before.torn && before.content === content) expect(found).toEqual({ seen: 'same', row: before.row })
        else {
          expect(found).toEqual({ seen: 'different', row: before.row, first: !before.torn, waited: false })
          before.torn = true
        }
      })
    }),
  )
})
test('keeps a hundred thousand apart, and grows without forgetting', () => {
  const doubled = new DoubledRows()
  for (let i = 1; i <= 100_000; i++) expect(doubled.add(i, `learner ${i}`, `content ${i}`, false).seen).toBe('no')
  for (let i = 1; i <= 100_000; i += 997) expect(doubled.add(200_000 + i, `learner ${i}`, `content ${i}`, false)).toEqual({ seen: 'same', row: i })
})
