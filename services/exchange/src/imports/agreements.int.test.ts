import type { DataOf, HubEvent, SubmissionEntrySettled, SubmissionEntrySubmitted, SubmissionsAnswer } from '@collegium/contracts'
import { ErasureCompleted, SubmissionEntrySettled as EntrySettled } from '@collegium/contracts'
import Papa from 'papaparse'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alder, anEvent, birke, cedro, exchangeUnderTest, theAlliance } from '../testing/exchange-under-test.ts'

type Submitted = DataOf<typeof SubmissionEntrySubmitted>
interface Run {
  id: string
  state: string
  offering: string | null
  rows: Record<string, number>
  ends: Record<string, number>
  moves: string[]
  problemCounts: { code: string; rows: number }[]
}
interface Row {
  row: number
  fate: string
  end: string | null
  reason: string | null
  undone: boolean
  agreementId: string | null
  problems: { code: string; column: string | null; reason: string }[]
}

const office = { institution: birke, roles: ['international-office'] } as const
let hub: Awaited<ReturnType<typeof exchangeUnderTest>>
beforeAll(async () => {
  hub = await exchangeUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const header =
  'Mobilitätsnummer;ESI;Vorname;Nachname;Receiving institution;Mobility type;Läsår;Beginn;Ende;Table;Course title;Kurskod;ECTS;Termin;Anerkannt als'
let mobility = 0
/** The rows of an agreement that is in no other file: facts in the first, then components alone. */
function anAgreement(titles: readonly string[], change: { facts?: string; ects?: readonly string[] } = {}): string[] {
  const n = ++mobility
  const facts = change.facts ?? `urn:schac:personalUniqueCode:int:esi:${birke}:a-${n};Saga;Lindqvist${n};${alder};Semester;2026/27;31.08.2026;2027-01-29`
  return titles.map((title, i) => `M-${n};${i === 0 ? facts : ';;;;;;;'};A;${title};C-${i};${change.ects?.[i] ?? '7,5'};WS;Home ${title}`)
}
const csv = (...rows: string[]) => `${header}\n${rows.join('\n')}\n`

const runNow = async (id: string) => (await hub.call('GET', `/api/imports/${id}`, office)).json<Run>()
const rowsOf = async (id: string) => (await hub.call('GET', `/api/imports/${id}/rows`, office)).json<{ rows: Row[] }>().rows
async function checked(content: string, fields: Record<string, string> = {}): Promise<Run> {
  const answer = await hub.upload(content, { template: 'learning-agreements', institution: birke, offering: '', ...fields }, office)
  expect(answer.statusCode, answer.body).toBe(202)
  await hub.background.idle()
  return runNow(answer.json<Run>().id)
}
async function accepted(run: Run): Promise<{ run: Run; submitted: Submitted[] }> {
  await hub.published()
  const answer = await hub.call('POST', `/api/imports/${run.id}/accept`, office)
  expect(answer.statusCode, answer.body).toBe(202)
  await hub.background.idle()
  return { run: await runNow(run.id), submitted: entriesOf(await hub.published(), 'entry-submitted') }
}
const entriesOf = (events: readonly HubEvent[], fact: string) =>
  events.filter((event) => event.type.includes(`.${fact}.`)).map((event) => event.data as Submitted)
const settled = (submitted: Submitted, end: Partial<DataOf<typeof SubmissionEntrySettled>>) => {
  const { submissionId, streamId, runId, template, institution, home, instanceId } = submitted
  return anEvent(
    EntrySettled,
    { submissionId, streamId, runId, template, institution, home, instanceId, outcome: 'recorded', reason: null, madeId: null, learnerId: null, ...end },
    birke,
  )
}

describe('a list of learning agreements (I02)', () => {
  test('is judged agreement by agreement: the row that spoils one is named in the others of it, and no other agreement suffers', async () => {
    const run = await checked(csv(...anAgreement(['Databases', 'Statistics', 'Ethics'], { ects: ['5', 'five', '5'] }), ...anAgreement(['Databases', 'Logic'])))
    expect(run).toMatchObject({ state: 'checked', offering: null, rows: { total: 5, good: 2, refused: 3 }, moves: ['accept'] })
    const rows = await rowsOf(run.id)
    expect(rows.map((row) => [row.row, row.fate, row.problems.map((p) => p.code)])).toEqual([
      [2, 'refused', ['agreement-spoiled']],
      [3, 'refused', ['ects-impossible']],
      [4, 'refused', ['agreement-spoiled']],
      [5, 'good', []],
      [6, 'good', []],
    ])
    expect(rows[0]?.problems[0]?.reason).toBe('Row 3 of the same agreement has a problem.')
    const { data } = Papa.parse<string[]>((await hub.call('GET', `/api/imports/${run.id}/problems.csv`, office)).body.replace(/^\ufeff/, '').trim())
    expect(data.length).toBe(4)
    const corrected = data.map((cells) => cells.map((cell) => (cell === 'five' ? '5' : cell)))
    expect((await checked(Papa.unparse(corrected))).rows).toMatchObject({ total: 3, good: 3, refused: 0 })
  })

  test('says which fact contradicts which row, and what the first row of an agreement lacks', async () => {
    const [first = '', second = ''] = anAgreement(['Databases', 'Logic'])
    const [lone = ''] = anAgreement(['Databases'], { facts: ';;;;;2026/27;31.08.2026;2027-01-29' })
    const run = await checked(csv(first, second.replace(';;;;;;;;', ';;;;;;;2026-09-07;'), lone))
    const rows = await rowsOf(run.id)
    expect(rows[1]?.problems).toMatchObject([{ code: 'agreement-contradicts-itself', column: 'Start date' }])
    expect(rows[1]?.problems[0]?.reason).toBe('The Start date says "2026-09-07", row 2 of the same mobility says "2026-08-31".')
    expect(rows[2]?.problems.map((p) => [p.code, p.column])).toEqual([
      ['fact-missing', 'Receiving institution'],
      ['fact-missing', 'Mobility type'],
      ['learner-unnamed', 'European Student Identifier'],
    ])
  })

  test('is submitted as one entry per agreement; mobility is told the whole of it, and settles all its rows at once', async () => {
    const { run, submitted } = await accepted(await checked(csv(...anAgreement(['Databases', 'Statistics']), ...anAgreement(['Logic']))))
    expect(submitted.map((one) => [one.template, one.institution, one.home, one.instanceId])).toEqual([
      ['learning-agreements', birke, birke, null],
      ['learning-agreements', birke, birke, null],
    ])
    expect(JSON.stringify(submitted)).not.toMatch(/Lindqvist|esi:|M-/)
    const answer = (
      await hub.claim(
        submitted.map((one) => one.submissionId),
        { purpose: 'record-entry', tenants: [birke] },
      )
    ).json<SubmissionsAnswer>()
    const [whole] = answer.agreements?.filter((one) => one.components.length === 2) ?? []
    expect(whole).toMatchObject({
      receiving: alder,
      mobilityType: 'semester',
      academicYear: '2026/2027',
      physical: { startsOn: '2026-08-31', endsOn: '2027-01-29' },
      virtual: null,
      learner: { givenNames: 'Saga' },
      components: [
        {
          table: 'studied',
          title: 'Databases',
          code: 'C-0',
          ects: 7.5,
          term: { number: 1, of: 2 },
          recognisedAs: [{ title: 'Home Databases', ects: 7.5, conditions: null }],
        },
        { title: 'Statistics' },
      ],
    })
    const [one, other] = submitted as [Submitted, Submitted]
    const madeId = newId()
    await hub.feed(settled(one, { madeId, reason: 'agreement-incomplete' }), settled(other, { outcome: 'refused', reason: 'learner-unknown' }))
    expect(await runNow(run.id)).toMatchObject({ state: 'done', ends: { recorded: 2, refused: 1 } })
    const rows = await rowsOf(run.id)
    expect(rows.map((row) => [row.end, row.reason, row.agreementId])).toEqual([
      ['recorded', 'agreement-incomplete', madeId],
      ['recorded', 'agreement-incomplete', madeId],
      ['refused', 'learner-unknown', null],
    ])
  })

  test('keeps the stream of a mobility across files, and tells each mobility once when it is undone; what was signed since stays', async () => {
    const rows = anAgreement(['Databases', 'Statistics'])
    const first = await accepted(await checked(csv(...rows)))
    const second = await accepted(await checked(csv(...rows, ...anAgreement(['Logic']))))
    expect(second.submitted.map((one) => one.streamId)).toContain(first.submitted[0]?.streamId)
    await hub.feed(...first.submitted.map((one) => settled(one, {})))
    await hub.published()
    expect((await hub.call('POST', `/api/imports/${first.run.id}/undo`, office)).statusCode).toBe(202)
    await hub.background.idle()
    const withdrawn = entriesOf(await hub.published(), 'entry-withdrawn')
    expect(withdrawn.map((one) => one.submissionId)).toEqual(first.submitted.map((one) => one.submissionId))
    await hub.feed(...withdrawn.map((one) => settled(one, { outcome: 'recorded', reason: 'signed-since' })))
    expect((await rowsOf(first.run.id)).map((row) => [row.end, row.reason, row.undone])).toEqual([
      ['recorded', 'signed-since', false],
      ['recorded', 'signed-since', false],
    ])
  })

  test('is for the international office, and for its own institution', async () => {
    const send = (as: { institution: string; roles: readonly ('examinations-office' | 'international-office')[] }, institution = birke) =>
      hub.upload(csv(...anAgreement(['Databases'])), { template: 'learning-agreements', institution, offering: '' }, as)
    expect((await send({ institution: birke, roles: ['examinations-office'] })).statusCode).toBe(403)
    expect((await send({ institution: cedro, roles: ['international-office'] })).statusCode).toBe(403)
    const run = await checked(csv(...anAgreement(['Databases'])))
    const answer = await hub.call('POST', `/api/imports/${run.id}/accept`, { institution: birke, roles: ['examinations-office'] })
    expect(answer.json()).toMatchObject({ code: 'not-your-turn' })
  })

  test('loses the rows of a learner who is erased, as soon as mobility has said whose they are', async () => {
    const { run, submitted } = await accepted(await checked(csv(...anAgreement(['Databases', 'Logic']), ...anAgreement(['Ethics']))))
    const learnerId = newId()
    await hub.feed(settled(submitted[0] as Submitted, { learnerId }), settled(submitted[1] as Submitted, { learnerId: newId() }))
    await hub.feed(anEvent(ErasureCompleted, { requestId: newId(), learnerId, home: birke, extent: 'full', mergedIds: [], enrolmentIds: [], leads: [] }, birke))
    const rows = (await hub.call('GET', `/api/imports/${run.id}/rows`, office)).json<{ rows: { values: object | null }[] }>().rows
    expect(rows.map((row) => row.values === null)).toEqual([true, true, false])
    expect(
      (
        await hub.claim(
          submitted.map((one) => one.submissionId),
          { purpose: 'record-entry', tenants: [birke] },
        )
      ).json<SubmissionsAnswer>().agreements,
    ).toHaveLength(1)
  })

  test('has a template to fill in, with the columns that are read', async () => {
    const template = (await hub.call('GET', '/api/templates/learning-agreements.csv', office)).body
    const run = await checked(template)
    expect(run.problemCounts.filter(({ code }) => code !== 'esi-not-of-home' && code !== 'programme-missing')).toEqual([])
  })
})
