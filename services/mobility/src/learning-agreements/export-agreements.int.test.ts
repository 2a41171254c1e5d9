import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readKeys, tokenMint } from '@collegium/service-kit'
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import { alder, birke, cedro, mobilityUnderTest, officeOf, theAlliance } from '../testing/mobility-under-test.ts'

let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
const titles = ['Statistics II', '=HYPERLINK("https://evil.example")', 'Urban Ecology']
beforeAll(async () => {
  hub = await mobilityUnderTest()
  await hub.feed(...theAlliance())
  for (const [i, title] of titles.entries()) {
    const learner = await hub.graph<{ registerLearner: { id: string } }>(
      'mutation ($learner: LearnerInput!) { registerLearner(learner: $learner) { ... on Learner { id } ... on Problem { code details } } }',
      { learner: { esi: `urn:schac:personalUniqueCode:int:esi:${birke}:ex-${i}`, givenNames: i === 1 ? '=1+1' : 'Bo', familyName: `Export${i}` } },
      officeOf(birke),
    )
    const { errors } = await hub.graph(
      'mutation ($a: LearningAgreementInput!) { openLearningAgreement(agreement: $a) { ... on LearningAgreement { id } ... on Problem { code details } } }',
      {
        a: {
          learnerId: learner.data.registerLearner.id,
          receiving: i === 2 ? cedro : alder,
          type: 'semester',
          academicYear: '2026/2027',
          content: {
            components: [{ id: newId(), table: 'studied', title, credits: [{ scheme: 'ects', value: 5 }] }],
            links: [],
            iscedF: '0542',
            eqfLevel: 6,
            languageTag: 'en',
            languageLevel: 'B2',
          },
        },
      },
      officeOf(birke),
    )
    expect(errors).toBeUndefined()
  }
})
afterAll(() => hub?.[Symbol.asyncDispose]())

async function exported(query: string, institution = birke) {
  const { dependencies } = hub
  const mint = tokenMint('gateway', readKeys(join(dependencies.settings.dataDir, 'keys'), 'gateway'), dependencies.clock)
  const token = await mint.mint('mobility', {
    subject: `person:office@${institution}`,
    kind: 'person',
    institution,
    roles: ['international-office'],
    units: [],
  })
  return hub.app.inject({ method: 'GET', url: `/api/learning-agreements/export?${query}`, headers: { authorization: `Bearer ${token}` } })
}

describe('the export of a filtered list', () => {
  test('holds as many rows as the list counts, whatever the format', async () => {
    for (const query of ['', 'partner=uni-cedro.example', 'text=ecology', 'academicYear=2030%2F2031']) {
      const csv = await exported(`format=csv&${query}`)
      const json = (await exported(`format=json&${query}`)).json<{ made: { rows: number }; agreements: unknown[] }>()
      const workbook = new ExcelJS.Workbook()
      await workbook.xlsx.load((await exported(`format=xlsx&${query}`)).rawPayload as unknown as ArrayBuffer)
      const rows = Number(csv.headers['x-rows'])
      expect([
        query,
        csv.body.trim().split('\r\n').length - 1,
        json.agreements.length,
        json.made.rows,
        workbook.getWorksheet('Learning agreements')?.rowCount,
      ]).toEqual([query, rows, rows, rows, rows + 1])
    }
    expect(Number((await exported('')).headers['x-rows'])).toBe(3)
  })
  test('says how it was made, in a sheet of its own', async () => {
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load((await exported('format=xlsx&text=ecology')).rawPayload as unknown as ArrayBuffer)
    const told: Record<string, string> = {}
    workbook.getWorksheet('How this was made')?.eachRow((row) => void (told[String(row.getCell(1).value)] = String(row.getCell(2).value)))
    expect(told).toMatchObject({ By: `office@${birke}`, Institution: birke, Rows: '1', Filter: '{"text":"ecology"}' })
  })
  test('a name that begins like a formula stays text', async () => {
    expect((await exported('format=csv')).body).toContain("'=1+1")
  })
  test('a mistyped filter is refused instead of exporting everything, and another institution gets its own', async () => {
    const refused = await exported('partnr=uni-cedro.example')
    expect([refused.statusCode, refused.json<{ code?: string }>()]).toMatchObject([400, {}])
    expect((await exported('format=pdf')).statusCode).toBe(400)
    expect((await exported('format=csv', alder)).headers['x-rows']).toBe('0')
  })
})
