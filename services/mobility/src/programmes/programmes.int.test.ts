import { OpportunityOpened } from '@collegium/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import { jointCourse } from '../testing/joint-course.ts'
import { alder, anEvent, birke, cedro, mobilityUnderTest, officeOf, theAlliance } from '../testing/mobility-under-test.ts'

type Answer = Record<string, unknown> & { code?: string; id: string }
let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
const course = jointCourse()
const going: { learnerId: string; nominationId: string }[] = []
const bip = {
  bipId: '2026-1-DE01-KA131-HED-1',
  callYear: 2026,
  coordinator: alder,
  receiver: cedro,
  physical: { from: '2027-03-01', until: '2027-03-12' },
  virtual: [{ from: '2027-02-01', until: '2027-02-20' }],
}
const content = {
  components: [
    {
      id: newId(),
      table: 'blended',
      title: 'Urban Data',
      credits: [{ scheme: 'ects', value: 5 }],
      automaticRecognition: true,
      shortDescription: 'Workshops and a project.',
    },
  ],
  links: [],
  physical: { startsOn: '2027-03-01', endsOn: '2027-03-12' },
  virtual: { startsOn: '2027-02-01', endsOn: '2027-02-20' },
  iscedF: '0612',
  eqfLevel: 6,
  languageTag: 'en',
  languageLevel: 'B2',
}
const programme = {
  instanceId: course.instanceId,
  code: bip.bipId,
  academicYear: '2026/2027',
  rulePack: 'blended-changes',
  teachingPartners: [birke],
  charters: [cedro],
  content,
}

const call = async <T = Answer>(field: string, query: string, variables: object, institution: string): Promise<T> => {
  const { data, errors } = await hub.graph<Record<string, T>>(query, variables as Record<string, unknown>, officeOf(institution))
  expect(errors).toBeUndefined()
  return data[field] as T
}
const prepare = (given: object, institution = alder) =>
  call<Answer & { agreements?: { id: string; version: number; sending: { schacId: string }; receiving: { schacId: string }; brokenRules: string[] }[] }>(
    'prepareProgramme',
    `mutation ($p: ProgrammeAgreementInput!) { prepareProgramme(programme: $p) { ... on PreparedProgramme { agreements { id version sending { schacId } receiving { schacId } brokenRules } } ... on Problem { code details } } }`,
    { p: given },
    institution,
  )
const open = (id: string, institution: string) =>
  call<Answer & { outcomes?: { id: string; agreement: Record<string, unknown> | null; refusal: { code: string } | null }[] }>(
    'openProgrammeAgreements',
    `mutation ($id: ID!) { openProgrammeAgreements(id: $id, sendingUnit: "Geography") { ... on OpenedAgreements { outcomes { id agreement { status sending receiving coordinator teachingPartners rulePack sendingUnit
       programme { code callYear instanceId } current { content { components { title } } } } refusal { code } } } ... on Problem { code details } } }`,
    { id },
    institution,
  )

beforeAll(async () => {
  hub = await mobilityUnderTest()
  await hub.feed(...theAlliance(), ...course.events)
  const opened = course.events.at(-1)?.data as Parameters<typeof anEvent<typeof OpportunityOpened>>[1]
  await hub.feed(anEvent(OpportunityOpened, { ...opened, version: 2, instance: { ...opened.instance, bip } }))
  for (const [i, institution] of [birke, birke, alder].entries()) {
    const learner = await call(
      'registerLearner',
      'mutation ($l: LearnerInput!) { registerLearner(learner: $l) { ... on Learner { id } ... on Problem { code details } } }',
      { l: { esi: `urn:schac:personalUniqueCode:int:esi:${institution}:bip-${i}`, givenNames: 'Bo', familyName: `Blended${i}` } },
      institution,
    )
    const nominated = await call<Answer & { contentHash: string }>(
      'nominateLearner',
      'mutation ($m: MobilityInput!, $n: NomineeInput!) { nominateLearner(mobility: $m, nominee: $n) { ... on Nomination { id contentHash } ... on Problem { code details } } }',
      {
        m: {
          type: 'short-term-blended',
          receiving: cedro,
          academicYear: '2026/2027',
          iscedF: '0612',
          eqfLevel: 6,
          programme: { opportunityId: course.instanceId, callYear: 2026, coordinator: alder },
          physical: { from: '2027-03-01', to: '2027-03-12' },
          virtual: { from: '2027-02-01', to: '2027-02-20' },
        },
        n: { learnerId: learner.id },
      },
      institution,
    )
    expect(nominated).not.toHaveProperty('code')
    going.push({ learnerId: learner.id, nominationId: nominated.id })
    if (i !== 1)
      await call(
        'approveNomination',
        'mutation ($id: ID!, $h: String!) { approveNomination(id: $id, contentHash: $h) { ... on Nomination { id } ... on Problem { code details } } }',
        { id: nominated.id, h: nominated.contentHash },
        cedro,
      )
  }
})
afterAll(() => hub?.[Symbol.asyncDispose]())

test('the coordinator prepares a programme once, and it falls into one agreement per pair, with what R15 still lacks (H01, R14, R15)', async () => {
  expect(await prepare(programme, birke)).toMatchObject({ code: 'programme-of-another' })
  expect(await prepare({ ...programme, instanceId: newId() })).toMatchObject({ code: 'not-found' })
  expect(await prepare({ ...programme, rulePack: 'none-such' })).toMatchObject({ code: 'unknown-rule-pack' })
  const { agreements } = await prepare(programme)
  expect(agreements).toMatchObject([
    { version: 1, sending: { schacId: alder }, receiving: { schacId: cedro }, brokenRules: ['too-few-funded-learners'] },
    { version: 1, sending: { schacId: birke }, receiving: { schacId: cedro } },
  ])
  const again = await prepare({ ...programme, charters: [] })
  expect(again.agreements).toMatchObject([
    { id: agreements?.[0]?.id, version: 2, brokenRules: ['charter-missing', 'too-few-funded-learners'] },
    { id: agreements?.[1]?.id, version: 2 },
  ])
})

test('each institution sees what concerns it', async () => {
  const seen = (institution: string) =>
    call<{ sending: { schacId: string }; brokenRules: unknown }[]>(
      'programmeAgreements',
      '{ programmeAgreements { sending { schacId } brokenRules } }',
      {},
      institution,
    )
  expect((await seen(alder)).map((one) => one.sending.schacId)).toEqual([alder, birke])
  expect(await seen(birke)).toEqual([{ sending: { schacId: birke }, brokenRules: null }])
  expect((await seen(cedro)).map((one) => one.sending.schacId)).toEqual([alder, birke])
})

test('a sending institution opens the agreements of all whom the receiver approved, and again after late approvals', async () => {
  const { agreements = [] } = await prepare(programme)
  const ours = agreements.find((one) => one.sending.schacId === birke)?.id ?? ''
  expect(await open(ours, alder)).toMatchObject({ code: 'not-found' })
  expect((await open(ours, birke)).outcomes).toEqual([
    {
      id: going[0]?.nominationId,
      refusal: null,
      agreement: {
        status: 'draft',
        sending: birke,
        receiving: cedro,
        coordinator: alder,
        teachingPartners: [birke],
        rulePack: 'blended-changes',
        sendingUnit: 'Geography',
        programme: { code: bip.bipId, callYear: 2026, instanceId: course.instanceId },
        current: { content: { components: [{ title: 'Urban Data' }] } },
      },
    },
  ])
  const late = await call<{ contentHash: string }>(
    'nomination',
    'query ($id: ID!) { nomination(id: $id) { contentHash } }',
    { id: going[1]?.nominationId },
    cedro,
  )
  await call(
    'approveNomination',
    'mutation ($id: ID!, $h: String!) { approveNomination(id: $id, contentHash: $h) { ... on Nomination { id } ... on Problem { code } } }',
    { id: going[1]?.nominationId, h: late.contentHash },
    cedro,
  )
  const again = await open(ours, birke)
  expect(again.outcomes?.map(({ id, refusal }) => [id, refusal?.code ?? null])).toEqual([
    [going[0]?.nominationId, 'agreement-exists'],
    [going[1]?.nominationId, null],
  ])
})

test('an agreement that contradicts the programme it names is refused, field by field', async () => {
  const refused = await call(
    'openLearningAgreement',
    'mutation ($a: LearningAgreementInput!) { openLearningAgreement(agreement: $a) { ... on LearningAgreement { id } ... on Problem { code details } } }',
    {
      a: {
        learnerId: going[0]?.learnerId,
        receiving: alder,
        type: 'short-term-blended',
        academicYear: '2026/2027',
        programme: { code: 'OTHER', callYear: 2026, instanceId: course.instanceId },
        content,
      },
    },
    birke,
  )
  expect(refused).toMatchObject({
    code: 'programme-differs',
    details: { differing: [{ field: 'receiving', said: alder, offered: cedro }, { field: 'programme.code' }] },
  })
})
