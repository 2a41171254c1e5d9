import { legalQuestions, OpportunityOpened, OpportunityPublished } from '@collegium/contracts'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alder, anEvent, birke, mobilityUnderTest, officeOf, theAlliance } from '../testing/mobility-under-test.ts'

const board = { institution: alder, roles: ['examination-board', 'examinations-office'] as const }
const ids = { specificationId: newId(), instanceId: newId() }
const text = { en: 'Data and Society' }
let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest()
  const base = { specificationId: ids.specificationId, version: 1 }
  const specification = {
    ...base,
    code: 'ALD-DATA',
    kind: 'joint-course',
    lead: alder,
    partners: [birke],
    title: text,
    learningOutcomes: [{ title: text, escoSkill: null }],
    ects: 5,
    workloadHours: 135,
    eqfLevel: 6,
    iscedF: '0613',
    assessment: { type: 'project', text },
    participation: 'blended',
    qualityAssurance: {
      responsibleBody: alder,
      kind: 'programme',
      agency: 'Agency',
      title: 'Accreditation',
      report: 'https://quality.example/1',
      validUntil: '2031-01-01',
    },
    prerequisites: null,
    identityCheck: null,
    stackability: null,
    language: 'en',
  } as const
  const instance = {
    ...ids,
    specificationVersion: 1,
    code: 'ALD-DATA-2026',
    academicYear: '2026/2027',
    startsOn: '2026-09-01',
    endsOn: '2027-01-31',
    gradingScheme: 'de-1-5',
    releaseOnAcceptance: false,
  }
  await hub.feed(
    ...theAlliance(),
    anEvent(OpportunityPublished, {
      ...base,
      specHash: '1'.repeat(64),
      specification: { ...specification, partners: [birke], learningOutcomes: [{ title: text, escoSkill: null }] },
    }),
    anEvent(OpportunityOpened, { ...base, lead: alder, partners: [birke], instance }),
  )
})
afterAll(() => hub?.[Symbol.asyncDispose]())

interface Standing {
  id: string
  version: number
  state: string
  grade: string | null
}
type Outcome = { result: Standing | null; code: string | null }
let people = 0
/** A learner of Birke who is enrolled, through the roster of the lead and the statements of both. */
async function someone(studentStatus = 'VISITING'): Promise<{ id: string; version: number }> {
  const n = ++people
  const roster = [{ home: birke, esi: `urn:schac:personalUniqueCode:int:esi:${birke}:r-${n}`, givenNames: 'Saga', familyName: `Lindqvist${n}`, studentStatus }]
  const statements = legalQuestions.map((question) => ({ question: question.toUpperCase().replaceAll('-', '_'), answer: 'YES', basis: 'Statute' }))
  const enrol = async () =>
    (
      await hub.graph<{ enrolMany: { outcomes: { enrolment: { id: string; version: number; state: string } }[] } }>(
        'mutation E($id: ID!, $roster: [RosterLearner!]!, $statements: [LegalStatementInput!]) { enrolMany(instanceId: $id, roster: $roster, statements: $statements) { ... on MovedEnrolments { outcomes { enrolment { id version state } } } } }',
        { id: ids.instanceId, roster, statements },
        board,
      )
    ).data.enrolMany.outcomes[0]!.enrolment
  const { id } = await enrol()
  await hub.graph(
    'mutation S($ids: [ID!]!, $statements: [LegalStatementInput!]!) { stateLegalStatus(enrolmentIds: $ids, statements: $statements) { __typename } }',
    { ids: [id], statements },
    officeOf(birke),
  )
  const enrolled = await enrol()
  expect(enrolled.state).toBe('enrolled')
  return enrolled
}
const fields = 'outcomes { code result { id version state grade } }'
const passed = (grade: string, more: object = {}) => ({ outcome: 'PASSED', grade, assessedOn: '2026-11-20', ...more })
const enter = async (results: object[], who = board as Parameters<typeof hub.graph>[2]) =>
  (
    await hub.graph<{ enterResults: { outcomes: Outcome[]; code?: string } }>(
      `mutation R($results: [NewResultInput!]!) { enterResults(results: $results) { ... on MovedResults { ${fields} } ... on Problem { code } } }`,
      { results },
      who,
    )
  ).data.enterResults
const move = async (field: 'confirmResults' | 'releaseResults', results: Standing[], who = board as Parameters<typeof hub.graph>[2]) =>
  (
    await hub.graph<Record<string, { outcomes: Outcome[] }>>(
      `mutation M($results: [ResultVersionInput!]!) { ${field}(results: $results) { ... on MovedResults { ${fields} } } }`,
      { results: results.map(({ id, version }) => ({ id, version })) },
      who,
    )
  ).data[field]!.outcomes
const correct = async ({ id, version }: Standing, achievement: object, reason: string) =>
  (
    await hub.graph<{ correctResult: Standing & { code?: string } }>(
      'mutation C($result: ResultVersionInput!, $achievement: AchievementInput!, $reason: String!) { correctResult(result: $result, achievement: $achievement, reason: $reason) { ... on Result { id version state grade reason } ... on Problem { code } } }',
      { result: { id, version }, achievement, reason },
      board,
    )
  ).data.correctResult
const annul = async ({ id, version }: Standing, reason: string) =>
  (
    await hub.graph<{ annulResult: Standing & { code?: string } }>(
      'mutation A($result: ResultVersionInput!, $reason: String!) { annulResult(result: $result, reason: $reason) { ... on Result { id version state } ... on Problem { code } } }',
      { result: { id, version }, reason },
      board,
    )
  ).data.annulResult
const standing = (outcome: Outcome | undefined): Standing => outcome?.result ?? expect.fail(`refused: ${outcome?.code}`)
const seenBy = async (institution: string, enrolmentId: string) =>
  (
    await hub.graph<{
      enrolment: { results: (Standing & { reason: string | null; history: { version: number; state: string; grade: string; reason: string | null }[] })[] }
    }>(
      'query E($id: ID!) { enrolment(id: $id) { results { id version state grade reason distribution { group counts { grade count } } history { version state grade reason } } } }',
      { id: enrolmentId },
      officeOf(institution),
    )
  ).data.enrolment.results

test('a result is entered, confirmed, released and corrected; nothing is overwritten and each event has its real reason (H06)', async () => {
  const { id: enrolmentId } = await someone()
  const distribution = {
    group: 'Data and Society 2023 to 2025',
    counts: [
      { grade: '1.3', count: 12 },
      { grade: '2.0', count: 30 },
    ],
  }
  const entered = standing((await enter([{ enrolmentId, achievement: passed('2,3', { distribution }) }])).outcomes[0])
  expect(entered).toMatchObject({ state: 'provisional', version: 1, grade: '2.3' })
  expect(await seenBy(birke, enrolmentId), 'the home sees nothing before the release').toEqual([])
  const revised = standing((await enter([{ enrolmentId, version: 1, achievement: passed('2.0', { distribution }) }])).outcomes[0])
  expect((await move('confirmResults', [entered]))[0]?.code).toBe('stale-version')
  const confirmed = standing((await move('confirmResults', [revised]))[0])
  await hub.published()
  const released = standing((await move('releaseResults', [confirmed]))[0])
  expect((await correct(released, passed('1.3'), 'file-corrected')).code).toBe('reason-needed')
  expect((await correct(released, passed('5.0'), 'review')).code).toBe('grade-contradicts-outcome')
  const corrected = await correct(released, passed('1.3'), 'review')
  expect(corrected).toMatchObject({ state: 'corrected', version: 5, grade: '1.3', reason: 'review' })
  expect(await annul(corrected, 'misconduct')).toMatchObject({ state: 'annulled', version: 6 })
  expect((await hub.published()).map((one) => [one.fact, one.data.version, one.data.reason ?? null])).toEqual([
    ['result.released', 4, null],
    ['result.corrected', 5, 'review'],
    ['result.annulled', 6, 'misconduct'],
  ])
  const [atLead] = await seenBy(alder, enrolmentId)
  expect(atLead?.history.map((one) => [one.version, one.state, one.grade, one.reason])).toEqual([
    [1, 'provisional', '2.3', null],
    [2, 'provisional', '2.0', null],
    [3, 'confirmed', '2.0', null],
    [4, 'released', '2.0', null],
    [5, 'corrected', '1.3', 'review'],
    [6, 'annulled', '1.3', 'misconduct'],
  ])
  const [atHome] = await seenBy(birke, enrolmentId)
  expect(atHome?.history.map((one) => one.version)).toEqual([4, 5, 6])
})

test('many are confirmed and released at once, each with its own outcome; a second attempt is a result of its own (H06)', async () => {
  const [a, b] = [await someone(), await someone()]
  const entered = (
    await enter([
      { enrolmentId: a.id, achievement: { outcome: 'FAILED', grade: '5.0', assessedOn: '2026-11-01' } },
      { enrolmentId: a.id, attempt: 2, achievement: passed('3.0') },
      { enrolmentId: b.id, achievement: passed('1.0') },
      { enrolmentId: b.id, achievement: passed('1.0') },
    ])
  ).outcomes
  expect(entered.map((one) => one.code)).toEqual([null, null, null, 'stale-version'])
  const all = entered.slice(0, 3).map(standing)
  const confirmed = await move('confirmResults', [...all, { ...all[0]!, id: newId() }])
  expect(confirmed.map((one) => [one.result?.state ?? null, one.code])).toEqual([
    ['confirmed', null],
    ['confirmed', null],
    ['confirmed', null],
    [null, 'not-found'],
  ])
  const released = await move('releaseResults', [...confirmed.slice(0, 2).map(standing), all[2]!])
  expect(released.map((one) => [one.result?.state ?? null, one.code])).toEqual([
    ['released', null],
    ['released', null],
    [null, 'stale-version'],
  ])
  expect(
    (await move('releaseResults', [standing(confirmed[2])], { institution: birke, roles: ['examinations-office'] }))[0]?.code,
    'the home does not release',
  ).toBe('not-found')
})

test('what is entered is read on the scale of the offer, for those whom their status lets be examined (H04)', async () => {
  const someBody = await someone()
  const guest = await someone('NONE')
  const codes = async (entries: object[]) => (await enter(entries)).outcomes.map((one) => one.code)
  expect(
    await codes([
      { enrolmentId: someBody.id, achievement: passed('6.0') },
      { enrolmentId: someBody.id, achievement: passed('5.0') },
      { enrolmentId: someBody.id, achievement: passed('1.0', { ects: 6 }) },
      { enrolmentId: someBody.id, achievement: passed('1.0', { assessedOn: '2026-11-23' }) },
      { enrolmentId: guest.id, achievement: passed('1.0') },
      { enrolmentId: newId(), achievement: passed('1.0') },
    ]),
  ).toEqual(['grade-not-on-scale', 'grade-contradicts-outcome', 'too-many-credits', 'assessed-in-future', 'no-examination', 'not-found'])
  expect((await enter([{ enrolmentId: someBody.id, achievement: passed('1.0') }], officeOf(birke))).code).toBe('forbidden')
})

test('who withdraws between confirmation and release has the result annulled with the reason "withdrawn"; what was released stays (H06)', async () => {
  const enrolment = await someone()
  const entered = (
    await enter([
      { enrolmentId: enrolment.id, achievement: passed('1.7') },
      { enrolmentId: enrolment.id, attempt: 2, achievement: passed('1.3') },
    ])
  ).outcomes.map(standing)
  const confirmed = (await move('confirmResults', entered)).map(standing)
  await move('releaseResults', [confirmed[0]!])
  await hub.published()
  await hub.graph(
    'mutation W($items: [EnrolmentVersion!]!) { withdrawEnrolments(enrolments: $items, reason: "learner-request") { __typename } }',
    { items: [{ id: enrolment.id, version: enrolment.version }] },
    officeOf(birke),
  )
  expect((await hub.published()).map((one) => [one.fact, one.data.reason]).sort()).toEqual([
    ['enrolment.ended', 'learner-request'],
    ['result.annulled', 'withdrawn'],
  ])
  expect((await move('releaseResults', [confirmed[1]!]))[0]?.code).toBe('stale-version')
  expect((await enter([{ enrolmentId: enrolment.id, attempt: 3, achievement: passed('1.0') }])).outcomes[0]?.code).toBe('enrolment-withdrawn')
  expect((await seenBy(alder, enrolment.id)).map((one) => [one.state, one.reason])).toEqual([
    ['released', null],
    ['annulled', 'withdrawn'],
  ])
  expect(
    (await seenBy(birke, enrolment.id)).map((one) => one.state),
    'the home never learns what was not released',
  ).toEqual(['released'])
})
