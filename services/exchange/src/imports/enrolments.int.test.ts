import type { DataOf, SubmissionEntrySubmitted, SubmissionsAnswer } from '@collegium/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alder, birke, exchangeUnderTest, theAlliance } from '../testing/exchange-under-test.ts'

const office = { institution: alder, roles: ['international-office'] } as const
let hub: Awaited<ReturnType<typeof exchangeUnderTest>>
beforeAll(async () => {
  hub = await exchangeUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

test('a roster of the lead: checked against the offering, submitted line by line, told to mobility in its normal form (H04)', async () => {
  const file = `European Student Identifier;Vorname;Nachname;Studentstatus;Voraussetzungen
urn:schac:personalUniqueCode:int:esi:${birke}:r-1;Saga;Lindqvist;Virtual Mobility;met
urn:schac:personalUniqueCode:int:esi:${birke}:r-2;Ola;Berg;;
urn:schac:personalUniqueCode:int:esi:${birke}:r-3;Eva;Holm;guest;
`
  const uploaded = await hub.upload(file, { template: 'enrolments' }, office)
  expect(uploaded.statusCode, uploaded.body).toBe(202)
  await hub.background.idle()
  const { id } = uploaded.json<{ id: string }>()
  expect((await hub.call('GET', `/api/imports/${id}`, office)).json()).toMatchObject({
    rows: { total: 3, good: 2, refused: 1 },
    problemCounts: [{ code: 'word-unknown', rows: 1 }],
    moves: ['accept'],
  })
  await hub.published()
  await hub.call('POST', `/api/imports/${id}/accept`, office)
  await hub.background.idle()
  const submitted = (await hub.published())
    .filter((event) => event.type.includes('.entry-submitted.'))
    .map((event) => event.data as DataOf<typeof SubmissionEntrySubmitted>)
  expect(submitted).toMatchObject([
    { template: 'enrolments', institution: alder, home: birke },
    { template: 'enrolments', institution: alder, home: birke },
  ])
  const answer = await hub.claim(
    submitted.map((one) => one.submissionId),
    { purpose: 'record-entry', tenants: [alder] },
  )
  expect(answer.json<SubmissionsAnswer>().enrolments).toMatchObject([
    { home: birke, studentStatus: 'virtual-mobility', prerequisites: 'met', learner: { familyName: 'Lindqvist' } },
    { home: birke, studentStatus: 'visiting', prerequisites: null, learner: { familyName: 'Berg' } },
  ])
})
