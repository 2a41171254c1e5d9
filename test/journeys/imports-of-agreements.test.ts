import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { demoAgreements, writeDemoCsv, writeDemoXlsx } from '@collegium/exchange'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, type Run, type TestHub, type Visitor } from '../hub.ts'

const template = 'learning-agreements'
/** 10,000 take two minutes on two cores, so they are among the long runs. */
const agreements = process.env.HUB_TEST_FULL ? 10_000 : 1_000
const many = demoAgreements({ agreements, seed: 11 })

async function fileOf(demo: typeof many, write: typeof writeDemoCsv | typeof writeDemoXlsx): Promise<Uint8Array> {
  const out = new PassThrough()
  const bytes = buffer(out)
  await write(demo, out)
  if (!out.writableEnded) out.end()
  return bytes
}

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, n) => all + n, 0)

describe(`${agreements} learning agreements of an office, three rows in a hundred broken (I02)`, { timeout: 300_000 }, () => {
  let hub: TestHub
  let birke: Visitor
  let checked: Run
  let done: Run

  /** How many drafts of the year there are. */
  const drafts = async () => {
    const answer = await birke.ask('{ learningAgreements(first: 1, filter: { academicYear: "2026/2027", status: "draft" }) { totalCount } }')
    return (answer.data as { learningAgreements: { totalCount: number } } | null)?.learningAgreements.totalCount ?? answer.errors
  }
  let before: number

  beforeAll(async () => {
    hub = await Hub.start()
    birke = await hub.as('office@uni-birke.example')
    before = Number(await drafts())
    checked = await birke.check({ file: await fileOf(many, writeDemoXlsx), template, name: 'agreements.xlsx' })
    await birke.accept(checked.id)
    await hub.settle()
    done = await birke.until(checked.id, ['done'], 240_000)
    await hub.settle()
  }, 300_000)
  afterAll(() => hub?.stop())

  test('the check counts what the generator spoiled, no more and no less', () => {
    expect(Object.fromEntries(checked.problemCounts.map(({ code, rows }) => [code, rows]))).toEqual(many.mistakes)
    const refused = sum(many.mistakes as Record<string, number>) - (many.mistakes['row-doubled'] ?? 0)
    expect(checked.rows).toMatchObject({ total: many.rows.length, refused, waiting: 0, unchanged: many.mistakes['row-doubled'] ?? 0 })
    expect(checked.rows.good).toBe(many.rows.length - refused - checked.rows.unchanged)
  })

  test('every good agreement is there, every broken one is in the report, and the counts add up', async () => {
    expect(Number(await drafts()) - before).toBe(many.agreements.good)
    expect(done.ends).toEqual({ recorded: checked.rows.good, refused: checked.rows.refused, unchanged: checked.rows.unchanged })
    expect(sum(done.ends)).toBe(many.rows.length)
    const rows = await birke.rows(done.id)
    const made = new Set(rows.flatMap((row) => row.agreementId ?? []))
    expect(made.size).toBe(many.agreements.good)
    const broken = new Set(rows.filter((row) => row.end === 'refused').map((row) => String(row.values?.mobility).trim()))
    expect(broken.size).toBe(many.agreements.broken)
    for (const row of rows.filter((one) => one.end === 'refused'))
      expect(row.problems[0], `row ${row.row}`).toMatchObject({ code: expect.any(String), reason: expect.any(String), suggestion: expect.stringMatching(/./) })
  })

  test('the same agreements again, as CSV, change nothing', async () => {
    // Not cut within an agreement: without its last rows it would say something else.
    const first = many.rows.slice(
      0,
      many.rows.findIndex(([mobility], i) => i >= 3_000 && mobility !== many.rows[i - 1]?.[0]),
    )
    const again = await birke.check({ file: await fileOf({ ...many, rows: first }, writeDemoCsv), template, name: 'agreements.csv' })
    await birke.accept(again.id)
    await hub.settle()
    const ended = await birke.until(again.id, ['done'], 240_000)
    expect(Object.keys(ended.ends).sort()).toEqual(['refused', 'unchanged'])
    expect(sum(ended.ends)).toBe(first.length)
    expect(Number(await drafts()) - before).toBe(many.agreements.good)
  })

  test('undone, the drafts are gone', async () => {
    await birke.undo(done.id)
    await hub.settle()
    await birke.until(done.id, ['undone'])
    await hub.settle()
    expect(Number(await drafts())).toBe(before)
  })
})
