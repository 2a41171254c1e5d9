import { isRefusal } from '@collegium/contracts'
import type { Session } from '@collegium/service-kit'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alder, birke, cedro, learnerOf, mobilityUnderTest, officeOf, theAlliance, type Who } from '../testing/mobility-under-test.ts'
import { answerThroughEwp } from './answer-through-ewp.ts'
import { getResponse, updateRequest } from './domain/namespaces.ts'

let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const signer = { name: 'Ada Demo', position: 'Coordinator', email: 'ada@office.example' }
const contact = { givenNames: 'Ada', familyName: 'Demo', email: 'ada@office.example' }
async function told<T>(query: string, variables: Record<string, unknown>, who: Who): Promise<T> {
  const { data, errors } = await hub.graph<Record<string, T>>(query, variables, who)
  expect(errors).toBeUndefined()
  return Object.values(data)[0] as T
}
let count = 0
/** An agreement from Birke to Alder, signed by student and sending institution. */
async function proposed(): Promise<{ id: string; hash: string; learner: string }> {
  const learner = {
    esi: `urn:schac:personalUniqueCode:int:esi:${birke}:ewp-${++count}`,
    givenNames: 'Åsa',
    familyName: 'Öberg',
    birthDate: '2003-05-06',
    citizenship: 'SE',
    gender: 2,
    email: 'asa@mail.example',
  }
  const { id: learnerId } = await told<{ id: string }>(
    'mutation ($learner: LearnerInput!) { registerLearner(learner: $learner) { ... on Learner { id } } }',
    { learner },
    officeOf(birke),
  )
  const [there, here] = [newId(), newId()]
  const component = { term: { number: 1, of: 2 }, credits: [{ scheme: 'ects', value: 30 }] }
  const agreement = {
    learnerId,
    receiving: alder,
    sendingUnit: 'STAT',
    type: 'semester',
    academicYear: '2026/2027',
    sendingContact: contact,
    receivingContact: contact,
    content: {
      components: [
        { ...component, id: there, table: 'studied', title: 'Statistics <II>' },
        { ...component, id: here, table: 'recognised', title: 'Statistik B', automaticRecognition: true },
      ],
      links: [{ studied: there, recognised: here }],
      physical: { startsOn: '2027-03-01', endsOn: '2027-07-31' },
      iscedF: '0542',
      eqfLevel: 6,
      languageTag: 'en',
      languageLevel: 'B2',
    },
  }
  const { id, current } = await told<{ id: string; current: { hash: string } }>(
    'mutation ($agreement: LearningAgreementInput!) { openLearningAgreement(agreement: $agreement) { ... on LearningAgreement { id current { hash } } } }',
    { agreement },
    officeOf(birke),
  )
  const sign =
    'mutation ($agreements: [AgreementToSign!]!, $signer: SignerInput) { signLearningAgreements(agreements: $agreements, signer: $signer) { refusal { code } } }'
  const agreements = [{ id, hash: current.hash }]
  expect(await told(sign, { agreements, signer: null }, learnerOf(birke, learnerId))).toEqual([{ refusal: null }])
  expect(await told(sign, { agreements, signer }, officeOf(birke))).toEqual([{ refusal: null }])
  return { id, hash: current.hash, learner: learnerId }
}
const ewpOf = (id: string, who: Who) =>
  told<{
    ewp: { xml: string | null; refusedBecause: { path: string }[]; lost: { path: string; why: string }[] } | null
    state: string
    versions: unknown[]
    timeline: { move: string }[]
  } | null>(
    'query ($id: ID!) { learningAgreement(id: $id) { ewp { xml refusedBecause { path why } lost { path why } } state versions { state comment } timeline { move } } }',
    { id },
    who,
  )
const answer = (institution: string, xml: string) => {
  const session: Session = {
    subject: `person:office@${institution}`,
    kind: 'person',
    institution,
    learner: null,
    roles: ['international-office'],
    units: [],
  } as never
  return answerThroughEwp({ dependencies: hub.dependencies, session, requestId: 'ewp-1' }, xml)
}
const request = (verb: 'approve' | 'comment', id: string, hash: string, sending = birke) =>
  `<omobility-las-update-request xmlns="${updateRequest}" xmlns:g="${getResponse}"><sending-hei-id>${sending}</sending-hei-id><${verb}-proposal-v1>
    <omobility-id>${id}</omobility-id><changes-proposal-id>${hash}</changes-proposal-id>${verb === 'comment' ? '<comment>The course is full.</comment>' : ''}
    <signature><g:signer-name>Bo Demo</g:signer-name><g:signer-position>Coordinator</g:signer-position><g:signer-email>bo@office.example</g:signer-email>
    <g:timestamp>2026-11-22T10:00:00Z</g:timestamp></signature></${verb}-proposal-v1></omobility-las-update-request>`

test('(R14) an agreement goes out as EWP shows it, its proposal is approved by the id that went out, once', async () => {
  const { id, hash, learner } = await proposed()
  const seen = await ewpOf(id, officeOf(alder))
  expect(seen?.ewp).toMatchObject({ refusedBecause: [], xml: expect.stringContaining(`<changes-proposal id="${hash}">`) })
  expect(seen?.ewp?.xml).toContain('<family-name>Öberg</family-name>')
  expect(seen?.ewp?.lost.map((one) => one.path)).toEqual(['components.id', 'links'])
  expect(seen?.ewp).toEqual((await ewpOf(id, officeOf(birke)))?.ewp)
  // It is the offices' matter: the learner has the agreement itself.
  expect((await ewpOf(id, learnerOf(birke, learner)))?.ewp).toBeNull()
  const first = await answer(alder, request('approve', id, hash))
  expect(first).toEqual({ response: expect.stringContaining('omobility-las-update-response') })
  expect(await answer(alder, request('approve', id, hash))).toEqual(first)
  const after = await ewpOf(id, officeOf(alder))
  expect(after).toMatchObject({ state: 'agreed', ewp: { xml: expect.stringContaining('<signer-name>Bo Demo</signer-name>') } })
  expect(after?.ewp?.xml).not.toContain('changes-proposal')
  expect(after?.timeline.filter((one) => one.move === 'approve')).toHaveLength(1)
})

test('(R14) a comment sends it back; EWP shows nothing any more, the hub keeps version and words', async () => {
  const { id, hash } = await proposed()
  const first = await answer(alder, request('comment', id, hash))
  expect(isRefusal(first)).toBe(false)
  expect(await answer(alder, request('comment', id, hash))).toEqual(first)
  const after = await ewpOf(id, officeOf(birke))
  expect(after?.versions).toEqual([{ state: 'commented', comment: 'The course is full.' }])
  expect(after?.ewp?.xml).not.toContain('<la>')
})

test('a mobility that is unknown, of somebody else, or named with another sending institution looks alike', async () => {
  const { id, hash } = await proposed()
  for (const [who, xml] of [
    [alder, request('approve', newId(), hash)],
    [alder, request('approve', 'no-uuid', hash)],
    [alder, request('approve', id, hash, cedro)],
    [cedro, request('approve', id, hash)],
    [birke, request('approve', id, hash)],
  ] as const)
    expect(await answer(who, xml)).toEqual({ refused: 'ewp-unknown-mobility' })
  expect(await answer(alder, request('approve', id, 'f'.repeat(64)))).toMatchObject({ refused: 'superseded-proposal', detail: { meant: { state: 'unknown' } } })
  expect((await ewpOf(id, officeOf(birke)))?.state).toBe('negotiating')
})
