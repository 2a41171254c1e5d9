import { learningAgreements } from '@collegium/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CheckedAgreements } from '../agreements-file/domain/checked-agreements.ts'
import { aContext } from '../results-file/check-context.fixture.ts'
import { demoAgreements } from './demo-agreements.ts'

test('what is wrong on purpose is what the check finds, whatever the seed; a broken row takes its own agreement with it and no other (I02)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(), fc.constantFrom(0, 3, 30), (agreements, seed, brokenPercent) => {
      const demo = demoAgreements({ agreements, seed, brokenPercent })
      const file = new CheckedAgreements({ ...aContext(), institution: 'uni-birke.example', offering: null })
      const counts: Record<string, number> = {}
      const ends = new Map<number, { mobility: string; fate: string }>()
      demo.rows.forEach((cells, i) => {
        const values = Object.fromEntries(cells.map((c, j) => [learningAgreements.columns[j]?.field ?? '', typeof c === 'object' ? c.day : String(c)]))
        const checked = file.check({ row: i + 2, values })
        ends.set(i + 2, { mobility: checked.values.mobility ?? '', fate: checked.fate })
        for (const { code } of checked.problems) counts[code] = (counts[code] ?? 0) + 1
      })
      for (const { row, problem } of file.amendments) {
        expect(ends.get(row)?.fate, `row ${row} was good until then`).toBe('good')
        ends.set(row, { mobility: ends.get(row)?.mobility ?? '', fate: 'refused' })
        counts[problem.code] = (counts[problem.code] ?? 0) + 1
      }
      expect(counts).toEqual(demo.mistakes)
      const fates = new Map<string, Set<string>>()
      for (const { mobility, fate } of ends.values()) if (fate !== 'unchanged') fates.set(mobility, (fates.get(mobility) ?? new Set()).add(fate))
      expect([...fates.values()].every((of) => of.size === 1)).toBe(true)
      expect([...fates.values()].filter((of) => of.has('good')).length).toBe(demo.agreements.good)
      expect(fates.size).toBe(demo.agreements.good + demo.agreements.broken)
    }),
    { numRuns: 60 },
  )
})
