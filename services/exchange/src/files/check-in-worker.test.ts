import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aContext } from '../results-file/check-context.fixture.ts'
import { fileChecker } from './check-in-worker.ts'

const checker = fileChecker()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worker-'))
})
afterAll(async () => {
  await checker.close()
  await rm(folder, { recursive: true })
})
const header = 'ESI;Given names;Family name;Result;Grade;Assessment date\n'
const request = (path: string) => ({ path, template: 'joint-course-results', mapping: {}, context: aContext(), staging: null })

test('a worker reads, judges and counts; a slow receiver slows it down and gets everything in order', async () => {
  const path = join(folder, 'results.csv')
  await writeFile(
    path,
    header +
      Array.from(
        { length: 12_500 },
        (_, i) => `urn:schac:personalUniqueCode:int:esi:uni-birke.example:${i};A;B;passed;${i % 100 === 0 ? '6,0' : '1,0'};2026-06-30\n`,
      ).join(''),
  )
  const rows: number[] = []
  let mostAtOnce = 0
  let atOnce = 0
  const summary = await checker.check(request(path), async (output) => {
    mostAtOnce = Math.max(mostAtOnce, ++atOnce)
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (output.kind === 'rows') rows.push(...output.rows.map((r) => r.row))
    atOnce--
  })
  expect(summary).toMatchObject({ rows: 12_500, fates: { good: 12_375, refused: 125 }, problems: { 'grade-not-on-scale': 125 }, refusal: null })
  expect(rows).toEqual(Array.from({ length: 12_500 }, (_, i) => i + 2))
  expect(mostAtOnce).toBe(1)
})
test('a refused file is an answer, not a fault; a fault of the receiver is the caller’s', async () => {
  const path = join(folder, 'empty.csv')
  await writeFile(path, header)
  expect(await checker.check(request(path), async () => {})).toMatchObject({ refusal: { code: 'file-headers-only' }, rows: 0 })
  await writeFile(path, `${header}urn:x;A;B;passed;1,0;2026-06-30\n`)
  await expect(checker.check(request(path), () => Promise.reject(new Error('the database is away')))).rejects.toThrow('the database is away')
  expect(await checker.check(request(path), async () => {})).toMatchObject({ rows: 1 })
})
