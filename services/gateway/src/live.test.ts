import { createServer, type Server, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { buildLogger } from '@collegium/service-kit'
import { composeServices } from '@theguild/federation-composition'
import type { FastifyInstance } from 'fastify'
import { buildSchema, graphql, parse } from 'graphql'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bareGraph } from './bare-graph.ts'
import type { Planner } from './graph.ts'

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])'
const logger = buildLogger({ level: 'fatal' })

interface Message {
  readonly data?: { readonly courseChanged: { readonly title: string; readonly seats: number | null } | null }
  readonly errors?: readonly object[]
}
interface Listening {
  /** The next message; null at the end of the stream. */
  next(): Promise<Message | null>
  leave(): void
}

/** One subgraph that has a subscription, one that adds a field to what it brings. */
async function subgraphs() {
  const streams: ServerResponse[] = []
  const left: Promise<void>[] = []
  let seats: number | 'fault' = 0
  const listen = async (server: Server) => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/graphql`
  }
  const offers = createServer((request, response) => {
    if (request.method !== 'POST' || request.headers.accept !== 'text/event-stream') return response.writeHead(406).end()
    request.resume()
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n')
    streams.push(response)
    left.push(new Promise((gone) => response.once('close', gone)))
  })
  const schema = buildSchema(
    'type Query { free: Int } type Course { id: ID! seats: Int } scalar _Any union _Entity = Course extend type Query { _entities(representations: [_Any!]!): [_Entity]! }',
  )
  const places = createServer((request, response) => {
    void json(request).then(async (body) => {
      const { query, variables } = body as { query: string; variables: Record<string, unknown> }
      const _entities = ({ representations }: { representations: readonly { id: string }[] }) =>
        representations.map(({ id }) => {
          if (seats === 'fault') throw new Error('away')
          return { __typename: 'Course', id, seats }
        })
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(await graphql({ schema, source: query, rootValue: { _entities }, variableValues: variables })))
    })
  })
  const composed = composeServices([
    {
      name: 'offers',
      typeDefs: parse(`${link} type Query { none: Int } type Subscription { courseChanged: Course } type Course @key(fields: "id") { id: ID! title: String! }`),
      url: await listen(offers),
    },
    { name: 'places', typeDefs: parse(`${link} type Query { free: Int } type Course @key(fields: "id") { id: ID! seats: Int }`), url: await listen(places) },
  ])
  expect(composed.errors ?? []).toEqual([])
  return {
    supergraph: composed.supergraphSdl ?? '',
    streams,
    left,
    tell(title: string, now: typeof seats) {
      seats = now
      for (const one of streams) one.write(`event: next\ndata: ${JSON.stringify({ data: { courseChanged: { __typename: 'Course', id: 'a', title } } })}\n\n`)
    },
    kill: () => offers.closeAllConnections(),
    close: () => [offers, places].forEach((server) => server.close().closeAllConnections()),
  }
}

describe.each<{ planner: Planner }>([{ planner: 'rust' }, { planner: 'js' }])('a subscription through the gateway, $planner planner', ({ planner }) => {
  let behind: Awaited<ReturnType<typeof subgraphs>>
  let app: FastifyInstance
  let url: string
  beforeEach(async () => {
    behind = await subgraphs()
    app = await bareGraph({ supergraph: behind.supergraph, planner, host: '127.0.0.1', logger })
    url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`
  })
  afterEach(async () => {
    behind.close()
    // The client of these tests opens its next connection ahead, and a server that closes would wait for what comes on it.
    const closed = app.close()
    app.server.closeAllConnections()
    await closed
  })

  async function listening(query = 'subscription { courseChanged { title seats } }'): Promise<Listening> {
    const stop = new AbortController()
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
      signal: stop.signal,
    })
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream() as never).getReader() as ReadableStreamDefaultReader<string>
    let text = ''
    return {
      async next() {
        for (;;) {
          const found = /data: (\{.*\})\n\n/.exec(text)
          if (found) {
            text = text.slice(found.index + found[0].length)
            return JSON.parse(found[1] ?? '') as Message
          }
          const { done, value } = await reader.read()
          if (done) return null
          text += value
        }
      },
      leave: () => stop.abort(),
    }
  }
  const opened = async () => {
    while (behind.streams.length === 0) await new Promise((later) => setTimeout(later, 5))
  }

  test('brings each message with what other subgraphs say of it at that moment', async () => {
    const listener = await listening()
    await opened()
    behind.tell('Data', 30)
    expect(await listener.next()).toEqual({ data: { courseChanged: { title: 'Data', seats: 30 } } })
    behind.tell('Data and Society', 29)
    expect(await listener.next()).toEqual({ data: { courseChanged: { title: 'Data and Society', seats: 29 } } })
    listener.leave()
  })
  test('ends with the first message that has errors, for the next one would repeat them', async () => {
    const listener = await listening()
    await opened()
    behind.tell('Data', 'fault')
    const faulty = await listener.next()
    expect([faulty?.data?.courseChanged?.title, faulty?.data?.courseChanged?.seats, faulty?.errors?.length]).toEqual(['Data', null, 1])
    expect(await listener.next()).toBeNull()
  })
  test('ends when its subgraph dies, and does not hang', async () => {
    const listener = await listening()
    await opened()
    behind.tell('Data', 30)
    await listener.next()
    behind.kill()
    for (let message = await listener.next(); message; message = await listener.next()) expect(message.errors?.length).toBeGreaterThan(0)
  })
  test('is let go of at the subgraph when its listener leaves', async () => {
    const listener = await listening()
    await opened()
    listener.leave()
    await behind.left[0]
  })
  test('is refused to whoever does not take an event stream, and nothing is asked of the subgraph', async () => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'subscription { courseChanged { title } }' }),
    })
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'invalid-request' } }] })
    expect(behind.streams).toEqual([])
  })
})
