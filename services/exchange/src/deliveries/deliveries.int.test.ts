import { type DataOf, type DeliveryAcknowledged, type HubEvent, LearningAgreementAgreed, LearningAgreementProposed } from '@collegium/contracts'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alder, anEvent, birke, exchangeUnderTest, issuedFor, jointCourse, outcomeFor, theAlliance } from '../testing/exchange-under-test.ts'

let hub: Awaited<ReturnType<typeof exchangeUnderTest>>
beforeAll(async () => {
  // The sandbox partner compares signatures with the machine's own clock.
  hub = await exchangeUnderTest({ now: new Date() })
  await hub.feed(...theAlliance())
  await hub.published()
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const aRow = () => ({ submissionId: newId(), streamId: newId(), runId: newId(), instanceId: jointCourse.instanceId, lead: alder, home: birke, attempt: 1 })
const acknowledged = (events: readonly HubEvent[]) =>
  events.filter((e) => e.type === 'org.collegium.delivery.acknowledged.v1').map((e) => e.data as DataOf<typeof DeliveryAcknowledged>)
const deliveriesOf = `query ($id: ID!) { _entities(representations: [{ __typename: "Enrolment", id: $id }]) { ... on Enrolment { deliveries { id state attempts remoteState eventType receiver { schacId } } } } }`
type Shown = { id: string; state: string; attempts: number; remoteState: string | null; eventType: string; receiver: { schacId: string } }
const shown = async (enrolmentId: string, institution = birke): Promise<Shown[]> =>
  (await hub.graph<{ _entities: { deliveries: Shown[] }[] }>(deliveriesOf, { id: enrolmentId }, { institution })).data._entities[0]?.deliveries ?? []

describe('a fact that partners asked for', () => {
  test('reaches the sandbox partner signed, is acknowledged as an event, and shows on the enrolment to both parties', async () => {
    const enrolmentId = newId()
    await hub.feed(outcomeFor(aRow(), enrolmentId))
    await hub.background.idle()
    const events = acknowledged(await hub.published())
    expect(events.map((e) => [e.receiver, e.enrolmentId, e.attempts]).sort()).toEqual([
      [alder, enrolmentId, 1],
      [birke, enrolmentId, 1],
    ])
    expect((await shown(enrolmentId)).map((d) => [d.receiver.schacId, d.state, d.remoteState]).sort()).toEqual([
      [alder, 'acknowledged', '204'],
      [birke, 'acknowledged', '204'],
    ])
    expect(await shown(enrolmentId, 'uni-cedro.example')).toEqual([])
  })
  test('delivered again makes no second message', async () => {
    const enrolmentId = newId()
    const event = outcomeFor(aRow(), enrolmentId)
    await hub.feed(event, event)
    await hub.background.idle()
    expect(acknowledged(await hub.published())).toHaveLength(2)
  })
  test('names the learner by a pseudonym that each receiver has for itself', async () => {
    const enrolmentId = newId()
    const event = outcomeFor(aRow(), enrolmentId)
    await hub.feed(event)
    const rows = await hub.database.write(
      { tenants: [alder, birke] },
      { correlationId: 'test' },
      ({ sql }) => sql<{ payload: string }[]>`select payload from deliveries where enrolment_id = ${enrolmentId}::uuid`,
    )
    const learners = rows.map((row) => (JSON.parse(row.payload) as { data: { learner: string } }).data.learner)
    expect(new Set(learners).size).toBe(2)
    expect(rows.map((row) => row.payload).join()).not.toContain((event.data as { learnerId: string }).learnerId)
  })
})

describe('a fact of a mobility', () => {
  const agreement = { agreementId: newId(), learnerId: newId(), sending: birke, receiving: alder, mobilityType: 'semester' as const, academicYear: '2026/2027' }
  const proposal = { proposal: 2, proposalHash: 'ab'.repeat(32), ectsStudied: 30, ectsRecognised: 30, change: false }
  const asked =
    'query ($id: ID!) { _entities(representations: [{ __typename: "LearningAgreement", id: $id }]) { ... on LearningAgreement { deliveries { state subject subjectId receiver { schacId } told { version proposal proposalHash } } } } }'
  const deliveriesShownTo = async (institution: string) =>
    (await hub.graph<{ _entities: { deliveries: object[] }[] }>(asked, { id: agreement.agreementId }, { institution })).data._entities[0]?.deliveries

  test('is told to the other side alone, with number and hash, and both sides see how it went', async () => {
    await hub.published()
    const proposed = anEvent(LearningAgreementProposed, { ...agreement, ...proposal, version: 4 }, birke)
    await hub.feed(proposed)
    await hub.background.idle()
    const told = { version: 4, proposal: 2, proposalHash: proposal.proposalHash }
    const mobility = { mobilityId: agreement.agreementId, sender: birke, ...told }
    const events = (await hub.published()).filter((event) => event.topic === 'hub.delivery.v1' && 'mobility' in (event.data as object))
    expect(events.map(({ type, data }) => [type, data])).toMatchObject([
      ['org.collegium.delivery.begun.v1', { receiver: alder, enrolmentId: null, mobility }],
      ['org.collegium.delivery.acknowledged.v1', { receiver: alder, mobility, attempts: 1 }],
    ])
    const delivered = [{ state: 'acknowledged', subject: 'learning-agreement', subjectId: agreement.agreementId, receiver: { schacId: alder }, told }]
    expect(await deliveriesShownTo(alder)).toEqual(delivered)
    expect(await deliveriesShownTo(birke)).toEqual(delivered)
    expect(await deliveriesShownTo('uni-cedro.example')).toEqual([])
    await hub.feed(anEvent(LearningAgreementAgreed, { ...agreement, ...proposal, version: 5, reasonCodes: [] }, alder))
    await hub.background.idle()
    expect(await deliveriesShownTo(birke)).toMatchObject([{ receiver: { schacId: alder } }, { receiver: { schacId: birke }, state: 'acknowledged' }])
    const [row] = await hub.database.write(
      { tenants: [alder] },
      { correlationId: 'test' },
      ({ sql }) => sql<{ payload: string }[]>`select payload from deliveries where event_id = ${proposed.id}`,
    )
    expect(row?.payload).not.toContain(agreement.learnerId)
    expect(JSON.parse(row?.payload ?? '')).toMatchObject({
      type: 'learning-agreement.proposed.v1',
      data: { ...told, state: 'proposed', sending: birke, receiving: alder },
    })
  })
})

describe('an endpoint', () => {
  const add = `mutation ($url: String!) { addWebhookEndpoint(url: $url, events: ["org.collegium.credential.issued.v1"]) { __typename ... on Problem { code } ... on NewWebhookEndpoint { secret endpoint { id } } } }`
  const asAdmin = { institution: birke, roles: ['institution-administrator'] as const }
  test('on a private network is refused; on the public internet it gets its secret once', async () => {
    expect((await hub.graph<{ addWebhookEndpoint: object }>(add, { url: 'https://169.254.169.254/latest' }, asAdmin)).data.addWebhookEndpoint).toEqual({
      __typename: 'Problem',
      code: 'address-refused',
    })
    const made = (await hub.graph<{ addWebhookEndpoint: { secret: string } }>(add, { url: 'https://hooks.uni-birke.example/in' }, asAdmin)).data
      .addWebhookEndpoint
    expect(made.secret).toMatch(/^whsec_/)
    const stored = await hub.database.write(
      { tenants: [birke] },
      { correlationId: 'test' },
      ({ sql }) => sql<{ all: string }[]>`select e::text as all from webhook_endpoints e`,
    )
    expect(JSON.stringify(stored)).not.toContain(made.secret)
  })
  test('that does not answer is tried later and parked in the end; its office resends it', async () => {
    // No such name exists, so nothing is sent anywhere.
    const enrolmentId = newId()
    await hub.feed(issuedFor(aRow(), enrolmentId))
    const dead = async () => (await shown(enrolmentId)).find((d) => d.receiver.schacId === birke && d.remoteState !== '204')
    for (let round = 0; round < 10; round++) {
      await hub.background.idle()
      hub.pass(3_600_000)
    }
    expect(await dead()).toMatchObject({ state: 'parked', attempts: 8, remoteState: 'partner-unreachable' })
    expect((await hub.published()).filter((e) => e.type === 'org.collegium.delivery.parked.v1').map((e) => e.data)).toMatchObject([
      { enrolmentId, attempts: 8, reason: 'partner-unreachable' },
    ])
    const resend = `mutation ($id: ID!) { resendDelivery(id: $id) { __typename ... on Delivery { state attempts } ... on Problem { code } } }`
    const id = (await dead())?.id
    expect((await hub.graph<{ resendDelivery: object }>(resend, { id }, { institution: alder })).data.resendDelivery).toEqual({
      __typename: 'Problem',
      code: 'not-found',
    })
    expect((await hub.graph<{ resendDelivery: object }>(resend, { id }, { institution: birke })).data.resendDelivery).toMatchObject({
      __typename: 'Delivery',
      state: 'pending',
      attempts: 0,
    })
  })
})
