import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jointCourseResults } from '@collegium/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aContext } from '../results-file/check-context.fixture.ts'
import { CheckedResults } from '../results-file/domain/checked-results.ts'
import type { RawRow } from '../files/domain/rows.ts'
import { newReport } from '../files/file-report.ts'
import { readRows } from '../files/read-file.ts'
import { resultsTemplate } from '../results-file/results-template.ts'
import { demoResults } from './demo-results.ts'
import { writeDemoCsv, writeDemoXlsx } from './write-demo-results.ts'

/** What the check says: problem code → rows. */
async function found(batches: AsyncIterable<readonly RawRow[]> | Iterable<readonly RawRow[]>) {
  const file = new CheckedResults(aContext({ ects: 5, gradingScheme: 'de-1-5' }))
  const counts: Record<string, number> = {}
  const fates: Record<string, number> = {}
  const count = (of: Record<string, number>, name: string, n = 1) => {
    of[name] = (of[name] ?? 0) + n
  }
  for await (const rows of batches) {
    for (const checked of rows.map((raw) => file.check(raw))) {
      count(fates, checked.fate)
      for (const { code } of checked.problems) count(counts, code)
    }
  }
  for (const { problem, was } of file.amendments) {
    count(counts, problem.code)
    count(fates, was, -1)
    count(fates, 'refused')
  }
  return { counts, fates }
}
/** The generated rows as a reader of spreadsheets would hand them on, without a file. */
const rawRows = (results: ReturnType<typeof demoResults>): RawRow[][] => [
  results.rows.map((cells, i) => ({
    row: i + 2,
    values: Object.fromEntries(cells.map((c, j) => [jointCourseResults.columns[j]!.field, typeof c === 'object' ? c.day : String(c)])),
  })),
]

describe('the demo results', () => {
  test('what is wrong on purpose is what the check finds, whatever the seed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.nat(), async (rows, seed) => {
        const results = demoResults({ rows, seed })
        expect(results.rows).toHaveLength(rows)
        expect((await found(rawRows(results))).counts).toEqual(results.mistakes)
      }),
      { numRuns: 40 },
    )
  })
  test('the same seed gives the same rows, another one others', () => {
    expect(demoResults({ rows: 50, seed: 7 })).toEqual(demoResults({ rows: 50, seed: 7 }))
    expect(demoResults({ rows: 50, seed: 8 })).not.toEqual(demoResults({ rows: 50, seed: 7 }))
  })
  test('most rows are good, and two attempts and withdrawals are among them', async () => {
    const results = demoResults({ rows: 400, seed: 7 })
    const { fates } = await found(rawRows(results))
    expect(fates.good).toBeGreaterThan(300)
    expect(results.rows.filter((r) => r[12] === 2).length).toBeGreaterThan(5)
    expect(results.rows.filter((r) => r[7] === 'withdrawn').length).toBeGreaterThan(5)
  })
})

describe('as files', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-results-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test.each([
    ['csv', writeDemoCsv],
    ['xlsx', writeDemoXlsx],
  ] as const)('the %s file has the same mistakes in it', async (format, write) => {
    const results = demoResults({ rows: 200, seed: 7 })
    const path = join(folder, `results.${format}`)
    const out = createWriteStream(path)
    const written = once(out, 'close')
    await write(results, out)
    out.end()
    await written
    const report = newReport()
    const { counts, fates } = await found(readRows(path, resultsTemplate, {}, report))
    expect(report).toMatchObject({ kind: format, notes: [] })
    expect(counts).toEqual(results.mistakes)
    expect(Object.values(fates).reduce((a, b) => a + b)).toBe(200)
  })
})
