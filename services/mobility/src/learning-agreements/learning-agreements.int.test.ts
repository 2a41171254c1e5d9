import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alder, birke, cedro, learnerOf, mobilityUnderTest, officeOf, theAlliance, type Who } from '../testing/mobility-under-test.ts'

let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const signer = { name: 'Ada Demo', position: 'Coordinator', email: 'ada@office.example' }
const fields = `id version state status turn dueOn nextStep moves student { familyName } outcome { outcome ectsRecognised recognitions { title verdict } }
  current { number state hash comment content { components { id title } } changes { kind componentId } differences { words } }
  versions { number state comment } standing { number hash } faults { rule weight } timeline { side move reason eventType version }`
interface Agreement {
  id: string
  version: number
  state: string
  status: string
  turn: string
  dueOn: string | null
  moves: string[]
  student: { familyName: string } | null
  current: { number: number; state: string; hash: string; differences: { words: string }[] }
  versions: { number: number; state: string; comment: string | null }[]
  timeline: { side: string; move: string; eventType: string | null }[]
  code?: string
  details?: Record<string, unknown>
}
interface Outcome {
  id: string
  agreement: Agreement | null
  refusal: { code: string; details: Record<string, unknown> } | null
}

let count = 0
async function aLearner(home = birke): Promise<string> {
  const n = ++count
  const learner = {
    esi: `urn:schac:personalUniqueCode:int:esi:${home}:la-${n}`,
    givenNames: 'Åsa',
    familyName: `Öberg${n}`,
    birthDate: '2003-05-06',
    citizenship: 'SE',
    gender: 2,
    email: `asa${n}@mail.example`,
  }
  const { data, errors } = await hub.graph<{ registerLearner: { id: string } }>(
    'mutation ($learner: LearnerInput!) { registerLearner(learner: $learner) { ... on Learner { id } ... on Problem { code details } } }',
    { learner },
    officeOf(home),
  )
  expect(errors).toBeUndefined()
  return data.registerLearner.id
}
const component = (table: string, title: string, ects = 15) => ({
  id: newId(),
  table,
  title,
  losCode: title.slice(0, 4).toUpperCase(),
  term: { number: 1, of: 2 },
  credits: [{ scheme: 'ects', value: ects }],
  ...(table !== 'studied' && { automaticRecognition: true }),
})
function content() {
  const [there, other, here, too] = [
    component('studied', 'Statistics II'),
    component('studied', 'Urban Ecology'),
    component('recognised', 'Statistik B'),
    component('recognised', 'Stadsekologi'),
  ]
  return {
    components: [there, other, here, too],
    links: [
      { studied: there.id, recognised: here.id },
      { studied: other.id, recognised: too.id },
    ],
    physical: { startsOn: '2027-03-01', endsOn: '2027-07-31' },
    iscedF: '0542',
    eqfLevel: 6,
    languageTag: 'en',
    languageLevel: 'B2',
  }
}
async function act(name: string, args: string, variables: Record<string, unknown>, who: Who): Promise<Agreement> {
  const call = `mutation (${args}) { ${name}(${args.replaceAll(/\$(\w+): [[\]\w!]+/g, '$1: $$$1')}) { __typename ... on LearningAgreement { ${fields} } ... on Problem { code details } } }`
  const { data, errors } = await hub.graph<Record<string, Agreement>>(call, variables, who)
  expect(errors).toBeUndefined()
  return data[name] as Agreement
}
async function many(name: string, args: string, variables: Record<string, unknown>, who: Who): Promise<Outcome[]> {
  const call = `mutation (${args}) { ${name}(${args.replaceAll(/\$(\w+): [[\]\w!]+/g, '$1: $$$1')}) { id agreement { ${fields} } refusal { code details } } }`
  const { data, errors } = await hub.graph<Record<string, Outcome[]>>(call, variables, who)
  expect(errors).toBeUndefined()
  return data[name] as Outcome[]
}
const open = async (learnerId: string, change: Record<string, unknown> = {}, who = officeOf(birke)) =>
  act(
    'openLearningAgreement',
    '$agreement: LearningAgreementInput!',
    { agreement: { learnerId, receiving: alder, type: 'semester', academicYear: '2026/2027', content: content(), ...change } },
    who,
  )
const sign = (agreements: readonly { id: string; current: { hash: string } }[], who: Who, by: object | null = signer) =>
  many(
    'signLearningAgreements',
    '$agreements: [AgreementToSign!]!, $signer: SignerInput',
    { agreements: agreements.map((one) => ({ id: one.id, hash: one.current.hash })), signer: by },
    who,
  )
const approve = (agreements: readonly { id: string; current: { hash: string } }[], who = officeOf(alder)) =>
  many(
    'approveLearningAgreements',
    '$agreements: [AgreementToSign!]!, $signer: SignerInput!',
    { agreements: agreements.map((one) => ({ id: one.id, hash: one.current.hash })), signer },
    who,
  )
const look = async (id: string, who: Who): Promise<Agreement | null> =>
  (await hub.graph<{ learningAgreement: Agreement | null }>(`query ($id: ID!) { learningAgreement(id: $id) { ${fields} } }`, { id }, who)).data
    .learningAgreement
const agreementOf = (outcomes: readonly Outcome[]): Agreement => {
  const [first] = outcomes
  expect(first?.refusal ?? null).toBeNull()
  return first?.agreement as Agreement
}
/** A draft, signed by student and sending institution. */
async function proposed(learnerId?: string): Promise<{ learner: string; agreement: Agreement }> {
  const learner = learnerId ?? (await aLearner())
  const draft = await open(learner)
  await sign([draft], learnerOf(birke, learner), null)
  return { learner, agreement: agreementOf(await sign([draft], officeOf(birke))) }
}

describe('from draft to recognition', () => {
  test('(H02) three parties sign one hash; each sees what is theirs, and the events tell the others', async () => {
    const learner = await aLearner()
    const draft = await open(learner)
    expect(draft).toMatchObject({ status: 'draft', turn: 'learner', version: 1, student: { familyName: expect.stringContaining('Öberg') } })
    // The receiver sees nothing before both at home have signed, and neither does a third institution, ever.
    expect(await look(draft.id, officeOf(alder))).toBeNull()
    expect(agreementOf(await sign([draft], learnerOf(birke, learner), null))).toMatchObject({ status: 'student-signed', turn: 'sending' })
    expect(await look(draft.id, officeOf(alder))).toBeNull()
    await hub.published()
    expect(agreementOf(await sign([draft], officeOf(birke)))).toMatchObject({ status: 'proposed', turn: 'receiving', dueOn: '2026-12-06' })
    const asked = await look(draft.id, officeOf(alder))
    expect(asked).toMatchObject({
      status: 'proposed',
      moves: ['approve', 'comment', 'name-parties'],
      student: { familyName: expect.stringContaining('Öberg') },
    })
    expect(await look(draft.id, officeOf(cedro))).toBeNull()
    expect(agreementOf(await approve([draft]))).toMatchObject({ state: 'agreed', turn: 'receiving', dueOn: '2027-03-01' })
    expect((await hub.published()).map((one) => [one.fact, one.data.change])).toEqual([
      ['learning-agreement.proposed', false],
      ['learning-agreement.agreed', false],
    ])
    const seen = await look(draft.id, learnerOf(birke, learner))
    expect(seen?.timeline.map((one) => [one.side, one.move])).toEqual([
      ['sending', 'open'],
      ['learner', 'sign-as-student'],
      ['sending', 'sign-for-sending'],
      ['receiving', 'approve'],
    ])
    // What passed between learner and home is not told to the receiver.
    expect((await look(draft.id, officeOf(alder)))?.timeline.map((one) => one.move)).toEqual(['sign-for-sending', 'approve'])
  })

  test('a change is proposed on what stands, told in words, and what was sent back stays readable', async () => {
    const { learner, agreement } = await proposed()
    const stands = agreementOf(await approve([agreement]))
    const [old] = (stands as unknown as { current: { content: { components: { id: string }[] } } }).current.content.components
    const changes = [
      { kind: 'delete', componentId: old?.id, reasonCode: 'timetable-conflict' },
      { kind: 'insert', component: component('studied', 'Data Ethics', 16), replaces: old?.id, reasonCode: 'substituting-deleted' },
    ]
    const draft = await act(
      'proposeAgreementChanges',
      '$id: ID!, $expectedVersion: Int!, $changes: [AgreementChangeInput!]!',
      { id: stands.id, expectedVersion: stands.version, changes },
      learnerOf(birke, learner),
    )
    expect(draft.current.differences.map((one) => one.words)[0]).toBe('Statistics II replaced by Data Ethics, because of a timetable conflict; 15 → 16 ECTS')
    // The receiver goes on seeing what was agreed.
    expect((await look(stands.id, officeOf(alder)))?.versions).toMatchObject([{ number: 1, state: 'approved' }])
    await sign([draft], learnerOf(birke, learner), null)
    await sign([draft], officeOf(birke))
    const comment = (text: string) =>
      act(
        'commentOnLearningAgreement',
        '$agreement: AgreementToSign!, $text: String!, $signer: SignerInput!',
        { agreement: { id: draft.id, hash: draft.current.hash }, text, signer },
        officeOf(alder),
      )
    expect(await comment('  ')).toMatchObject({ code: 'comment-needed' })
    expect(await comment('Data Ethics is full')).toMatchObject({
      state: 'agreed',
      turn: 'learner',
      versions: [
        { number: 1, state: 'approved' },
        { number: 2, state: 'commented', comment: 'Data Ethics is full' },
      ],
    })
    const again = await comment('Data Ethics is full')
    expect(again.versions).toHaveLength(2)
    expect((await look(draft.id, learnerOf(birke, learner)))?.timeline.filter((one) => one.move === 'comment')).toHaveLength(1)
  })

  test('(R12) arrival, end and recognition: what was agreed and passed stands, the rest is decided with its reason', async () => {
    const { agreement } = await proposed()
    let row = agreementOf(await approve([agreement]))
    const follow = (move: string, who: Who) =>
      many('followMobilities', '$agreements: [AgreementToMove!]!, $move: String!', { agreements: [{ id: row.id, expectedVersion: row.version }], move }, who)
    expect((await follow('start', officeOf(birke)))[0]?.refusal).toMatchObject({ code: 'not-your-turn' })
    row = agreementOf(await follow('start', officeOf(alder)))
    row = agreementOf(await follow('end', officeOf(alder)))
    expect(row).toMatchObject({ state: 'awaiting-transcript', turn: 'receiving', dueOn: '2027-09-04' })
  })
})

describe('bad input', () => {
  test('three offices approve at once: one signature, three answers', async () => {
    const { agreement } = await proposed()
    const answers = await Promise.all([approve([agreement]), approve([agreement]), approve([agreement])])
    expect(answers.map((one) => one[0]?.agreement?.state)).toEqual(['agreed', 'agreed', 'agreed'])
    const stored = await look(agreement.id, officeOf(birke))
    expect(stored?.timeline.filter((one) => one.move === 'approve')).toHaveLength(1)
  })
  test('a signature on a superseded hash is a conflict that names both versions', async () => {
    const { learner, agreement } = await proposed()
    const later = await act(
      'writeLearningAgreement',
      '$id: ID!, $expectedVersion: Int!, $content: AgreementContentInput!',
      { id: agreement.id, expectedVersion: agreement.version, content: { ...content(), eqfLevel: 7 } },
      learnerOf(birke, learner),
    )
    expect(later.versions.map((one) => one.state)).toEqual(['superseded', 'draft'])
    const [answer] = await approve([agreement])
    expect(answer?.refusal).toMatchObject({
      code: 'superseded-proposal',
      details: { meant: { number: 1, state: 'superseded' }, current: { number: 2, state: 'draft' } },
    })
  })
  test('two edits on the same version: the second one sees what stands by then', async () => {
    const draft = await open(await aLearner())
    const edit = (eqfLevel: number) =>
      act(
        'writeLearningAgreement',
        '$id: ID!, $expectedVersion: Int!, $content: AgreementContentInput!',
        { id: draft.id, expectedVersion: draft.version, content: { ...content(), eqfLevel } },
        officeOf(birke),
      )
    const answers = await Promise.all([edit(7), edit(8)])
    expect(answers.map((one) => one.code ?? 'written').sort()).toEqual(['stale-version', 'written'])
  })
  test('the agreement of another institution looks like none at all', async () => {
    const draft = await open(await aLearner())
    expect((await sign([draft], officeOf(cedro)))[0]?.refusal).toMatchObject({ code: 'not-found' })
    expect(await open(await aLearner(cedro))).toMatchObject({ code: 'not-found' })
  })
  test('a learner who withdraws from an agreed mobility cancels it, with a reason; the agreement is kept', async () => {
    const { learner, agreement } = await proposed()
    const stands = agreementOf(await approve([agreement]))
    const off = (reason: string) =>
      act(
        'callOffMobility',
        '$id: ID!, $expectedVersion: Int!, $reason: String!',
        { id: stands.id, expectedVersion: stands.version, reason },
        learnerOf(birke, learner),
      )
    expect(await off('no idea')).toMatchObject({ code: 'reason-needed' })
    expect(await off('not-going')).toMatchObject({ state: 'cancelled', turn: 'nobody' })
    expect((await look(stands.id, officeOf(alder)))?.state).toBe('cancelled')
  })
  test('opening the same mobility twice makes one agreement', async () => {
    const learner = await aLearner()
    const id = newId()
    expect(await open(learner, { id })).toMatchObject({ id })
    expect(await open(learner, { id })).toMatchObject({ code: 'agreement-exists' })
  })
})

describe('lists', () => {
  const list = async (filter: Record<string, unknown>, who: Who) =>
    (
      await hub.graph<{ learningAgreements: { totalCount: number; edges: { node: Agreement }[] } }>(
        `query ($filter: LearningAgreementFilter) { learningAgreements(filter: $filter, first: 100) { totalCount edges { node { id status turn } } } }`,
        { filter },
        who,
      )
    ).data.learningAgreements
  test('each number of the pipeline is the total of the list with the same filter', async () => {
    await proposed()
    for (const who of [officeOf(birke), officeOf(alder)]) {
      const { data } = await hub.graph<{ agreementPipeline: Record<string, number> }>(
        '{ agreementPipeline { myTurn partnersTurn learnersTurn stuck done total } }',
        {},
        who,
      )
      const counted = data.agreementPipeline
      for (const [number, filter] of [
        ['myTurn', { turn: 'mine' }],
        ['partnersTurn', { turn: 'partner' }],
        ['learnersTurn', { turn: 'learner' }],
        ['stuck', { turn: 'stuck' }],
        ['done', { turn: 'nobody' }],
        ['total', {}],
      ] as const) {
        const { totalCount, edges } = await list(filter, who)
        expect([number, totalCount, edges.length]).toEqual([number, counted[number], counted[number]])
      }
    }
  })
  test('text finds words of titles by their beginnings, and whole words of names, whatever the accents', async () => {
    const learner = await aLearner()
    const draft = await open(learner)
    const name = draft.student?.familyName ?? ''
    expect((await list({ text: name.toLowerCase().replace('ö', 'O') }, officeOf(birke))).edges.map(({ node }) => node.id)).toEqual([draft.id])
    expect((await list({ text: 'statis ecol' }, officeOf(birke))).totalCount).toBeGreaterThan(0)
    expect((await list({ text: name.slice(0, 3) }, officeOf(birke))).totalCount).toBe(0)
    // Until it is proposed, the receiver does not find it by any word.
    expect((await list({ text: name }, officeOf(alder))).totalCount).toBe(0)
  })
  test('another academic year is another list; "all" has both', async () => {
    await open(await aLearner(), { academicYear: '2027/2028' })
    expect((await list({ academicYear: '2027/2028' }, officeOf(birke))).totalCount).toBe(1)
    expect((await list({ academicYear: 'all' }, officeOf(birke))).totalCount).toBe((await list({}, officeOf(birke))).totalCount + 1)
  })
})
