import { DeliveryAcknowledged, DeliveryBegun, DeliveryParked } from '@collegium/contracts'
import { hubEvent } from '@collegium/events'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alder, birke, cedro, learnerOf, mobilityUnderTest, officeOf, theAlliance, type Who } from '../testing/mobility-under-test.ts'

let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const component = { id: newId(), title: 'Statistics II', losCode: 'STAT', term: { number: 1, of: 2 }, credits: [{ scheme: 'ects', value: 30 }] }
const there = { ...component, table: 'studied' }
const here = { ...component, id: newId(), table: 'recognised', automaticRecognition: true }
const content = {
  components: [there, here],
  links: [{ studied: there.id, recognised: here.id }],
  physical: { startsOn: '2027-03-01', endsOn: '2027-07-31' },
  iscedF: '0542',
  eqfLevel: 6,
  languageTag: 'en',
  languageLevel: 'B2',
}
const signer = { name: 'Ada Demo', position: 'Coordinator', email: 'ada@office.example' }
const sign = (verb: 'sign' | 'approve', agreement: { id: string; hash: string }, who: Who) =>
  hub.graph(
    `mutation ($agreements: [AgreementToSign!]!, $signer: SignerInput${verb === 'sign' ? '' : '!'}) { ${verb}LearningAgreements(agreements: $agreements, signer: $signer) { refusal { code } } }`,
    { agreements: [agreement], signer: who.session ? null : signer },
    who,
  )
async function proposed(): Promise<{ id: string; hash: string }> {
  const learner = { esi: `urn:schac:personalUniqueCode:int:esi:${birke}:${newId()}`, givenNames: 'Åsa', familyName: 'Lind', birthDate: '2003-05-06' }
  const more = { citizenship: 'SE', gender: 2, email: 'asa@mail.example' }
  const registered = await hub.graph<{ registerLearner: { id: string } }>(
    'mutation ($learner: LearnerInput!) { registerLearner(learner: $learner) { ... on Learner { id } } }',
    { learner: { ...learner, ...more } },
  )
  const learnerId = registered.data.registerLearner.id
  const { data } = await hub.graph<{ openLearningAgreement: { id: string; current: { hash: string } } }>(
    'mutation ($agreement: LearningAgreementInput!) { openLearningAgreement(agreement: $agreement) { ... on LearningAgreement { id current { hash } } } }',
    { agreement: { learnerId, receiving: alder, type: 'semester', academicYear: '2026/2027', content } },
  )
  const agreement = { id: data.openLearningAgreement.id, hash: data.openLearningAgreement.current.hash }
  await sign('sign', agreement, learnerOf(birke, learnerId))
  await sign('sign', agreement, officeOf(birke))
  return agreement
}
const partner =
  'twoSided { ours { state proposal } partner { institution knows acknowledgedProposal acknowledgedVersion toldProposal outstanding parkedReason } }'
interface Seen {
  readonly twoSided: { readonly ours: object; readonly partner: Record<string, unknown> } | null
}
const seenBy = async (id: string, who: Who): Promise<Seen | null> =>
  (await hub.graph<{ learningAgreement: Seen | null }>(`query ($id: ID!) { learningAgreement(id: $id) { ${partner} } }`, { id }, who)).data.learningAgreement
const unacknowledged = async (who: Who) =>
  (
    await hub.graph<{ learningAgreements: { totalCount: number }; agreementPipeline: { unacknowledged: number } }>(
      '{ learningAgreements(filter: { unacknowledged: true, academicYear: "all" }) { totalCount } agreementPipeline(filter: { academicYear: "all" }) { unacknowledged } }',
      {},
      who,
    )
  ).data

test('a partner without a system of its own reads here; one with a system has received what it acknowledged, and not what is parked', async () => {
  const agreement = await proposed()
  expect(await seenBy(agreement.id, officeOf(birke))).toMatchObject({
    twoSided: { ours: { state: 'proposed', proposal: 1 }, partner: { institution: alder, knows: 'reads-here', outstanding: false } },
  })
  const about = {
    deliveryId: newId(),
    endpointId: newId(),
    receiver: alder,
    eventId: newId(),
    eventType: 'org.collegium.learning-agreement.proposed.v1',
    enrolmentId: null,
  }
  const mobility = { mobilityId: agreement.id, sender: birke, version: 3, proposal: 1, proposalHash: agreement.hash }
  const at = (version: number) => ({ institution: alder, aggregateVersion: version, correlationId: 'click-12345' })
  await hub.feed(hubEvent({ type: DeliveryBegun, ...at(1), data: { ...about, mobility } }))
  expect((await seenBy(agreement.id, officeOf(birke)))?.twoSided?.partner).toMatchObject({
    knows: 'pending',
    toldProposal: 1,
    acknowledgedProposal: null,
    outstanding: true,
  })
  expect(await unacknowledged(officeOf(birke))).toEqual({ learningAgreements: { totalCount: 1 }, agreementPipeline: { unacknowledged: 1 } })
  expect(await unacknowledged(officeOf(alder)), 'nobody waits for what they themselves have not taken').toMatchObject({
    agreementPipeline: { unacknowledged: 0 },
  })

  await hub.feed(hubEvent({ type: DeliveryParked, ...at(17), data: { ...about, mobility, attempts: 8, reason: 'partner-unreachable' } }))
  expect((await seenBy(agreement.id, officeOf(birke)))?.twoSided?.partner).toMatchObject({
    knows: 'parked',
    parkedReason: 'partner-unreachable',
    outstanding: true,
  })

  const acknowledged = hubEvent({ type: DeliveryAcknowledged, ...at(20), data: { ...about, mobility, attempts: 1 } })
  await hub.feed(acknowledged, acknowledged)
  expect((await seenBy(agreement.id, officeOf(birke)))?.twoSided?.partner).toMatchObject({
    knows: 'acknowledged',
    acknowledgedProposal: 1,
    acknowledgedVersion: 3,
    outstanding: false,
    parkedReason: null,
  })
  expect(await unacknowledged(officeOf(birke))).toMatchObject({ learningAgreements: { totalCount: 0 } })
  expect(await seenBy(agreement.id, officeOf(cedro))).toBeNull()
})

test('whoever has acted on it has received it, whatever its system says', async () => {
  const agreement = await proposed()
  const about = {
    deliveryId: newId(),
    endpointId: newId(),
    receiver: alder,
    eventId: newId(),
    eventType: 'org.collegium.learning-agreement.proposed.v1',
    enrolmentId: null,
  }
  const mobility = { mobilityId: agreement.id, sender: birke, version: 3, proposal: 1, proposalHash: agreement.hash }
  const time = '2026-11-22T10:00:01.000Z'
  await hub.feed(
    hubEvent({
      type: DeliveryParked,
      institution: alder,
      aggregateVersion: 17,
      correlationId: 'click-12345',
      time,
      data: { ...about, mobility, attempts: 8, reason: 'partner-refused' },
    }),
  )
  expect((await seenBy(agreement.id, officeOf(birke)))?.twoSided?.partner).toMatchObject({ knows: 'parked' })
  hub.pass(60_000)
  await sign('approve', agreement, officeOf(alder))
  expect((await seenBy(agreement.id, officeOf(birke)))?.twoSided?.partner).toMatchObject({ knows: 'acted', outstanding: false, parkedReason: null })
  expect(await unacknowledged(officeOf(birke))).toMatchObject({ agreementPipeline: { unacknowledged: 0 } })
})
