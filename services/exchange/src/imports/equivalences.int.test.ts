import type { DataOf, SubmissionEntrySubmitted, SubmissionsAnswer } from '@collegium/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alder, birke, exchangeUnderTest, theAlliance } from '../testing/exchange-under-test.ts'

const office = { institution: birke, roles: ['recognition-office'] } as const
let hub: Awaited<ReturnType<typeof exchangeUnderTest>>
beforeAll(async () => {
  hub = await exchangeUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

test('an office’s own list of precedents: checked, submitted line by line, told to mobility in its normal form (I02)', async () => {
  const file = `Hochschule;Kurskod;Course title;Kennung anerkannt als;Anerkannt als;Anerkannte ECTS;Beslutad av;Entschieden am
${alder.toUpperCase()};INF-310;Machine Learning;STA-220;Statistical Learning;7,5;Board;14.11.2025
${alder};INF-204;Databases;DAT-210;Data Management;many;Board;14.11.2025
`
  const uploaded = await hub.upload(file, { template: 'course-equivalences', institution: birke, offering: '' }, office)
  expect(uploaded.statusCode, uploaded.body).toBe(202)
  await hub.background.idle()
  const { id } = uploaded.json<{ id: string }>()
  expect((await hub.call('GET', `/api/imports/${id}`, office)).json()).toMatchObject({
    rows: { total: 2, good: 1, refused: 1 },
    problemCounts: [{ code: 'ects-impossible', rows: 1 }],
    moves: ['accept'],
  })
  await hub.published()
  await hub.call('POST', `/api/imports/${id}/accept`, office)
  await hub.background.idle()
  const submitted = (await hub.published())
    .filter((event) => event.type.includes('.entry-submitted.'))
    .map((event) => event.data as DataOf<typeof SubmissionEntrySubmitted>)
  expect(submitted).toMatchObject([{ template: 'course-equivalences', institution: birke, home: birke, instanceId: null }])
  const answer = await hub.claim(
    submitted.map((one) => one.submissionId),
    { purpose: 'record-entry', tenants: [birke] },
  )
  expect(answer.json<SubmissionsAnswer>().equivalences).toMatchObject([
    {
      provider: alder,
      courseCode: 'INF-310',
      recognisedCode: 'STA-220',
      recognisedEcts: 7.5,
      ects: null,
      decidedBy: 'Board',
      decidedOn: '2025-11-14',
      validUntil: null,
    },
  ])
})
