import { writeFile } from 'node:fs/promises'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type DataOf, type HubEvent, OpportunityWithdrawn, type SubmissionSubmitted, type SubmittedRow } from '@collegium/contracts'
import ExcelJS from 'exceljs'
import Papa from 'papaparse'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoResults } from '../demo/demo-results.ts'
import { writeDemoXlsx } from '../demo/write-demo-results.ts'
import { uploadPath } from './uploads.ts'
import { alder, anEvent, birke, cedro, exchangeUnderTest, issuedFor, jointCourse, outcomeFor, settledAs, theAlliance } from '../testing/exchange-under-test.ts'

type Submitted = DataOf<typeof SubmissionSubmitted>
interface Run {
  id: string
  state: string
  rows: Record<string, number>
  ends: Record<string, number>
  problems: { code: string; reason: string }[]
  problemCounts: { code: string; rows: number }[]
  changedSince: string[]
  moves: string[]
}

let hub: Awaited<ReturnType<typeof exchangeUnderTest>>
beforeAll(async () => {
  hub = await exchangeUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const header = 'ESI;Home institution;Given names;Family name;Result;Grade;ECTS;Assessment date'
let learner = 0
/** A good row of a learner who is in no other file. */
const aRow = (change: { esi?: string; home?: string; given?: string; outcome?: string; grade?: string; ects?: string; date?: string } = {}) => {
  const n = ++learner
  return [
    change.esi ?? `urn:schac:personalUniqueCode:int:esi:${birke}:n-${n}`,
    change.home ?? birke,
    change.given ?? 'Saga',
    `Lindqvist${n}`,
    change.outcome ?? 'passed',
    change.grade ?? '1,3',
    change.ects ?? '5',
    change.date ?? '30.06.2026',
  ].join(';')
}
const csv = (...rows: string[]) => `${header}\n${rows.join('\n')}\n`

async function checked(content: string | Buffer, fields: Record<string, string> = {}): Promise<Run> {
  const answer = await hub.upload(content, fields)
  expect(answer.statusCode, answer.body).toBe(202)
  await hub.background.idle()
  return runNow(answer.json<Run>().id)
}
const runNow = async (id: string): Promise<Run> => (await hub.call('GET', `/api/imports/${id}`)).json<Run>()
async function accepted(run: Run): Promise<{ run: Run; submitted: Submitted[] }> {
  await hub.published()
  const answer = await hub.call('POST', `/api/imports/${run.id}/accept`)
  expect(answer.statusCode, answer.body).toBe(202)
  await hub.background.idle()
  return { run: await runNow(run.id), submitted: factsOf(await hub.published(), 'submitted') as Submitted[] }
}
const factsOf = (events: readonly HubEvent[], fact: string) => events.filter((event) => event.type.split('.')[3] === fact).map((event) => event.data)

describe('an upload', () => {
  test('is checked in the background: fates, problems and normalisations, and one event that names nobody', async () => {
    await hub.published()
    const run = await checked(csv(aRow({ given: ' Åsa ' }), aRow({ grade: '6,0' }), aRow({ esi: '' })))
    expect(run).toMatchObject({ state: 'checked', rows: { total: 3, good: 1, refused: 1, waiting: 1, unchanged: 0 }, moves: ['accept'] })
    expect(run.problemCounts.map((p) => [p.code, p.rows])).toEqual([
      ['grade-not-on-scale', 1],
      ['learner-without-identifier', 1],
    ])
    const { rows } = (await hub.call('GET', `/api/imports/${run.id}/rows`)).json<{
      rows: { changes: { column: string; from: string; to: string; why: string }[]; problems: { reason: string; suggestion: string }[] }[]
    }>()
    expect(rows[0]?.changes).toContainEqual({ field: 'givenNames', column: 'Given names', from: ' Åsa ', to: 'Åsa', why: 'trimmed' })
    expect(rows[1]?.problems[0]).toMatchObject({
      reason: 'The scale "Germany, 1.0 to 5.0" has no grade "6,0".',
      column: 'Grade',
      docs: '/docs/errors/grade-not-on-scale',
    })
    const events = await hub.published()
    expect(factsOf(events, 'checked')).toEqual([
      { runId: run.id, template: 'joint-course-results', institution: alder, instanceId: jointCourse.instanceId, rows: 3, good: 1, refused: 1, waiting: 1 },
    ])
    expect(JSON.stringify(events)).not.toMatch(/Lindqvist|esi:/)
  })

  test('of the demo data has exactly the mistakes that were put into it', async () => {
    const demo = demoResults({ rows: 300, seed: 11 })
    const out = new PassThrough()
    const [content] = await Promise.all([buffer(out), writeDemoXlsx(demo, out)])
    const run = await checked(content)
    expect(Object.fromEntries(run.problemCounts.map((p) => [p.code, p.rows]))).toEqual(demo.mistakes)
    expect((run.rows.good ?? 0) + (run.rows.refused ?? 0) + (run.rows.waiting ?? 0) + (run.rows.unchanged ?? 0)).toBe(300)
  })

  test('twice at once leads to one run', async () => {
    const content = csv(aRow(), aRow())
    const [one, other] = await Promise.all([hub.upload(content), hub.upload(content)])
    expect(one.json<Run>().id).toBe(other.json<Run>().id)
    await hub.background.idle()
    expect((await runNow(one.json<Run>().id)).rows.total).toBe(2)
  })

  test('shows nothing of its rows in the database', async () => {
    const run = await checked(csv(aRow({ given: 'Unmistakable' })))
    const [stored] = await hub.database.write(
      { tenants: [alder] },
      { correlationId: 'test' },
      ({ sql }) => sql<{ all: string }[]>`select string_agg(r::text, '') as all from import_rows r where run_id = ${run.id}::uuid`,
    )
    expect(stored?.all).not.toContain(Buffer.from('Unmistakable').toString('hex'))
    expect(stored?.all).not.toContain('Unmistakable')
  })

  test.each<[string, number, string, () => ReturnType<typeof hub.upload>]>([
    ['of another institution', 404, 'offering-unknown', () => hub.upload(csv(aRow()), { institution: birke })],
    ['for an offering that somebody else leads', 404, 'offering-unknown', () => hub.upload(csv(aRow()), { institution: cedro }, { institution: cedro })],
    ['for no such offering', 404, 'offering-unknown', () => hub.upload(csv(aRow()), { offering: 'ALD-NOTHING' })],
    ['by no such template', 400, 'template-unknown', () => hub.upload(csv(aRow()), { template: 'grades' })],
    ['without a word on the offering', 400, 'upload-incomplete', () => hub.upload(csv(aRow()), { offering: '' })],
    ['of nothing', 422, 'file-empty', () => hub.upload('')],
    ['by somebody who only looks', 403, 'forbidden', () => hub.upload(csv(aRow()), {}, { roles: ['analyst'] })],
  ])('%s is answered %i %s', async (_, status, code, send) => {
    const answer = await send()
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code])
  })

  test.each<[string, string | Buffer, string]>([
    ['headers alone', `${header}\n`, 'file-headers-only'],
    ['a missing column', 'ESI;Family name\n1;2\n', 'column-missing'],
    ['a PDF called results', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n', 'latin1'), 'file-kind-unsupported'],
    ['XML with entities', '<?xml version="1.0"?><!DOCTYPE elmo [<!ENTITY x SYSTEM "file:///etc/passwd">]><elmo>&x;</elmo>', 'xml-with-doctype'],
  ])('with %s is rejected as a whole, in words', async (_, content, code) => {
    const run = await checked(content)
    expect(run.state).toBe('rejected')
    expect(run.problems[0]).toMatchObject({ code })
    expect(run.problems[0]?.reason.length).toBeGreaterThan(15)
    expect((await hub.call('GET', `/api/imports/${run.id}/rows`)).json()).toMatchObject({ rows: [] })
  })
})

describe('the bad rows', () => {
  test('come back in the template’s shape, safe to open, and import once they are corrected', async () => {
    const run = await checked(csv(aRow(), aRow({ given: '=HYPERLINK("http://evil.example")', grade: '6,0' }), aRow({ date: '06/05/2026' })))
    const answer = await hub.call('GET', `/api/imports/${run.id}/problems.csv`)
    const { data } = Papa.parse<string[]>(answer.body.replace(/^\ufeff/, '').trim())
    expect(data).toHaveLength(3)
    expect(data[1]?.[3]).toBe(`'=HYPERLINK("http://evil.example")`)
    expect(data[2]?.at(-1)).toContain('2026-05-06')
    const corrected = [
      data[0],
      ...data.slice(1).map((row) => row.map((cell) => (cell === '6,0' ? '1,0' : cell === '06/05/2026' ? '2026-05-06' : cell.replace(/^'=/, '')))),
    ]
    const again = await checked(Papa.unparse(corrected as string[][]))
    expect([again.rows, again.problems]).toMatchObject([{ total: 2, good: 2 }, []])
    const xlsx = await hub.call('GET', `/api/imports/${run.id}/problems.xlsx`)
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(xlsx.rawPayload as unknown as ArrayBuffer)
    expect(book.worksheets[0]?.rowCount).toBe(3)
  })
  test('are for offices only, and for their own', async () => {
    const run = await checked(csv(aRow({ grade: '6,0' })))
    expect((await hub.call('GET', `/api/imports/${run.id}/problems.csv`, { roles: ['auditor'] })).statusCode).toBe(403)
    expect((await hub.call('GET', `/api/imports/${run.id}`, { institution: birke })).statusCode).toBe(404)
    const { rows } = (await hub.call('GET', `/api/imports/${run.id}/rows`, { roles: ['auditor'] })).json<{
      rows: { values: unknown; problems: { value: string }[] }[]
    }>()
    expect([rows[0]?.values, rows[0]?.problems[0]?.value]).toEqual([null, ''])
  })
})

describe('an accepted run', () => {
  test('submits each good row once, tells mobility what it says, and is done when every row has ended', async () => {
    const { run, submitted } = await accepted(await checked(csv(aRow(), aRow({ outcome: 'failed', grade: '5,0' }), aRow({ grade: '6,0' }), aRow({ esi: '' }))))
    expect(run).toMatchObject({ state: 'accepted', rows: { submitted: 2 }, ends: { pending: 2, refused: 1, waiting: 1 } })
    expect(submitted.map((s) => [s.runId, s.home, s.lead, s.attempt])).toEqual([
      [run.id, birke, alder, 1],
      [run.id, birke, alder, 1],
    ])
    const answer = (await hub.claim(submitted.map((s) => s.submissionId))).json<{ submissions: SubmittedRow[] }>()
    expect(answer.submissions.map((s) => [s.outcome, s.grade, s.ects, s.learner.givenNames]).sort()).toEqual([
      ['failed', '5.0', 5, 'Saga'],
      ['passed', '1.3', 5, 'Saga'],
    ])
    const passed = submitted.find((s) => answer.submissions.find((a) => a.submissionId === s.submissionId)?.outcome === 'passed') as Submitted
    const failed = submitted.find((s) => s !== passed) as Submitted
    const enrolmentId = newId()
    await hub.feed(settledAs(failed, 'recorded'), settledAs(passed, 'recorded', { enrolmentId, credentialDue: true }))
    expect(await runNow(run.id)).toMatchObject({ state: 'accepted', ends: { recorded: 1, pending: 1 } })
    await hub.feed(issuedFor(passed, enrolmentId), outcomeFor(passed, enrolmentId))
    expect(await runNow(run.id)).toMatchObject({ state: 'done', ends: { recorded: 2, refused: 1, waiting: 1 }, moves: ['undo'] })
  })
  test('ends in whatever order credential, decision and settlement arrive', async () => {
    const { run, submitted } = await accepted(await checked(csv(aRow())))
    const [one] = submitted as [Submitted]
    const enrolmentId = newId()
    await hub.feed(outcomeFor(one, enrolmentId), issuedFor(one, enrolmentId), settledAs(one, 'recorded', { enrolmentId, credentialDue: true }))
    expect(await runNow(run.id)).toMatchObject({ state: 'done', ends: { recorded: 1 } })
  })
  test('gives the rows of one learner one stream, across attempts and files', async () => {
    const esi = `urn:schac:personalUniqueCode:int:esi:${birke}:one-learner`
    const first = await accepted(await checked(csv(aRow({ esi, outcome: 'failed', grade: '5,0' }))))
    const second = await accepted(await checked(`${header};Attempt\n${aRow({ esi: esi.toUpperCase() })};2\n`))
    expect(second.submitted[0]?.streamId).toBe(first.submitted[0]?.streamId)
    expect(second.submitted[0]?.streamId).not.toContain('one-learner')
  })
  test('accepted twice submits nothing twice', async () => {
    const run = await checked(csv(aRow(), aRow()))
    await hub.published()
    await Promise.all([hub.call('POST', `/api/imports/${run.id}/accept`), hub.call('POST', `/api/imports/${run.id}/accept`)])
    await hub.background.idle()
    expect((await hub.call('POST', `/api/imports/${run.id}/accept`)).statusCode).toBe(202)
    expect(factsOf(await hub.published(), 'submitted')).toHaveLength(2)
  })
  test('is undone row by row, with the reason', async () => {
    const { run } = await accepted(await checked(csv(aRow(), aRow())))
    expect((await hub.call('POST', `/api/imports/${run.id}/undo`)).statusCode).toBe(202)
    await hub.background.idle()
    const events = await hub.published()
    expect(factsOf(events, 'withdrawn')).toMatchObject([
      { runId: run.id, reason: 'run-undone' },
      { runId: run.id, reason: 'run-undone' },
    ])
    expect(factsOf(events, 'undone')).toMatchObject([{ runId: run.id, submissions: 2 }])
    expect((await runNow(run.id)).state).toBe('undone')
  })
  test('is refused for a dry run, for a file without good rows, and for roles that do not accept', async () => {
    const codeOf = async (run: Run, roles: readonly 'lecturer'[] | readonly 'examinations-office'[] = ['examinations-office']) =>
      (await hub.call('POST', `/api/imports/${run.id}/accept`, { roles })).json<{ code: string }>().code
    expect(await codeOf(await checked(csv(aRow()), { dryRun: 'true' }))).toBe('dry-run')
    expect(await codeOf(await checked(csv(aRow({ grade: '6,0' }))))).toBe('nothing-to-accept')
    expect(await codeOf(await checked(csv(aRow())), ['lecturer'])).toBe('not-your-turn')
  })
  test('the claim check is for mobility alone', async () => {
    expect((await hub.claim([newId()], { as: 'credentials' })).statusCode).toBe(401)
  })
})

describe('a waiting row', () => {
  const complete = `mutation ($id: ID!, $row: Int!, $esi: String, $home: String) { completeImportRow(id: $id, row: $row, esi: $esi, home: $home) { __typename ... on ImportRun { state good waiting submitted } ... on Problem { code } } }`
  const asked = async (variables: Record<string, unknown>) =>
    (await hub.graph<{ completeImportRow: Record<string, unknown> }>(complete, variables)).data.completeImportRow
  test('goes on when a person names the learner: before acceptance with the others, after it at once', async () => {
    const run = await checked(csv(aRow(), aRow({ esi: '' }), aRow({ esi: '' })))
    expect(await asked({ id: run.id, row: 3, esi: '4711' })).toEqual({ __typename: 'Problem', code: 'esi-malformed' })
    expect(await asked({ id: run.id, row: 3, esi: `urn:schac:personalUniqueCode:int:esi:${cedro}:1` })).toEqual({
      __typename: 'Problem',
      code: 'esi-not-of-home',
    })
    expect(await asked({ id: run.id, row: 3, esi: `urn:schac:personalUniqueCode:int:esi:${birke}:found` })).toMatchObject({ good: 2, waiting: 1, submitted: 0 })
    const first = await accepted(run)
    expect(first.submitted).toHaveLength(2)
    expect(await asked({ id: run.id, row: 4 })).toMatchObject({ state: 'accepted', submitted: 3, waiting: 0 })
    const [late] = factsOf(await hub.published(), 'submitted') as [Submitted]
    const { submissions } = (await hub.claim([late.submissionId])).json<{ submissions: SubmittedRow[] }>()
    expect(submissions[0]).toMatchObject({ home: birke, learner: { esi: null, givenNames: 'Saga' } })
    expect(await asked({ id: run.id, row: 4 })).toEqual({ __typename: 'Problem', code: 'row-not-waiting' })
    await hub.feed(...[...first.submitted, late].map((s) => settledAs(s, 'recorded')))
    expect(await runNow(run.id)).toMatchObject({ state: 'done', ends: { recorded: 3 } })
  })
})

describe('headers of an institution', () => {
  const save = `mutation ($mapping: JSON!) { saveHeaderMapping(template: "joint-course-results", mapping: $mapping) { __typename ... on Problem { code details } } }`
  const finnish = 'Opiskelija;Etunimi;Sukunimi;Tulos;Arvosana;Pvm\n'
  test('are found once their mapping is saved, and only for that institution', async () => {
    const row = `urn:schac:personalUniqueCode:int:esi:${birke}:fi;Aino;Virtanen;hyväksytty;1,0;30.6.2026\n`
    expect((await checked(finnish + row)).problems[0]).toMatchObject({ code: 'column-missing' })
    const mapping = { Opiskelija: 'studentIdentifier', Etunimi: 'givenNames', Sukunimi: 'familyName', Tulos: 'outcome', Arvosana: 'grade', Pvm: 'assessedOn' }
    expect((await hub.graph<{ saveHeaderMapping: object }>(save, { mapping: { Pvm: 'day' } })).data.saveHeaderMapping).toMatchObject({
      __typename: 'Problem',
      code: 'mapping-unusable',
    })
    expect((await hub.graph<{ saveHeaderMapping: object }>(save, { mapping })).data.saveHeaderMapping).toEqual({ __typename: 'HeaderMapping' })
    expect(await checked(finnish + row)).toMatchObject({ state: 'checked', rows: { good: 1 } })
    const query = '{ headerMapping(template: "joint-course-results") { mapping } }'
    expect((await hub.graph<{ headerMapping: object }>(query, {})).data.headerMapping).toEqual({ mapping })
    expect((await hub.graph<{ headerMapping: object | null }>(query, {}, { institution: birke })).data.headerMapping).toBeNull()
  })
})

describe('between check and acceptance', () => {
  test('a changed offering is looked at again, and what it refuses is said', async () => {
    const run = await checked(csv(aRow(), aRow({ ects: '2' })))
    await hub.feed(...theAlliance({ ects: 3, version: 2 }))
    const { run: after, submitted } = await accepted(run)
    await hub.feed(...theAlliance({ version: 3 }))
    expect(submitted).toHaveLength(1)
    expect(after).toMatchObject({ changedSince: ['offering-changed'], rows: { good: 1, refused: 1 } })
    expect(after.problemCounts).toMatchObject([{ code: 'ects-above-offering', rows: 1 }])
  })
  test('a withdrawn offering takes nothing', async () => {
    const run = await checked(csv(aRow()))
    await hub.feed(
      anEvent(OpportunityWithdrawn, {
        specificationId: jointCourse.specificationId,
        version: 4,
        lead: alder,
        instanceId: jointCourse.instanceId,
        reason: 'withdrawn',
      }),
    )
    expect((await hub.call('POST', `/api/imports/${run.id}/accept`)).json()).toMatchObject({ code: 'offering-withdrawn' })
    await hub.feed(...theAlliance({ version: 5 }))
  })
  test('a process that was killed leaves nothing half-written, and another goes on', async () => {
    const content = csv(aRow(), aRow())
    const { id } = (await hub.upload(content)).json<Run>()
    await hub.background.idle()
    // As a kill in the middle of a check leaves it: the state says checking, the lease has run out, no row is there.
    const asKilled = () =>
      hub.database.write({ tenants: [alder] }, { correlationId: 'test' }, async (tx) => {
        await tx.sql`delete from import_rows where run_id = ${id}::uuid`
        await tx.sql`update import_runs set state = 'checking', rows = 0, leased_until = ${'2026-11-22T09:00:00Z'}::text::timestamptz where id = ${id}::uuid`
      })
    await asKilled()
    await writeFile(uploadPath(hub.dependencies.settings.dataDir, id), content)
    await hub.background.idle()
    expect(await runNow(id)).toMatchObject({ state: 'checked', rows: { total: 2, good: 2 } })
    await asKilled()
    await hub.background.idle()
    // Where the upload is lost as well, the run says so instead of waiting for ever.
    expect(await runNow(id)).toMatchObject({ state: 'rejected', problems: [{ code: 'file-damaged' }] })
  })
  test('after thirty days the values are gone and the fates stay', async () => {
    const { wipeOldRuns } = await import('./wipe-runs.ts')
    const { run, submitted } = await accepted(await checked(csv(aRow(), aRow({ grade: '6,0' }))))
    const content = csv(aRow())
    const left = await checked(content)
    hub.pass(31 * 24 * 3_600_000)
    expect(await wipeOldRuns(hub.dependencies, [alder])).toBeGreaterThan(0)
    const { rows } = (await hub.call('GET', `/api/imports/${run.id}/rows`)).json<{ rows: { fate: string; values: unknown; changes: unknown }[] }>()
    expect(rows.map((row) => [row.fate, row.values, row.changes])).toEqual([
      ['good', null, null],
      ['refused', null, null],
    ])
    expect((await hub.claim(submitted.map((s) => s.submissionId))).json()).toMatchObject({ submissions: [] })
    expect((await hub.call('GET', `/api/imports/${run.id}/problems.csv`)).json()).toMatchObject({ code: 'run-wiped' })
    expect((await hub.call('POST', `/api/imports/${left.id}/accept`)).json()).toMatchObject({ code: 'run-wiped' })
    const anew = await checked(content)
    expect([anew.id === left.id, anew.rows.good]).toEqual([false, 1])
  })
})
