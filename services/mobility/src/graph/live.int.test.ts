import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alder, birke, cedro, learnerOf, mobilityUnderTest, officeOf, theAlliance, type Who } from '../testing/mobility-under-test.ts'

let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

interface Changed {
  readonly learningAgreementsChanged: { readonly more: boolean; readonly agreements: readonly { readonly id: string; readonly status: string }[] }
}
const subscription = 'subscription ($ids: [ID!]) { learningAgreementsChanged(ids: $ids) { more agreements { id status } } }'
const listen = (who: Who, ids?: readonly string[]) => hub.listen<Changed>(subscription, { ids: ids ?? null }, who)
const told = async (stream: Awaited<ReturnType<typeof listen>>) => (await stream.next())?.data?.learningAgreementsChanged

let count = 0
async function aLearner(home: string): Promise<string> {
  const learner = {
    esi: `urn:schac:personalUniqueCode:int:esi:${home}:live-${++count}`,
    givenNames: 'Åsa',
    familyName: `Lind${count}`,
    birthDate: '2003-05-06',
    citizenship: 'SE',
    gender: 2,
    email: `asa${count}@mail.example`,
  }
  const { data } = await hub.graph<{ registerLearner: { id: string } }>(
    'mutation ($learner: LearnerInput!) { registerLearner(learner: $learner) { ... on Learner { id } } }',
    { learner },
    officeOf(home),
  )
  return data.registerLearner.id
}
const studied = {
  id: newId(),
  table: 'studied',
  title: 'Statistics II',
  losCode: 'STAT',
  term: { number: 1, of: 2 },
  credits: [{ scheme: 'ects', value: 30 }],
}
const recognised = { ...studied, id: newId(), table: 'recognised', title: 'Statistik B', automaticRecognition: true }
const content = {
  components: [studied, recognised],
  links: [{ studied: studied.id, recognised: recognised.id }],
  physical: { startsOn: '2027-03-01', endsOn: '2027-07-31' },
  iscedF: '0542',
  eqfLevel: 6,
  languageTag: 'en',
  languageLevel: 'B2',
}
async function opened(home = birke): Promise<{ id: string; learner: string; hash: string }> {
  const learner = await aLearner(home)
  const { data } = await hub.graph<{ openLearningAgreement: { id: string; current: { hash: string } } }>(
    'mutation ($agreement: LearningAgreementInput!) { openLearningAgreement(agreement: $agreement) { ... on LearningAgreement { id current { hash } } } }',
    { agreement: { learnerId: learner, receiving: alder, type: 'semester', academicYear: '2026/2027', content } },
    officeOf(home),
  )
  return { id: data.openLearningAgreement.id, learner, hash: data.openLearningAgreement.current.hash }
}
const signer = { name: 'Ada Demo', position: 'Coordinator', email: 'ada@office.example' }
async function sign({ id, hash }: { id: string; hash: string }, who: Who): Promise<void> {
  const { data } = await hub.graph<{ signLearningAgreements: { refusal: object | null }[] }>(
    'mutation ($agreements: [AgreementToSign!]!, $signer: SignerInput) { signLearningAgreements(agreements: $agreements, signer: $signer) { refusal { code details } } }',
    { agreements: [{ id, hash }], signer: who.session ? null : signer },
    who,
  )
  expect(data.signLearningAgreements).toEqual([{ refusal: null }])
}

test('each listener is told of what they may see, from the moment at which they may see it', async () => {
  const [sending, receiving, other] = await Promise.all([birke, alder, cedro].map((institution) => listen(officeOf(institution))))
  if (!sending || !receiving || !other) throw new Error('somebody does not listen')
  for (const stream of [sending, receiving, other]) expect(await told(stream)).toEqual({ more: false, agreements: [] })

  const agreement = await opened()
  expect(await told(sending)).toEqual({ more: false, agreements: [{ id: agreement.id, status: 'draft' }] })
  const own = await listen(learnerOf(birke, agreement.learner), [agreement.id])
  expect(await told(own)).toEqual({ more: false, agreements: [{ id: agreement.id, status: 'draft' }] })

  await sign(agreement, learnerOf(birke, agreement.learner))
  expect(await told(own)).toMatchObject({ agreements: [{ status: 'student-signed' }] })
  expect(await told(sending)).toMatchObject({ agreements: [{ status: 'student-signed' }] })
  await sign(agreement, officeOf(birke))
  expect(await told(sending)).toMatchObject({ agreements: [{ status: 'proposed' }] })
  // The receiver was told neither of the draft nor of the student's signature: this is the first that they may see.
  expect(await told(receiving)).toEqual({ more: false, agreements: [{ id: agreement.id, status: 'proposed' }] })
  const theirs = await opened(cedro)
  expect(await told(other), 'and the other institution was told of nothing but its own').toEqual({
    more: false,
    agreements: [{ id: theirs.id, status: 'draft' }],
  })
  for (const stream of [sending, receiving, other, own]) await stream.leave()
})

test('who names an agreement that is not theirs hears nothing of it', async () => {
  const [theirs, own] = [await opened(), await opened(cedro)]
  const stream = await listen(officeOf(cedro), [theirs.id, own.id])
  expect(await told(stream)).toEqual({ more: false, agreements: [{ id: own.id, status: 'draft' }] })
  await sign(theirs, learnerOf(birke, theirs.learner))
  await sign(own, learnerOf(cedro, own.learner))
  expect(await told(stream)).toEqual({ more: false, agreements: [{ id: own.id, status: 'student-signed' }] })
  await stream.leave()
})

test.each([
  ['an analyst', { institution: 'alliance.example', roles: ['analyst'] as const }, undefined, 'forbidden'],
  ['a learner who names no agreement', learnerOf(birke, newId()), undefined, 'invalid-request'],
  ['who names what is no id', officeOf(birke), ['no-id'], 'invalid-request'],
  ['who names more than a message can', officeOf(birke), Array.from({ length: 101 }, () => newId()), 'invalid-request'],
])('%s is refused, in words', async (_who, who, ids, code) => {
  const stream = await listen(who, ids)
  expect((await stream.next())?.errors?.[0]?.extensions?.code).toBe(code)
  expect(await stream.next()).toBeNull()
})

test('a service that stops ends its streams in good order', async () => {
  const other = await mobilityUnderTest()
  const stream = await other.listen<Changed>(subscription, {}, officeOf(birke))
  await stream.next()
  await other[Symbol.asyncDispose]()
  expect(await stream.next()).toBeNull()
})
