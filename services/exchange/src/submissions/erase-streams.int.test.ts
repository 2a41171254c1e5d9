import { type DataOf, ErasureCompleted, type SubmissionSubmitted, type SubmittedRow } from '@collegium/contracts'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alder, anEvent, birke, exchangeUnderTest, settledAs, theAlliance } from '../testing/exchange-under-test.ts'

type Submitted = DataOf<typeof SubmissionSubmitted>
let hub: Awaited<ReturnType<typeof exchangeUnderTest>>
beforeAll(async () => {
  hub = await exchangeUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const csv = (...rows: [code: string, grade: string][]) =>
  `ESI;Home institution;Given names;Family name;Result;Grade;ECTS;Assessment date\n${rows
    .map(([code, grade]) => `urn:schac:personalUniqueCode:int:esi:${birke}:${code};${birke};Saga;Lindqvist;passed;${grade};5;30.06.2026`)
    .join('\n')}\n`
async function checked(content: string): Promise<string> {
  const { id } = (await hub.upload(content)).json<{ id: string }>()
  await hub.background.idle()
  return id
}
async function accepted(id: string): Promise<Submitted[]> {
  await hub.published()
  await hub.call('POST', `/api/imports/${id}/accept`)
  await hub.background.idle()
  return (await hub.published()).filter((event) => event.type.endsWith('submission.submitted.v1')).map((event) => event.data as Submitted)
}
const erasureOf = (enrolmentId: string, extent: 'full' | 'partial') =>
  anEvent(ErasureCompleted, { requestId: newId(), learnerId: newId(), home: birke, extent, mergedIds: [], enrolmentIds: [enrolmentId], leads: [alder] }, birke)
const told = async (submitted: readonly Submitted[]) =>
  (await hub.claim(submitted.map((one) => one.submissionId))).json<{ submissions: SubmittedRow[] }>().submissions
const streams = async () => (await hub.database.reader({ tenants: [alder] }).$client`select 1 from submission_streams`).length

test('an erased learner’s stream and rows are gone, of every file; the other learners’ stay, and no later act submits what is left (I02)', async () => {
  const submitted = await accepted(await checked(csv(['erased', '1,3'], ['stays', '1,3'])))
  const [mine, other] = (await told(submitted)).toSorted((a, b) => (a.learner.esi ?? '').localeCompare(b.learner.esi ?? ''))
  const enrolmentId = newId()
  const mySubmission = submitted.find((one) => one.submissionId === mine?.submissionId) as Submitted
  await hub.feed(settledAs(mySubmission, 'recorded', { enrolmentId }))
  const later = await checked(csv(['erased', '1,7'], ['stays', '1,7']))

  await hub.feed(erasureOf(enrolmentId, 'partial'))
  expect([await streams(), await told(submitted)]).toEqual([2, expect.objectContaining({ length: 2 })])
  await hub.feed(erasureOf(enrolmentId, 'full'), erasureOf(enrolmentId, 'full'))
  expect(await streams()).toBe(1)
  expect((await told(submitted)).map((row) => row.submissionId)).toEqual([other?.submissionId])
  const run = (await hub.call('GET', `/api/imports/${later}`)).json()
  expect(run).toMatchObject({ state: 'checked', rows: { total: 2, good: 1, refused: 1 }, problemCounts: [{ code: 'learner-erased', rows: 1 }] })
  expect(await told(await accepted(later))).toMatchObject([{ grade: '1.7', learner: { esi: expect.stringContaining('stays') as string } }])
  const { rows } = (await hub.call('GET', `/api/imports/${later}/rows`)).json<{
    rows: { end: string | null; values: unknown; problems: { code: string; reason: string }[] }[]
  }>()
  expect(rows[0]).toMatchObject({ end: 'refused', values: null, problems: [{ code: 'learner-erased' }] })
  const [left] = await hub.database.reader({ tenants: [alder] }).$client<{ n: number }[]>`
    select count(*)::integer as n from import_rows where sealed is null and stream_index is null`
  expect(left?.n).toBe(2)
})
