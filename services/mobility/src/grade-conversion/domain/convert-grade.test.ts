import { isRefusal } from '@collegium/contracts'
import { compareGrades, scaleNamed } from '@collegium/vocabulary'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseTables, convertGrade, cycleOf, type DistributionTable, overlapRules, type OverlapRule } from './convert-grade.ts'

const failing: Readonly<Record<string, readonly string[]>> = { 'de-1-5': ['5.0'], 'se-a-f': ['FX', 'F'], 'pt-0-20': ['9.0'], 'dk-7-step': ['00', '-3'] }
const aTable = (gradingScheme: string, counts: Readonly<Record<string, number>>, given: Partial<DistributionTable> = {}): DistributionTable => ({
  id: gradingScheme,
  version: 1,
  schacId: gradingScheme.startsWith('de') ? 'uni-alder.example' : 'uni-birke.example',
  iscedF: '061',
  cycle: 'first',
  gradingScheme,
  firstYear: '2024/2025',
  lastYear: '2025/2026',
  // JavaScript sorts keys that look like whole numbers before the others; the tables of the tests are sorted by the scheme.
  grades: Object.entries(counts)
    .map(([label, count]) => ({ label, count, passes: !failing[gradingScheme]?.includes(label) }))
    .toSorted((a, b) => compareGrades(scaleNamed(gradingScheme)!, a.label, b.label)),
  ...given,
})
const german = aTable('de-1-5', { '1.0': 10, '1.3': 15, '2.0': 25, '3.0': 30, '4.0': 20, '5.0': 40 })
const swedish = aTable('se-a-f', { A: 20, B: 20, C: 20, D: 20, E: 20, FX: 7, F: 13 })
const suggested = (grade: string, rule: OverlapRule, given = german, home = swedish) => {
  const working = convertGrade(given, home, grade, rule)
  if (isRefusal(working)) throw new Error(working.refused)
  return working
}

/** The rule once more, by brute force: everyone who passed stands in a line, best first, as often as both totals ask, and neighbours are counted one by one. */
function oracle(given: DistributionTable, home: DistributionTable, grade: string): Record<OverlapRule, string> {
  const line = (table: DistributionTable, times: number) => table.grades.filter((g) => g.passes).flatMap((g) => Array<string>(g.count * times).fill(g.label))
  const total = (table: DistributionTable) => line(table, 1).length
  const givenLine = line(given, 2 * total(home))
  const homeLine = line(home, 2 * total(given))
  const places = givenLine.flatMap((label, i) => (label === grade ? [i] : []))
  const met = [...new Set(places.map((i) => homeLine[i] ?? ''))]
  // The person in the middle, the better of two.
  return { max: met[0] ?? '', min: met.at(-1) ?? '', average: homeLine[places[places.length / 2 - 1] ?? 0] ?? '' }
}

describe('a grade of elsewhere as a grade of the home (R17, H09)', () => {
  test('shows its working: both tables, the ranges, the rule and why', () => {
    expect(suggested('2.0', 'average')).toMatchObject({
      grade: '2.0',
      suggested: { grade: 'B', passed: true },
      candidates: ['B', 'C'],
      because: 'rule-chose',
      rule: 'average',
      given: {
        table: german,
        ranges: [
          { from: 0, to: 10 },
          { from: 10, to: 25 },
          { label: '2.0', from: 25, to: 50 },
          { from: 50, to: 80 },
          { label: '4.0', to: 100 },
        ],
      },
      home: { table: swedish },
    })
    expect(suggested('2.0', 'max').suggested.grade).toBe('B')
    expect(suggested('2.0', 'min').suggested.grade).toBe('C')
    expect(suggested('1.0', 'min')).toMatchObject({ suggested: { grade: 'A' }, because: 'one-range-meets' })
  })
  test('counts only those who passed: fails move nothing', () => {
    const harsh = { ...german, grades: german.grades.map((g) => (g.passes ? g : { ...g, count: 100_000 })) }
    for (const grade of ['1.0', '1.3', '2.0', '3.0', '4.0']) expect(suggested(grade, 'average', harsh).suggested).toEqual(suggested(grade, 'average').suggested)
  })
  test('a fail stays a fail, with a label where the home has only one', () => {
    expect(suggested('5.0', 'max')).toMatchObject({ suggested: { grade: null, passed: false }, because: 'fail-stays-fail', candidates: [] })
    expect(suggested('F', 'max', swedish, german).suggested).toEqual({ grade: '5.0', passed: false })
  })
  test('a passing grade that nobody got in those years lies between its neighbours', () => {
    expect(suggested('1.7', 'max').suggested.grade).toBe('B')
    expect(suggested('1.1', 'max').suggested.grade).toBe('A')
  })
  test.each([
    ['another cycle', german, { ...swedish, cycle: 'second' as const }, '2.0', 'grade-tables-differ'],
    ['another group of fields', german, { ...swedish, iscedF: '041' }, '2.0', 'grade-tables-differ'],
    ['a grade that is none', german, swedish, 'A', 'grade-not-on-scheme'],
    ['a home where nobody passed', german, aTable('se-a-f', { F: 3 }), '2.0', 'no-passing-grade'],
  ])('refuses %s', (_what, given, home, grade, code) => {
    expect(convertGrade(given, home, grade, 'average')).toMatchObject({ refused: code })
  })

  const count = fc.integer({ min: 0, max: 9 })
  const tableOf = (scheme: string, labels: readonly string[]) =>
    fc
      .array(count, { minLength: labels.length, maxLength: labels.length })
      .filter((counts) => counts.some((n, i) => n > 0 && !failing[scheme]?.includes(labels[i] ?? '')))
      .map((counts) => aTable(scheme, Object.fromEntries(labels.map((label, i) => [label, counts[i] ?? 0]))))
  const tables = fc.tuple(tableOf('de-1-5', ['1.0', '1.3', '2.0', '2.7', '3.3', '4.0', '5.0']), tableOf('dk-7-step', ['12', '10', '7', '4', '02', '00', '-3']))

  test('agrees with the line of people, whatever the tables', () => {
    fc.assert(
      fc.property(tables, fc.constantFrom(...overlapRules), ([given, home], rule) => {
        for (const { label, count: n, passes } of given.grades)
          if (passes && n > 0) expect([label, suggested(label, rule, given, home).suggested.grade]).toEqual([label, oracle(given, home, label)[rule]])
      }),
      { numRuns: 300 },
    )
  })
  test('better stays not worse, a pass stays a pass, a fail a fail; max is never below average, average never below min', () => {
    const danish = scaleNamed('dk-7-step')!
    fc.assert(
      fc.property(tables, ([given, home]) => {
        const all = ['1.0', '1.1', '1.3', '1.7', '2.0', '2.3', '2.7', '3.0', '3.3', '3.7', '4.0']
        for (const rule of overlapRules) {
          const grades = all.map((grade) => suggested(grade, rule, given, home).suggested)
          for (const [i, now] of grades.entries()) {
            expect(now.passed).toBe(true)
            const before = grades[i - 1]
            if (before) expect(compareGrades(danish, before.grade ?? '', now.grade ?? '')).toBeLessThanOrEqual(0)
          }
          expect(suggested('5.0', rule, given, home).suggested.passed).toBe(false)
        }
        for (const grade of all) {
          const [min, average, max] = overlapRules.map((rule) => suggested(grade, rule, given, home).suggested.grade ?? '')
          expect(compareGrades(danish, max ?? '', average ?? '')).toBeLessThanOrEqual(0)
          expect(compareGrades(danish, average ?? '', min ?? '')).toBeLessThanOrEqual(0)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('the tables to compare (R17)', () => {
  const wanted = { given: 'uni-alder.example', home: 'uni-birke.example', iscedF: '0613', cycle: 'first', gradingScheme: 'de-1-5', from: '2026/2027' } as const
  const at = (table: DistributionTable, iscedF: string, more: Partial<DistributionTable> = {}) => ({
    ...table,
    iscedF,
    id: `${table.schacId}-${iscedF}`,
    ...more,
  })
  test('are of the narrowest group for which both have one', () => {
    const tables = [at(german, '06'), at(german, '061'), at(german, '0613'), at(swedish, '06'), at(swedish, '061')]
    expect(chooseTables(tables, wanted)).toMatchObject({ given: { iscedF: '061' }, home: { iscedF: '061' } })
    expect(chooseTables(tables.slice(0, 4), wanted)).toMatchObject({ given: { iscedF: '06' }, home: { iscedF: '06' } })
  })
  test.each([
    ['the home has none', [german], ['uni-birke.example']],
    ['none of this cycle', [{ ...german, cycle: 'second' as const }, swedish], ['uni-alder.example']],
    ['the last year is too long ago', [{ ...german, lastYear: '2022/2023' }, swedish], ['uni-alder.example']],
  ])('are missing where %s', (_why, tables, missing) => {
    expect(chooseTables(tables, wanted)).toMatchObject({ refused: 'no-grade-table', detail: { missing } })
  })
  test('the cycle follows from the level', () => expect([5, 6, 7, 8].map(cycleOf)).toEqual(['short', 'first', 'second', 'third']))
})
