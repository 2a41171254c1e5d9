import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { demoResults, writeDemoXlsx } from '@collegium/exchange'
import { kafkaForTests } from '@collegium/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, root, type Run, type RunRow, type TestHub, type Visitor } from '../hub.ts'
import { type Enrolment, enrolmentsSeenBy } from './enrolments.ts'
import { resultsCsv } from './results-csv.ts'

const homeOffice = readFileSync(join(root, 'test', 'journeys', 'queries', 'home-office.graphql'), 'utf8')
const seventh = demoResults({ rows: 200, seed: 7 })
const kafka = await kafkaForTests()

/** The workbook that an office would have on its disk. */
async function workbook(): Promise<Uint8Array> {
  const out = new PassThrough()
  const [bytes] = await Promise.all([buffer(out), writeDemoXlsx(seventh, out)])
  return bytes
}

const count = <T>(of: readonly T[], by: (one: T) => string): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const one of of) counts[by(one)] = (counts[by(one)] ?? 0) + 1
  return counts
}

/** What the generator spoiled on purpose, by what it does to its row: these three lists are the test's own. */
const mistakes = Object.entries(seventh.mistakes)
const waitsForPerson = mistakes.filter(([code]) => code === 'learner-without-identifier').reduce((sum, [, n]) => sum + n, 0)
const saysTheSame = mistakes.filter(([code]) => code === 'row-doubled').reduce((sum, [, n]) => sum + n, 0)
const refusedRows = mistakes.reduce((sum, [, n]) => sum + n, 0) - waitsForPerson - saysTheSame

const logs = [
  { name: 'the log on PostgreSQL', eventLog: { driver: 'postgres' as const } },
  {
    name: 'missing' in kafka ? `Kafka: SKIPPED, ${kafka.missing}` : 'Kafka',
    eventLog: 'missing' in kafka ? null : { driver: 'kafka' as const, brokers: kafka.brokers.split(',') },
  },
]

describe.each(logs)('200 rows as an office sends them, over $name', { timeout: 90_000 }, ({ eventLog }) => {
  let hub: TestHub
  let alder: Visitor
  let birke: Visitor
  let cedro: Visitor
  let checked: Run
  let done: Run
  let rows: RunRow[]
  let file: Uint8Array

  beforeAll(async () => {
    if (!eventLog) return
    hub = await Hub.start({ eventLog })
    alder = await hub.as('office@uni-alder.example')
    birke = await hub.as('office@uni-birke.example')
    cedro = await hub.as('office@uni-cedro.example')
    file = await workbook()
    checked = await alder.check({ file, name: 'results.xlsx' })
    await alder.accept(checked.id)
    await hub.settle()
    done = await alder.until(checked.id, ['done'])
    await hub.settle()
    rows = await alder.rows(checked.id)
  }, 300_000)
  afterAll(() => hub?.stop())
  const within = test.skipIf(!eventLog)

  within('the check counts what the generator spoiled, no more and no less', () => {
    expect(Object.fromEntries(checked.problemCounts.map(({ code, rows: n }) => [code, n]))).toEqual(seventh.mistakes)
    expect(checked.rows).toMatchObject({
      total: 200,
      refused: refusedRows,
      waiting: waitsForPerson,
      unchanged: saysTheSame,
      good: 200 - refusedRows - waitsForPerson - saysTheSame,
    })
  })

  within('every row has one of the five ends, and they add up', () => {
    expect(Object.keys(done.ends).filter((end) => !['recorded', 'unchanged', 'corrected', 'refused', 'waiting'].includes(end))).toEqual([])
    expect(Object.values(done.ends).reduce((sum, n) => sum + n, 0)).toBe(200)
    expect(done.ends.refused).toBe(refusedRows)
    expect(done.ends.unchanged).toBe(saysTheSame)
    for (const row of rows) {
      if (row.end === 'waiting') expect(row, `row ${row.row}`).toMatchObject({ reason: expect.any(String), turn: expect.stringMatching(/^uni-/) })
      if (row.end === 'refused')
        expect(row.problems[0], `row ${row.row}`).toMatchObject({
          code: expect.any(String),
          reason: expect.any(String),
          suggestion: expect.stringMatching(/./),
        })
    }
  })

  within('each good row is a result; passed ones have a sealed credential and a decision or a person to decide, others neither', async () => {
    const enrolments = new Map(
      [...(await enrolmentsSeenBy(birke)), ...(await enrolmentsSeenBy(cedro)), ...(await enrolmentsSeenBy(alder))].map((one) => [one.id, one]),
    )
    const good = rows.filter((row) => row.fate === 'good')
    expect(good.length).toBe(checked.rows.good)
    for (const row of good) {
      const enrolment = enrolments.get(row.enrolmentId ?? '')
      const attempt = Number(row.values?.attempt ?? 1)
      const result = enrolment?.results.find((one) => one.attempt === attempt)
      expect(result, `row ${row.row} is a result`).toMatchObject({
        outcome: row.values?.outcome,
        grade: row.values?.grade,
        ects: row.values?.outcome === 'passed' ? row.values.ects : 0,
      })
      const credentials = enrolment?.credentials.filter((one) => one.attempt === attempt) ?? []
      if (row.values?.outcome !== 'passed') {
        expect([credentials, row.end], `row ${row.row} was not passed`).toEqual([[], 'recorded'])
        continue
      }
      expect(
        credentials.map((one) => one.state),
        `row ${row.row}`,
      ).toEqual(['issued'])
      expect(
        credentials[0]?.verdicts.filter(({ verdict }) => verdict === 'error'),
        `row ${row.row}`,
      ).toEqual([])
      expect(credentials[0]?.verdicts.find(({ check }) => check === 'seal')?.verdict).toBe('ok')
      if (row.end === 'recorded') expect(enrolment?.outcome, `row ${row.row} is recognised`).toEqual({ outcome: 'full', credits: 5 })
      // The lead has promised itself nothing, so its own learners' cases are a person's.
      else expect([row.end, row.turn, enrolment?.home.schacId]).toEqual(['waiting', enrolment?.home.schacId, 'uni-alder.example'])
    }
  })

  within('a decision by commitment cites agreement, version and clause; the outcome stands on the enrolment', async () => {
    for (const [visitor, clause] of [
      [birke, '01930000-0000-7000-8000-000000000011'],
      [cedro, '01930000-0000-7000-8000-000000000012'],
    ] as const) {
      const decided = (await enrolmentsSeenBy(visitor)).filter((one) => one.cases.some((each) => each.state === 'decided'))
      expect(decided.length).toBeGreaterThan(5)
      for (const { cases, outcome } of decided) {
        expect(cases[0]?.decision).toEqual({
          outcome: 'full',
          credits: 5,
          agreementTitle: 'Joint courses in data and society 2026–2030',
          agreementVersion: expect.any(Number),
          clauseId: clause,
          by: 'system',
        })
        expect(outcome).toEqual({ outcome: 'full', credits: 5 })
      }
    }
  })

  within('every delivery to the sandbox partner was acknowledged', async () => {
    const deliveries = (await enrolmentsSeenBy(birke)).flatMap((one) => one.deliveries)
    expect(deliveries.length).toBeGreaterThan(100)
    expect(count(deliveries, (one) => `${one.state} ${one.remoteState}`)).toEqual({ 'acknowledged 204': deliveries.length })
    expect(new Set(deliveries.map((one) => one.eventType))).toEqual(new Set(['org.collegium.enrolment.outcome-recorded.v1']))
  })

  within('the sealed bytes verify for anybody; one changed byte does not', async () => {
    const [enrolment] = (await enrolmentsSeenBy(birke)).filter((one) => one.credentials.length > 0)
    const bytes = await birke.bytes(`/api/credentials/${enrolment?.credentials[0]?.id}`)
    const verify = async (body: Uint8Array) =>
      (await (
        await fetch(`${hub.url}/api/verify`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: new Uint8Array(body) })
      ).json()) as { verdicts: { check: string; verdict: string }[] }
    const verdictOf = (report: { verdicts: { check: string; verdict: string }[] }, check: string) => report.verdicts.find((one) => one.check === check)?.verdict
    const report = await verify(bytes)
    expect(report.verdicts.filter(({ verdict }) => verdict === 'error')).toEqual([])
    expect([verdictOf(report, 'seal'), verdictOf(report, 'revocation')]).toEqual(['ok', 'ok'])
    const text = Buffer.from(bytes).toString('utf8')
    const forged = text.replace('Data and Society', 'Data and Sobriety')
    expect(forged).not.toBe(text)
    expect(verdictOf(await verify(Buffer.from(forged)), 'seal')).toBe('error')
    expect((await cedro.fetch(`/api/credentials/${enrolment?.credentials[0]?.id}`)).status).toBe(404)
  })

  within('one question answers the home office, shows the third university its own, and the analyst no person', async () => {
    type Answer = { learningOpportunityInstance: { enrolments: { totalCount: number; edges: { node: Enrolment }[] } } }
    const asked = async (visitor: Visitor) => {
      const { data, errors } = await visitor.ask(homeOffice)
      expect(errors).toEqual([])
      return (data as Answer).learningOpportunityInstance.enrolments
    }
    const own = new Map([
      [birke, 'uni-birke.example'],
      [cedro, 'uni-cedro.example'],
    ])
    for (const [visitor, home] of own) {
      const { totalCount, edges } = await asked(visitor)
      const theirs = new Set(rows.filter((row) => row.fate === 'good' && row.values?.home === home).map((row) => row.enrolmentId))
      expect(totalCount).toBe(theirs.size)
      for (const { node } of edges) {
        expect(node.home.schacId).toBe(home)
        expect(node.learner?.esi).toContain(`:${home}:`)
        expect(node.participantName).toContain(node.learner?.familyName)
      }
      expect(
        edges.some(({ node }) => node.credentials[0]?.verdicts.length === 7 && node.cases[0]?.decision && node.outcome && node.deliveries.length > 0),
      ).toBe(true)
    }
    const analyst = await asked(await hub.as('analyst@alliance.example'))
    expect(analyst).toEqual({ totalCount: 0, edges: [] })
  })

  within('the figures of analytics are those of a count by hand', async () => {
    const passed = rows.filter((row) => row.fate === 'good' && row.values?.outcome === 'passed')
    const { data } = await birke.ask(
      '{ credits(by: PAIR) { rows { lead home iscedF academicYear tier credentials { value suppressed } ectsEarned { value } decided { value } ectsRecognised { value } } coverage { institution academicYear } } }',
    )
    const { credits } = data as {
      credits: {
        rows: {
          home: string
          tier: string
          credentials: { value: number | null; suppressed: string | null }
          ectsEarned: { value: number }
          decided: { value: number }
          ectsRecognised: { value: number }
        }[]
        coverage: { institution: string }[]
      }
    }
    const mine = passed.filter((row) => row.values?.home === 'uni-birke.example')
    const recognised = mine.filter((row) => row.end === 'recorded')
    expect(credits.rows.find((row) => row.home === 'uni-birke.example')).toMatchObject({
      lead: 'uni-alder.example',
      iscedF: '0613',
      academicYear: '2026/2027',
      tier: 'own',
      credentials: { value: mine.length, suppressed: null },
      ectsEarned: { value: mine.reduce((sum, row) => sum + Number(row.values?.ects), 0) },
      decided: { value: recognised.length },
      ectsRecognised: { value: 5 * recognised.length },
    })
    expect(credits.coverage.map((one) => one.institution).sort()).toEqual(['uni-alder.example', 'uni-birke.example', 'uni-cedro.example'])
    const cells = await hub.look<{ home: string; credentials: number }>('analytics', (sql) => sql`select home, credentials from credit_cells`)
    expect(Object.fromEntries(cells.map((cell) => [cell.home, cell.credentials]))).toEqual(count(passed, (row) => String(row.values?.home)))
  })

  within('the same file again changes nothing', async () => {
    const before = await hub.look<{ topic: string; n: number }>('mobility', (sql) => sql`select state as topic, count(*)::int as n from results group by 1`)
    const again = await alder.check({ file, name: 'the same under another name.xlsx' })
    expect(again.id).not.toBe(checked.id)
    await alder.accept(again.id)
    await hub.settle()
    const ended = await alder.until(again.id, ['done'])
    expect(ended.ends).toEqual({ unchanged: checked.rows.good + saysTheSame, refused: refusedRows, waiting: waitsForPerson })
    expect(await hub.look('mobility', (sql) => sql`select state as topic, count(*)::int as n from results group by 1`)).toEqual(before)
  })

  within('a changed grade is a correction: a new version, the credential superseded, the case a person’s again', async () => {
    const learner = { learner: 'corrected-1', familyName: 'Rättad' }
    const first = await alder.check({ file: resultsCsv([{ ...learner, grade: '2.3' }]) })
    await alder.accept(first.id)
    await hub.settle()
    expect((await alder.until(first.id, ['done'])).ends).toEqual({ recorded: 1 })
    const second = await alder.check({ file: resultsCsv([{ ...learner, grade: '1.3' }]) })
    await alder.accept(second.id)
    await hub.settle()
    const ended = await alder.until(second.id, ['done'])
    expect(ended.ends).toEqual({ corrected: 1 })
    const [row] = await alder.rows(second.id)
    const enrolment = (await enrolmentsSeenBy(birke)).find((one) => one.id === row?.enrolmentId)
    expect(enrolment?.results).toEqual([expect.objectContaining({ state: 'corrected', grade: '1.3', version: 2 })])
    const [old, standing] = [...(enrolment?.credentials ?? [])].sort((a, b) => a.resultVersion - b.resultVersion)
    expect([old?.state, old?.reason, standing?.state, standing?.resultVersion, standing?.supersedes?.id]).toEqual([
      'superseded',
      'file-corrected',
      'issued',
      2,
      old?.id,
    ])
    expect(enrolment?.cases).toEqual([
      expect.objectContaining({
        state: 'reopened',
        reason: 'result-corrected',
        explanation: 'The result was corrected after the case was opened.',
        decision: null,
      }),
    ])
    expect(enrolment?.outcome, 'the decision on the old result no longer stands').toBeNull()
  })

  within('a person decides what was opened again, and it stands on the enrolment', async () => {
    const office = await hub.as('recognition@uni-birke.example')
    const { data } = await office.ask('{ recognitionCases(state: "reopened", first: 10) { edges { node { id version enrolment { id } } } } }')
    const [{ node } = { node: null }] = (data as { recognitionCases: { edges: { node: { id: string; version: number; enrolment: { id: string } } }[] } })
      .recognitionCases.edges
    const decide =
      'mutation Decide($id: ID!, $version: Int!, $outcome: RecognitionOutcome!, $credits: Float!, $reasons: [String!], $text: String) { decideCase(id: $id, expectedVersion: $version, outcome: $outcome, credits: $credits, reasons: $reasons, text: $text) { __typename ... on RecognitionCase { state } ... on Problem { code } } }'
    const decided = async (variables: object) => (await office.ask(decide, { id: node?.id, version: node?.version, ...variables })).data
    expect(await decided({ outcome: 'refused', credits: 0, reasons: ['workload'], text: 'Too short.' })).toMatchObject({
      decideCase: { code: 'workload-alone' },
    })
    expect(await decided({ outcome: 'full', credits: 5, version: 1 })).toMatchObject({ decideCase: { code: 'stale-version' } })
    expect(await decided({ outcome: 'full', credits: 5 })).toMatchObject({ decideCase: { state: 'decided' } })
    await hub.settle()
    expect((await enrolmentsSeenBy(birke)).find((one) => one.id === node?.enrolment.id)?.outcome).toEqual({ outcome: 'full', credits: 5 })
  })

  within('taken back, a run that corrected a result restores what stood before: a new version, a credential for it, the case a person’s again', async () => {
    const runs = await hub.look<{ id: string }>('exchange', (sql) => sql`select run_id as id from import_rows where settlement = 'corrected'`)
    const [run] = runs
    expect(runs).toHaveLength(1)
    const [row] = await alder.rows(run?.id ?? '')
    await alder.undo(run?.id ?? '')
    await hub.settle()
    await alder.until(run?.id ?? '', ['undone'])
    await hub.settle()
    const enrolment = (await enrolmentsSeenBy(birke)).find((one) => one.id === row?.enrolmentId)
    expect(enrolment?.results).toEqual([expect.objectContaining({ state: 'corrected', grade: '2.3', version: 3 })])
    const credentials = [...(enrolment?.credentials ?? [])].sort((x, y) => x.resultVersion - y.resultVersion)
    expect(credentials.map((one) => [one.resultVersion, one.state, one.reason])).toEqual([
      [1, 'superseded', 'file-corrected'],
      [2, 'superseded', 'run-undone'],
      [3, 'issued', null],
    ])
    expect(enrolment?.cases).toEqual([expect.objectContaining({ state: 'reopened', reason: 'result-corrected' })])
    expect((await alder.rows(run?.id ?? ''))[0]).toMatchObject({ end: 'corrected', reason: 'run-undone', undone: true })
  })

  within('a run taken back: results annulled, credentials revoked, cases opened again, each with its reason', async () => {
    await alder.undo(checked.id)
    await hub.settle()
    await alder.until(checked.id, ['undone'])
    await hub.settle()
    const ids = new Set(rows.filter((row) => row.fate === 'good').map((row) => row.enrolmentId))
    const undone = (await enrolmentsSeenBy(birke)).filter((one) => ids.has(one.id))
    expect(undone.length).toBeGreaterThan(50)
    for (const { results, credentials, cases, outcome } of undone) {
      expect(new Set(results.map((one) => one.state))).toEqual(new Set(['annulled']))
      for (const credential of credentials) expect(credential).toMatchObject({ state: 'revoked', reason: 'run-undone' })
      for (const one of cases) expect(one).toMatchObject({ state: 'reopened', reason: 'credential-revoked', decision: null })
      expect(outcome).toBeNull()
    }
    const revoked = undone.find((one) => one.credentials.length > 0)?.credentials[0]?.id
    const bytes = await birke.bytes(`/api/credentials/${revoked}`)
    const report = (await (
      await fetch(`${hub.url}/api/verify`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: new Uint8Array(bytes) })
    ).json()) as { verdicts: { check: string; verdict: string }[] }
    expect(report.verdicts.find((one) => one.check === 'revocation')?.verdict).toBe('error')
    const cells = await hub.look<{ n: number }>('analytics', (sql) => sql`select coalesce(sum(credentials), 0)::int as n from credit_cells`)
    expect(cells[0]?.n, 'the corrected learner alone still has a credential').toBe(1)
  })

  within('nothing was parked on the way', async () => {
    for (const service of hub.hub.services.keys()) expect(await hub.look(service, (sql) => sql`select * from parked_key`), service).toEqual([])
  })
})
