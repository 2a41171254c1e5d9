import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, type TestHub, type Visitor } from '../hub.ts'

let hub: TestHub
let office: Visitor
beforeAll(async () => {
  hub = await Hub.start()
  office = await hub.as('office@uni-birke.example')
}, 300_000)
afterAll(() => hub?.stop())

const subscription = 'subscription ($ids: [ID!]) { learningAgreementsChanged(ids: $ids) { more agreements { id status deliveries { state } } } }'
interface Message {
  readonly data: {
    readonly learningAgreementsChanged: { readonly more: boolean; readonly agreements: readonly { readonly id: string; readonly status: string }[] }
  }
}

/** Listens over HTTP, as a browser does with fetch. */
async function listen(visitor: Visitor, ids: readonly string[] | null) {
  const stop = new AbortController()
  const answer = await visitor.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: subscription, variables: { ids } }),
    signal: stop.signal,
  })
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  return {
    answer,
    async next(): Promise<Message | null> {
      for (;;) {
        const found = /data: (\{.*\})\n\n/.exec(text)
        if (found) {
          text = text.slice(found.index + found[0].length)
          return JSON.parse(found[1] ?? '') as Message
        }
        const { done, value } = await reader.read()
        if (done) return null
        text += decoder.decode(value, { stream: true })
      }
    },
    leave: () => stop.abort(),
  }
}

const list = '{ learningAgreements(first: 1, filter: { academicYear: "all", status: ["student-signed"] }) { edges { node { id current { hash } } } } }'
const sign =
  'mutation ($agreements: [AgreementToSign!]!, $signer: SignerInput) { signLearningAgreements(agreements: $agreements, signer: $signer) { refusal { code } } }'

describe('a screen that is live', () => {
  test('sees an act at once, and later that the partner has received it, in one hub over HTTP', { timeout: 60_000 }, async () => {
    const { data } = await office.ask(list)
    const [{ node } = { node: null }] = (data as { learningAgreements: { edges: { node: { id: string; current: { hash: string } } }[] } }).learningAgreements
      .edges
    if (!node) throw new Error('The demo has no agreement that waits for the sending office')
    const [screen, other] = [await listen(office, [node.id]), await listen(await hub.as('office@uni-cedro.example'), [node.id])]
    expect(screen.answer.headers.get('content-type')).toContain('text/event-stream')
    expect((await screen.next())?.data.learningAgreementsChanged).toMatchObject({ agreements: [{ id: node.id, status: 'student-signed', deliveries: [] }] })
    expect((await other.next())?.data.learningAgreementsChanged.agreements).toEqual([])

    const signer = { name: 'Ada Demo', position: 'Coordinator', email: 'ada@office.example' }
    const signed = await office.ask(sign, { agreements: [{ id: node.id, hash: node.current.hash }], signer })
    expect(signed.data).toEqual({ signLearningAgreements: [{ refusal: null }] })
    for (let status = ''; status !== 'proposed'; )
      status = (await screen.next())?.data.learningAgreementsChanged.agreements[0]?.status ?? 'the stream has ended'
    const known = async (): Promise<string> => {
      const query = 'query ($id: ID!) { learningAgreement(id: $id) { twoSided { partner { knows } } deliveries { state told { proposal } } } }'
      const asked = (await office.ask(query, { id: node.id })).data as { learningAgreement: { twoSided: { partner: { knows: string } }; deliveries: object[] } }
      const { knows } = asked.learningAgreement.twoSided.partner
      if (knows === 'acknowledged') expect(asked.learningAgreement.deliveries).toEqual([{ state: 'acknowledged', told: { proposal: 1 } }])
      return knows
    }
    // Whatever is not there yet when it is asked for comes with a message.
    while ((await known()) !== 'acknowledged') expect(await screen.next()).not.toBeNull()
    screen.leave()
    other.leave()
  })
  test('of somebody who opens too many is refused, and its place is free again when it is left', async () => {
    const admin = await hub.as('admin@uni-birke.example')
    const open: Awaited<ReturnType<typeof listen>>[] = []
    for (let one = await listen(admin, null); one.answer.status === 200; one = await listen(admin, null)) open.push(one)
    expect(open.length).toBe(12)
    for (const one of open) one.leave()
    let again = await listen(admin, null)
    while (again.answer.status === 429) again = await listen(admin, null)
    expect((await again.next())?.data.learningAgreementsChanged).toEqual({ more: false, agreements: [] })
    again.leave()
  })
  test('needs a sign-in', async () => {
    const answer = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: subscription }),
    })
    expect(answer.status).toBe(401)
  })
  test('ends in good order when the hub stops, and the hub does not wait for it', async () => {
    const screen = await listen(office, null)
    await screen.next()
    await hub.stop()
    expect(await screen.next()).toBeNull()
  })
})
