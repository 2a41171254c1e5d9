import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alder, birke, cedro, learnerOf, mobilityUnderTest, officeOf, theAlliance, type Who } from '../testing/mobility-under-test.ts'

let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

let count = 0
async function aLearner(home = birke, given: Record<string, unknown> = {}): Promise<string> {
  const n = ++count
  const learner = {
    esi: `urn:schac:personalUniqueCode:int:esi:${home}:n-${n}`,
    givenNames: 'Saga',
    familyName: `Lindqvist${n}`,
    email: `saga${n}@mail.example`,
    ...given,
  }
  const { data } = await hub.graph<{ registerLearner: { id: string } }>(
    'mutation ($learner: LearnerInput!) { registerLearner(learner: $learner) { ... on Learner { id } ... on Problem { code details } } }',
    { learner },
    officeOf(home),
  )
  expect(data.registerLearner.id).toBeTruthy()
  return data.registerLearner.id
}
const mobility = (change: Record<string, unknown> = {}) => ({
  type: 'semester',
  receiving: alder,
  academicYear: '2026/2027',
  term: '2026/2027-2/2',
  iscedF: '0613',
  eqfLevel: 6,
  physical: { from: '2027-03-01', to: '2027-07-31' },
  ...change,
})
const fields = `id version state proposal contentHash turn moves answers { verb comment proposal } versions { proposal contentHash }
  nominee { givenNames familyName email comment } learner { id } sending { schacId }`
interface Answer {
  id: string
  version: number
  state: string
  proposal: number
  contentHash: string
  turn: string | null
  moves: string[]
  code?: string
  details?: Record<string, unknown>
  nominee: { familyName: string } | null
  answers: unknown[]
}
async function act(mutation: string, args: string, variables: Record<string, unknown>, who: Who): Promise<Answer> {
  const [name = '', call = ''] = [
    mutation,
    `mutation (${args}) { ${mutation}(${args.replaceAll(/\$(\w+): [\w!]+/g, '$1: $$$1')}) { __typename ... on Nomination { ${fields} } ... on Problem { code details } } }`,
  ]
  const { data, errors } = await hub.graph<Record<string, Answer>>(call, variables, who)
  expect(errors).toBeUndefined()
  return data[name] as Answer
}
const nominate = (learnerId: string, change: Record<string, unknown> = {}, who = officeOf(birke)) =>
  act(
    'nominateLearner',
    '$mobility: MobilityInput!, $nominee: NomineeInput!',
    { mobility: mobility(change), nominee: { learnerId, comment: 'Speaks German.' } },
    who,
  )
const approve = (id: string, contentHash: string, who = officeOf(alder)) =>
  act('approveNomination', '$id: ID!, $contentHash: String!', { id, contentHash }, who)
const reject = (id: string, contentHash: string, comment: string) =>
  act('rejectNomination', '$id: ID!, $contentHash: String!, $comment: String!', { id, contentHash, comment }, officeOf(alder))
const revise = (id: string, expectedVersion: number, change: Record<string, unknown>) =>
  act(
    'reviseNomination',
    '$id: ID!, $mobility: MobilityInput!, $comment: String, $expectedVersion: Int!',
    { id, mobility: mobility(change), comment: 'Speaks German.', expectedVersion },
    officeOf(birke),
  )
const seenBy = async (id: string, who: Who) =>
  (await hub.graph<{ nomination: Answer | null }>(`query ($id: ID!) { nomination(id: $id) { ${fields} } }`, { id }, who)).data.nomination
const list = async (filter: Record<string, unknown>, who: Who) => {
  const { data } = await hub.graph<{ nominations: { totalCount: number; edges: { node: { id: string } }[] } }>(
    'query ($filter: NominationFilter) { nominations(filter: $filter, first: 100) { totalCount edges { node { id } } } }',
    { filter },
    who,
  )
  expect(data.nominations.edges).toHaveLength(data.nominations.totalCount)
  return data.nominations.edges.map(({ node }) => node.id)
}

describe('a nomination (H01)', () => {
  test('goes to the receiving institution with the person; events name nobody', async () => {
    await hub.published()
    const learnerId = await aLearner()
    const sent = await nominate(learnerId)
    expect(sent).toMatchObject({
      state: 'pending',
      turn: alder,
      moves: ['revise', 'cancel'],
      nominee: { email: `saga${count}@mail.example`, comment: 'Speaks German.' },
    })
    expect(await seenBy(sent.id, officeOf(alder))).toMatchObject({
      nominee: { familyName: `Lindqvist${count}` },
      learner: null,
      moves: ['approve', 'reject', 'cancel'],
    })
    expect(await seenBy(sent.id, learnerOf(birke, learnerId))).toMatchObject({ nominee: { familyName: `Lindqvist${count}` }, moves: [] })
    expect(await seenBy(sent.id, { institution: alder, roles: ['analyst'] })).toMatchObject({ nominee: null, moves: [] })
    expect(await seenBy(sent.id, officeOf(cedro))).toBeNull()
    expect(await seenBy(sent.id, learnerOf(birke, newId()))).toBeNull()
    const approved = await approve(sent.id, sent.contentHash)
    expect(approved).toMatchObject({ state: 'approved', turn: null })
    expect(await approve(sent.id, sent.contentHash)).toMatchObject({ state: 'approved', version: approved.version })
    const events = await hub.published()
    expect(events.map((event) => event.fact)).toEqual(['nomination.proposed', 'nomination.approved'])
    expect(events[1]?.data).toMatchObject({
      nominationId: sent.id,
      learnerId,
      sending: birke,
      receiving: alder,
      type: 'semester',
      contentHash: sent.contentHash,
    })
    expect(JSON.stringify(events)).not.toMatch(/Lindqvist|esi:|mail\.example|German/)
    const [stored] = await hub.database.reader({ tenants: [birke] }).$client<
      { all: string }[]
    >`select string_agg(n::text, '') || (select string_agg(v::text, '') from nomination_versions v) as all from nominations n`
    expect(stored?.all).not.toMatch(/Lindqvist|German/)
  })

  test('rejected is readable for ever, with its comment; a new content is asked for anew', async () => {
    const sent = await nominate(await aLearner())
    expect(await reject(sent.id, sent.contentHash, ' ')).toMatchObject({ code: 'comment-needed' })
    const rejected = await reject(sent.id, sent.contentHash, 'The course is full.')
    expect(rejected).toMatchObject({ state: 'rejected', turn: birke })
    const revised = await revise(sent.id, rejected.version, { term: '2027/2028-1/2', academicYear: '2027/2028' })
    expect(revised).toMatchObject({ state: 'pending', proposal: 2, turn: alder })
    expect(revised.contentHash).not.toBe(sent.contentHash)
    expect(revised.answers).toEqual([{ verb: 'reject', comment: 'The course is full.', proposal: 1 }])
    expect(await approve(sent.id, sent.contentHash)).toMatchObject({
      code: 'stale-proposal',
      details: { named: { proposal: 1, content: { academicYear: '2026/2027' } }, standing: { proposal: 2, content: { academicYear: '2027/2028' } } },
    })
    expect(await approve(sent.id, revised.contentHash)).toMatchObject({ state: 'approved', proposal: 2 })
  })

  test('is the business of its two institutions only, each with its own moves', async () => {
    const sent = await nominate(await aLearner())
    expect(await approve(sent.id, sent.contentHash, officeOf(birke))).toMatchObject({ code: 'forbidden' })
    expect(await approve(sent.id, sent.contentHash, officeOf(cedro))).toMatchObject({ code: 'not-found' })
    expect(await approve(sent.id, sent.contentHash, { institution: alder, roles: ['analyst'] })).toMatchObject({ code: 'forbidden' })
    expect(await nominate(await aLearner(cedro))).toMatchObject({ code: 'unknown-learner' })
    expect(await nominate(await aLearner(), { type: 'traineeship' })).toMatchObject({ code: 'invalid-request' })
    expect(await nominate(await aLearner(), { iscedF: '06' })).toMatchObject({
      code: 'nomination-not-in-order',
      details: { faults: ['isced-f-needs-four-digits'] },
    })
    const cancel = (reason: string) =>
      act('cancelNomination', '$id: ID!, $reason: String!, $expectedVersion: Int!', { id: sent.id, reason, expectedVersion: sent.version }, officeOf(birke))
    expect(await cancel('no reason')).toMatchObject({ code: 'reason-needed' })
    expect(await cancel('learner-withdrew')).toMatchObject({ state: 'cancelled', moves: [] })
  })

  test('three offices that approve at once approve once', async () => {
    const sent = await nominate(await aLearner())
    await hub.published()
    const answers = await Promise.all(Array.from({ length: 3 }, () => approve(sent.id, sent.contentHash)))
    expect(answers.map((answer) => [answer.state, answer.version])).toEqual(Array.from({ length: 3 }, () => ['approved', 2]))
    expect(await hub.published()).toHaveLength(1)
  })

  test('is listed by state, turn, partner, year and type, with totals that equal the list', async () => {
    const sent = await nominate(await aLearner(), { type: 'virtual', physical: null, academicYear: '2031/2032', receiving: cedro })
    const year = { academicYear: '2031/2032' }
    expect(await list({ ...year }, officeOf(birke))).toEqual([sent.id])
    expect(await list({ ...year, turn: 'mine' }, officeOf(birke))).toEqual([])
    expect(await list({ ...year, turn: 'partner' }, officeOf(birke))).toEqual([sent.id])
    expect(await list({ ...year, turn: 'mine', partner: birke, type: ['virtual'], state: ['pending'] }, officeOf(cedro))).toEqual([sent.id])
    expect(await list({ ...year, type: ['semester'] }, officeOf(cedro))).toEqual([])
    expect(await list(year, officeOf(alder))).toEqual([])
  })
})

describe('a roster for a blended intensive programme (H01)', () => {
  const programme = () => ({ opportunityId: newId(), callYear: 2026, coordinator: cedro })
  const blended = (to: ReturnType<typeof programme>) =>
    mobility({
      type: 'short-term-blended',
      programme: to,
      physical: { from: '2027-03-01', to: '2027-03-12' },
      virtual: { from: '2027-02-01', to: '2027-04-30' },
    })
  async function roster(to: ReturnType<typeof programme>, learners: readonly string[], who = officeOf(birke)) {
    const { data } = await hub.graph<{
      nominateRoster: { outcomes: { learnerId: string; nomination: { id: string } | null; code: string | null }[] }
    }>(
      `mutation ($mobility: MobilityInput!, $nominees: [NomineeInput!]!) { nominateRoster(mobility: $mobility, nominees: $nominees) {
        ... on NominatedRoster { outcomes { learnerId nomination { id } code } } ... on Problem { code } } }`,
      { mobility: blended(to), nominees: learners.map((learnerId) => ({ learnerId })) },
      who,
    )
    return data.nominateRoster.outcomes.map((outcome) => outcome.code ?? 'ok')
  }
  const setQuotas = async (to: ReturnType<typeof programme>, quotas: { sending: string; places: number }[], who = officeOf(cedro)) =>
    (
      await hub.graph<{ setProgrammeQuotas: unknown }>(
        `mutation ($id: ID!, $callYear: Int!, $quotas: [QuotaInput!]!) { setProgrammeQuotas(opportunityId: $id, callYear: $callYear, quotas: $quotas) {
          ... on ProgrammeQuotas { quotas { sending places } } ... on Problem { code } } }`,
        { id: to.opportunityId, callYear: to.callYear, quotas },
        who,
      )
    ).data.setProgrammeQuotas

  test('gives each person an outcome of their own, from every sending institution within its quota', async () => {
    const to = programme()
    expect(
      await setQuotas(to, [
        { sending: birke, places: 2 },
        { sending: alder, places: 0 },
      ]),
    ).toMatchObject({
      quotas: [
        { sending: alder, places: 0 },
        { sending: birke, places: 2 },
      ],
    })
    const [first, second, late, foreign] = [await aLearner(), await aLearner(), await aLearner(), await aLearner(cedro)] as const
    expect(await roster(to, [first, foreign, first, newId(), second, late])).toEqual([
      'ok',
      'unknown-learner',
      'doubled',
      'unknown-learner',
      'ok',
      'quota-full',
    ])
    expect(await roster(to, [second, late])).toEqual(['doubled', 'quota-full'])
    // The coordinator sees who comes by pseudonym; the sending institution frees a place by cancelling.
    const seen = await list({ opportunityId: to.opportunityId }, officeOf(cedro))
    expect(seen).toHaveLength(2)
    expect(await seenBy(seen[0] ?? '', officeOf(cedro))).toMatchObject({ nominee: null, versions: [] })
    await act(
      'cancelNomination',
      '$id: ID!, $reason: String!, $expectedVersion: Int!',
      { id: seen[0], reason: 'learner-withdrew', expectedVersion: 1 },
      officeOf(birke),
    )
    expect(await roster(to, [late])).toEqual(['ok'])
  })

  test('32 racing clients oversell no place', async () => {
    const to = programme()
    await setQuotas(to, [{ sending: birke, places: 5 }])
    const learners = await Promise.all(Array.from({ length: 32 }, () => aLearner()))
    const outcomes = (await Promise.all(learners.map((learner) => roster(to, [learner])))).flat()
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(5)
    expect(outcomes.filter((outcome) => outcome === 'quota-full')).toHaveLength(27)
  })

  test('a person nominated by two offices at once is nominated once', async () => {
    const [to, learner] = [programme(), await aLearner()]
    const outcomes = (await Promise.all(Array.from({ length: 4 }, () => roster(to, [learner])))).flat()
    expect(outcomes.toSorted()).toEqual(['doubled', 'doubled', 'doubled', 'ok'])
  })
})
