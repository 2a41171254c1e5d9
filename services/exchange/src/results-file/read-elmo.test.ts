import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resultsTemplate } from './results-template.ts'
import { describe, expect, test } from 'vitest'
import { explain } from '../errors.ts'
import { aContext } from './check-context.fixture.ts'
import { CheckedResults } from './domain/checked-results.ts'
import type { OfferingContext, CheckedRow } from '../files/domain/rows.ts'
import type { ResultRow } from './domain/result-row.ts'
import { newReport } from '../files/file-report.ts'
import { readRows } from '../files/read-file.ts'

const root = join(import.meta.dirname, '../../../..')
const standards = join(root, process.env.HUB_STANDARDS_DIR ?? '../shared/standards')
const published = join(standards, 'elmo')
const sent = join(standards, '../real-inputs/elmo')
const missing = (path: string) => (existsSync(path) ? '' : ` — SKIPPED: ${path} is not there; set HUB_STANDARDS_DIR`)

async function judged(path: string, context: OfferingContext) {
  const report = newReport()
  const file = new CheckedResults(context)
  const rows: CheckedRow<ResultRow>[] = []
  for await (const batch of readRows(path, resultsTemplate, {}, report)) rows.push(...batch.map((raw) => file.check(raw)))
  return { rows, report }
}
const of = (codes: string[], change: Partial<OfferingContext> = {}, ects = 30) => aContext({ codes, ects }, change)

describe.skipIf(!existsSync(sent))(`ELMO as partners send it${missing(sent)}`, () => {
  test('STADS: a placeholder issuer and a national scale; the learner waits for identifier and home', async () => {
    const { rows, report } = await judged(join(sent, 'dk-stads-unsigned.xml'), of(['EJK-HØE']))
    expect(rows).toHaveLength(5)
    expect(rows.filter((r) => r.problems[0]?.code === 'opportunity-unknown')).toHaveLength(4)
    const ours = rows.find((r) => r.fate === 'waiting')
    expect(ours?.values).toMatchObject({
      givenNames: 'Jens',
      familyName: 'Hansen',
      localId: '4',
      grade: '7',
      gradingScheme: 'dk-7-step',
      outcome: 'passed',
      ects: 10,
      assessedOn: '2010-08-31',
    })
    expect(ours?.problems.map((p) => p.code)).toEqual(['home-asked-for', 'learner-without-identifier'])
    expect(report.notes.map((n) => n.code).sort()).toEqual(['issuer-not-named', 'national-identifier-left-out'])
    expect(JSON.stringify(rows)).not.toContain('091280')
  })
  test('NCP Finland: modules inside degrees, words for grades, dates with a layout of their own', async () => {
    const ours = await Promise.all(
      ['kira1', 'KIRH01'].map(async (code) =>
        (await judged(join(sent, 'fi-ncp-complicated.xml'), of([code], { defaultHome: 'uni-birke.example' }))).rows.filter((r) => r.fate === 'waiting'),
      ),
    )
    expect(ours.flat().map((r) => [r.values.grade, r.values.gradingScheme, r.values.outcome, r.values.ects, r.values.assessedOn])).toEqual([
      ['3', 'fi-0-5', 'passed', 5, '2013-03-02'],
      [null, null, 'passed', 2, '2015-04-05'],
    ])
    const finland = await judged(join(sent, 'fi-ncp-finland.xml'), of(['KKRUHUK']))
    expect(finland.rows.length).toBeGreaterThan(30)
    const failed = finland.rows.find((r) => r.problems[0]?.code !== 'opportunity-unknown')
    expect(failed?.values).toMatchObject({ outcome: 'failed', birthDate: '1966-07-18', familyName: 'Keränen' })
    expect(failed?.problems.map((p) => p.code)).toContain('date-unreadable')
  })
  test('every refusal is a sentence with a next step, in English and German', async () => {
    for (const file of ['dk-stads-unsigned.xml', 'fi-ncp-complicated.xml', 'fi-ncp-finland.xml']) {
      const { rows } = await judged(join(sent, file), of(['ALD-DATA-2026']))
      for (const problem of rows.flatMap((r) => r.problems)) {
        for (const language of ['en', 'de'] as const) {
          const { reason, suggestion } = explain(problem, 'Grade', language)
          expect(`${reason} ${suggestion}`).not.toMatch(/[{}]|undefined/)
          expect(Math.min(reason.length, suggestion.length)).toBeGreaterThan(15)
        }
      }
    }
  })
})

describe.skipIf(!existsSync(published))(`the published examples${missing(published)}`, () => {
  test.each(['elmo-schemas-v1/example.xml', 'elmo-schemas-v2.1.1/elmo-schemas-example.xml'])(
    '%s: courses of another university are refused as such, the one that matches is judged',
    async (file) => {
      const { rows } = await judged(join(published, file), of(['1000-217bMRJ']))
      const ours = rows.find((r) => r.problems[0]?.code !== 'opportunity-unknown')
      expect(rows.length).toBeGreaterThan(3)
      expect(ours?.problems.map((p) => p.code)).toEqual(expect.arrayContaining(['issuer-not-lead', 'home-asked-for', 'learner-without-identifier']))
      expect(ours?.values).toMatchObject({ gradingScheme: 'percentage', grade: '45.1', ects: 6, assessedOn: '2015-03-17', givenNames: 'Wojciech Łukasz' })
      // Passed with 45.1 is for the issuer to say, and not on our scale of percentages: a person looks at it.
      expect(ours?.problems.map((p) => p.code)).toContain('outcome-contradicts-grade')
    },
  )
})

test('a 2.x document of the lead with an ESI imports; several documents under one root do, too', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'elmo-')), 'results.xml')
  const document = (n: number, label: string) => `<elmo xmlns="https://github.com/emrex-eu/elmo-schemas/tree/v2">
    <learner><identifier type="esi">urn:schac:personalUniqueCode:int:esi:uni-birke.example:${n}</identifier><givenNames>Saga</givenNames><familyName>Lindqvist ${n}</familyName><bday>2001-04-09</bday></learner>
    <report><issuer><country>DE</country><identifier type="schac">uni-alder.example</identifier><title xml:lang="en">Alder University</title></issuer>
    <learningOpportunitySpecification><identifier type="local">ALD-DATA-2026</identifier><title xml:lang="en">Data &amp; Society</title><type>Course</type><specifies><learningOpportunityInstance><date>2026-06-30</date>
    <status>passed</status><resultLabel>${label}</resultLabel><credit><scheme>ECTS</scheme><value>5</value></credit></learningOpportunityInstance></specifies></learningOpportunitySpecification></report></elmo>`
  writeFileSync(path, `<?xml version="1.0" encoding="UTF-8"?><transcripts>${document(1, '1,3')}${document(2, '2.0')}</transcripts>`)
  const { rows, report } = await judged(path, aContext())
  expect(rows.map((r) => [r.fate, r.values.home, r.values.grade, r.values.familyName])).toEqual([
    ['good', 'uni-birke.example', '1.3', 'Lindqvist 1'],
    ['good', 'uni-birke.example', '2.0', 'Lindqvist 2'],
  ])
  expect(report.notes).toEqual([])
})
