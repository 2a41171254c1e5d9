import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Cell, protect, thresholds } from './disclosure.ts'

const cell = (key: string, credentials: number, more: Partial<Cell> = {}): Cell => ({
  key,
  group: 'g',
  tier: 'alliance',
  credentials,
  earned: credentials * 5,
  decided: credentials,
  recognised: credentials * 5,
  contributions: { a: credentials / 3, b: credentials / 3, c: credentials / 3 },
  ...more,
})
const hidden = (cells: readonly Cell[]) =>
  protect(cells)
    .cells.filter((one) => one.suppressed)
    .map((one) => one.cell.key)

describe('disclosure control', () => {
  test('an institution sees its own learners in full, even one', () => {
    expect(hidden([cell('a', 1, { tier: 'own' })])).toEqual([])
  })
  test('parties see five, not four', () => {
    expect(protect([cell('a', 4, { tier: 'parties' })]).cells[0]?.suppressed).toBe('too-few')
    expect(protect([cell('a', 5, { tier: 'parties' })]).cells[0]?.suppressed).toBeNull()
  })
  test('the alliance sees a cell of ten from three institutions, not one of two', () => {
    expect(protect([cell('a', 12)]).cells[0]?.suppressed).toBeNull()
    expect(protect([cell('a', 12, { contributions: { a: 6, b: 6 } })]).cells[0]?.suppressed).toBe('dominated')
    expect(protect([cell('a', 100, { contributions: { a: 60, b: 30, c: 10 } })]).cells[0]?.suppressed).toBe('dominated')
  })
  test('one hidden cell takes the smallest other one with it, so that the total does not give it away', () => {
    const { cells, totals } = protect([cell('small', 3), cell('middle', 30), cell('large', 300)])
    expect(cells.map((one) => one.suppressed)).toEqual(['too-few', 'complementary', null])
    expect(totals[0]).toMatchObject({ suppressed: null, credentials: 333 })
  })
  test('a table of one hidden cell shows no total', () => {
    expect(protect([cell('only', 3)]).totals[0]?.suppressed).toBe('complementary')
  })
  test('a total of two institutions is hidden from a third, however large', () => {
    expect(protect([cell('a', 40, { contributions: { alder: 40 } }), cell('b', 60, { contributions: { cedro: 60 } })]).totals[0]?.suppressed).toBe('dominated')
  })
  test('zero is shown as zero', () => {
    expect(protect([cell('none', 0, { contributions: {} })]).cells[0]?.suppressed).toBeNull()
  })
  test('whoever subtracts what is shown from the total never gets a hidden cell, nor fewer than k', () => {
    const table = fc.array(fc.record({ credentials: fc.nat({ max: 60 }), spread: fc.array(fc.nat({ max: 20 }), { maxLength: 5 }) }), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(table, (rows) => {
        const cells = rows.map(({ credentials, spread }, i) =>
          cell(`c${i}`, credentials, { contributions: Object.fromEntries(spread.map((n, k) => [`hei${k}`, n])) }),
        )
        const { cells: shown, totals } = protect(cells)
        const secret = shown.filter((one) => one.suppressed)
        if (secret.length === 0 || totals[0]?.suppressed) return
        const left = (totals[0]?.credentials ?? 0) - shown.filter((one) => !one.suppressed).reduce((sum, one) => sum + one.cell.credentials, 0)
        expect(secret.length).toBeGreaterThanOrEqual(2)
        expect(left).toBeGreaterThanOrEqual(thresholds.alliance)
      }),
      { numRuns: 1000 },
    )
  })
})
