import { type HubEvent, OpportunityOpened, OpportunityPublished, SubmissionSubmitted, type SubmittedRow, SubmissionWithdrawn } from '@collegium/contracts'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alder, anEvent, birke, learnerOf, mobilityUnderTest, officeOf, theAlliance } from '../testing/mobility-under-test.ts'

const ids = { specificationId: newId(), instanceId: newId() }
const text = { en: 'Data and Society' }
const rows = new Map<string, SubmittedRow>()
let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest({
    claim: (async (_path: string, _purpose: string, body: { ids: string[] }) => ({ submissions: body.ids.flatMap((id) => rows.get(id) ?? []) })) as never,
  })
  const base = { specificationId: ids.specificationId, version: 1 }
  const qualityAssurance = {
    responsibleBody: alder,
    kind: 'programme',
    agency: 'Agency',
    title: 'Accreditation',
    report: 'https://quality.example/1',
    validUntil: '2031-01-01',
  } as const
  const described = {
    code: 'ALD-DATA',
    kind: 'joint-course',
    lead: alder,
    partners: [birke],
    title: text,
    learningOutcomes: [{ title: text, escoSkill: null }],
    ects: 5,
  } as const
  const more = {
    workloadHours: 135,
    eqfLevel: 6,
    iscedF: '0613',
    assessment: { type: 'project', text },
    participation: 'blended',
    qualityAssurance,
    prerequisites: null,
  } as const
  const specification = {
    ...base,
    ...described,
    ...more,
    partners: [birke],
    learningOutcomes: [...described.learningOutcomes],
    identityCheck: null,
    stackability: null,
    language: 'en',
  }
  const instance = {
    ...ids,
    specificationVersion: 1,
    code: 'ALD-DATA-2026',
    academicYear: '2026/2027',
    startsOn: '2026-09-01',
    endsOn: '2027-01-31',
    gradingScheme: 'de-1-5',
    releaseOnAcceptance: true,
  }
  await hub.feed(
    ...theAlliance(),
    anEvent(OpportunityPublished, { ...base, specHash: '1'.repeat(64), specification }),
    anEvent(OpportunityOpened, { ...base, lead: alder, partners: [birke], instance }),
  )
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const about = (submissionId: string, attempt = 1) => ({
  submissionId,
  streamId: newId(),
  runId: newId(),
  instanceId: ids.instanceId,
  lead: alder,
  home: birke,
  attempt,
})
/** A row of a file of the lead, as exchange submits it; answers how it ended. */
async function submit(n: number, grade: string, attempt = 1) {
  const submissionId = newId()
  const learner = {
    esi: `urn:schac:personalUniqueCode:int:esi:${birke}:f-${n}`,
    localId: null,
    givenNames: 'Saga',
    familyName: `Lindqvist${n}`,
    birthDate: null,
    email: null,
  }
  const facts = about(submissionId, attempt)
  rows.set(submissionId, { ...facts, learner, outcome: 'passed', ects: 5, grade, gradingScheme: 'de-1-5', assessedOn: '2026-06-30' } as unknown as SubmittedRow)
  await hub.published()
  await hub.feed(anEvent(SubmissionSubmitted, facts))
  return { submissionId, facts, ...(await ended()) }
}
async function ended() {
  const events = await hub.published()
  const settled = events.find((one) => one.fact === 'submission-settlement.settled')?.data
  const result = events.find((one) => one.fact.startsWith('result.') && one.fact !== 'result.confirmed')
  return {
    outcome: settled?.outcome,
    reason: settled?.reason,
    enrolmentId: String(settled?.enrolmentId),
    result: result && [result.fact, result.data.version, result.data.grade ?? null, result.data.reason ?? null],
  }
}
const enrolmentNow = async (id: string) =>
  (
    await hub.graph<{ enrolment: { id: string; version: number; state: string; seated: boolean } }>(
      'query E($id: ID!) { enrolment(id: $id) { id version state seated } }',
      { id },
      officeOf(alder),
    )
  ).data.enrolment
const undo = async (submissionId: string, attempt = 1) => {
  await hub.published()
  await hub.feed(anEvent(SubmissionWithdrawn, { ...about(submissionId, attempt), reason: 'run-undone' }) as HubEvent)
  return ended()
}

test('who comes with a result takes part, without a seat; who had applied only does so from then on (H06)', async () => {
  const { enrolmentId, outcome } = await submit(1, '2.0')
  expect(outcome).toBe('recorded')
  expect(await enrolmentNow(enrolmentId)).toMatchObject({ state: 'active', seated: false, version: 1 })
  const second = await submit(1, '2.0')
  expect([second.outcome, (await enrolmentNow(enrolmentId)).version]).toEqual(['unchanged', 1])

  const other = { specificationId: newId(), instanceId: newId() }
  const [held] = await hub.database.reader({ tenants: [birke] }).$client<{ learner_id: string }[]>`select learner_id from enrolments where id = ${enrolmentId}`
  const [offer] = await hub.database.unowned<{ instance: object }[]>`select instance from public_instances where id = ${ids.instanceId}`
  await hub.database
    .unowned`insert into public_instances (id, specification_id, lead, partners, instance) select ${other.instanceId}::uuid, specification_id, lead, partners, ${JSON.stringify(offer?.instance)}::text::jsonb from public_instances where id = ${ids.instanceId}`
  const { data } = await hub.graph<{ applyForEnrolment: { id: string; state: string } }>(
    'mutation A($id: ID!) { applyForEnrolment(instanceId: $id) { ... on Enrolment { id state } } }',
    { id: other.instanceId },
    learnerOf(birke, held?.learner_id ?? ''),
  )
  expect(data.applyForEnrolment.state).toBe('applied')
  const submissionId = newId()
  const facts = { ...about(submissionId), instanceId: other.instanceId }
  const known = [...rows.values()][0] as SubmittedRow
  rows.set(submissionId, { ...known, ...facts })
  await hub.feed(anEvent(SubmissionSubmitted, facts))
  expect(await enrolmentNow(data.applyForEnrolment.id)).toMatchObject({ state: 'active', seated: false, version: 2 })
})

test('a run that corrected a result and is undone restores what stood before; undone in the other order nothing of either stands (H06)', async () => {
  const first = await submit(2, '2.3')
  const second = await submit(2, '1.3')
  expect(second.result).toEqual(['result.corrected', 2, '1.3', 'file-corrected'])
  expect(await undo(second.submissionId)).toMatchObject({ outcome: 'corrected', reason: 'run-undone', result: ['result.corrected', 3, '2.3', 'run-undone'] })
  expect(await undo(first.submissionId)).toMatchObject({ outcome: 'annulled', reason: 'run-undone', result: ['result.annulled', 4, null, 'run-undone'] })

  const older = await submit(3, '2.3')
  const newer = await submit(3, '1.3')
  expect(await undo(older.submissionId)).toMatchObject({ outcome: 'annulled', reason: 'nothing-recorded' })
  expect(await undo(newer.submissionId)).toMatchObject({ outcome: 'annulled', reason: 'run-undone', result: ['result.annulled', 3, null, 'run-undone'] })
  expect(await submit(3, '1.7')).toMatchObject({ outcome: 'recorded', result: ['result.released', 4, '1.7', null] })
})

test('for who has withdrawn nothing new is recorded, what was released may still be corrected; what a board annulled no file brings back (H06)', async () => {
  const { enrolmentId } = await submit(4, '2.0')
  const { version } = await enrolmentNow(enrolmentId)
  await hub.graph(
    'mutation W($items: [EnrolmentVersion!]!) { withdrawEnrolments(enrolments: $items, reason: "not-arrived") { __typename } }',
    { items: [{ id: enrolmentId, version }] },
    officeOf(alder),
  )
  expect(await submit(4, '1.0', 2)).toMatchObject({ outcome: 'refused', reason: 'enrolment-withdrawn' })
  expect(await submit(4, '1.7')).toMatchObject({ outcome: 'corrected' })

  const misconduct = await submit(5, '1.0')
  const { data } = await hub.graph<{ enrolment: { results: { id: string; version: number }[] } }>(
    'query E($id: ID!) { enrolment(id: $id) { results { id version } } }',
    { id: misconduct.enrolmentId },
    officeOf(alder),
  )
  await hub.graph(
    'mutation A($result: ResultVersionInput!) { annulResult(result: $result, reason: "misconduct") { __typename } }',
    { result: data.enrolment.results[0] },
    { institution: alder, roles: ['examination-board'] },
  )
  expect(await submit(5, '1.0')).toMatchObject({ outcome: 'refused', reason: 'result-annulled' })
})
