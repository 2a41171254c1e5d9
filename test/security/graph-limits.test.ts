import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildGateway, type Planner } from '@collegium/gateway'
import type { ServiceName } from '@collegium/contracts'
import { type Dispatch, readKeys, tokenMint } from '@collegium/service-kit'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, root, type TestHub, type Visitor } from '../hub.ts'
import { resultsCsv } from '../journeys/results-csv.ts'

const homeOffice = readFileSync(join(root, 'test', 'journeys', 'queries', 'home-office.graphql'), 'utf8')

let hub: TestHub
let people: Record<'alder' | 'birke' | 'cedro' | 'admin' | 'analyst', Visitor>
beforeAll(async () => {
  hub = await Hub.start()
  const [alder, birke, cedro, admin, analyst] = await Promise.all(
    ['office@uni-alder.example', 'office@uni-birke.example', 'office@uni-cedro.example', 'admin@uni-birke.example', 'analyst@alliance.example'].map((person) =>
      hub.as(person),
    ),
  )
  if (!alder || !birke || !cedro || !admin || !analyst) throw new Error('Somebody of the demo alliance is missing')
  people = { alder, birke, cedro, admin, analyst }
  const run = await alder.check({
    file: resultsCsv(
      Array.from({ length: 12 }, (_, i) => ({
        learner: `g${i}`,
        home: i % 3 === 0 ? 'uni-cedro.example' : 'uni-birke.example',
        ...(i === 5 && { outcome: 'failed', grade: '5.0' }),
      })),
    ),
  })
  await alder.accept(run.id)
  await hub.settle()
  await alder.until(run.id, ['done'])
  await hub.settle()
}, 300_000)
afterAll(() => hub?.stop())

/** A production gateway (no GraphiQL) before the services of the running hub. */
async function gatewayWith(planner: Planner): Promise<FastifyInstance> {
  const dispatch: Dispatch = (service: ServiceName, request) =>
    hub.hub.services.get(service)?.graph(request) ?? Promise.reject(new Error(`${service} does not run`))
  return buildGateway({
    logger: pino({ level: 'silent' }),
    metrics: new Registry(),
    clock: () => new Date(),
    dispatch,
    mint: tokenMint('gateway', readKeys(hub.keysDir, 'gateway'), () => new Date()),
    supergraph: readFileSync(join(root, 'services', 'gateway', 'supergraph.graphql'), 'utf8'),
    planner,
    sessionSecret: new Uint8Array(32),
    identity: { issuer: `${hub.url}/identity`, clientId: 'none', clientSecret: 'none', claims: 'hub', publicUrl: hub.url },
    publicUrl: hub.url,
    consoleDir: null,
    errors: {},
    readiness: async () => [],
    graphiql: false,
  })
}

const nested = (depth: number): string => (depth === 0 ? 'id' : `learner { enrolments(first: 1) { edges { node { ${nested(depth - 1)} } } } }`)
const aliases = (n: number): string => Array.from({ length: n }, (_, i) => `a${i}: __typename`).join(' ')

/** Each limit: a question that trips it, and one just like it that passes. */
const limits: readonly { readonly limit: string; readonly trips: string; readonly passes: string; readonly says: RegExp }[] = [
  {
    limit: 'depth',
    trips: `{ enrolments(first: 1) { edges { node { ${nested(3)} } } } }`,
    passes: `{ enrolments(first: 1) { edges { node { ${nested(1)} } } } }`,
    says: /depth/i,
  },
  {
    limit: 'depth through a fragment',
    trips: `fragment F on Enrolment { ${nested(3)} } { enrolments(first: 1) { edges { node { ...F } } } }`,
    passes: `fragment F on Enrolment { ${nested(1)} } { enrolments(first: 1) { edges { node { ...F } } } }`,
    says: /depth/i,
  },
  { limit: 'tokens', trips: `{ ${'__typename '.repeat(2_000)} }`, passes: `{ ${'__typename '.repeat(500)} }`, says: /token/i },
  { limit: 'aliases', trips: `{ ${aliases(16)} }`, passes: `{ ${aliases(15)} }`, says: /alias/i },
  { limit: 'directives', trips: `{ __typename ${'@include(if: true) '.repeat(9)} }`, passes: '{ __typename @include(if: true) }', says: /directive/i },
  {
    limit: 'cost',
    trips: '{ enrolments(first: 100) { edges { node { learner { enrolments(first: 100) { edges { node { id credentials { id } } } } } } } } }',
    passes: '{ enrolments(first: 20) { edges { node { learner { enrolments(first: 2) { edges { node { id credentials { id } } } } } } } } }',
    says: /objects/i,
  },
  {
    limit: 'cost by a variable',
    trips:
      'query Q($n: Int = 100) { enrolments(first: $n) { edges { node { learner { enrolments(first: $n) { edges { node { id credentials { id } } } } } } } } }',
    passes:
      'query Q($n: Int = 3) { enrolments(first: $n) { edges { node { learner { enrolments(first: $n) { edges { node { id credentials { id } } } } } } } } }',
    says: /objects/i,
  },
  {
    limit: 'fragments in a circle',
    trips: 'fragment A on Enrolment { ...B } fragment B on Enrolment { ...A } { enrolments(first: 1) { edges { node { ...A } } } }',
    passes: 'fragment A on Enrolment { ...B } fragment B on Enrolment { id } { enrolments(first: 1) { edges { node { ...A } } } }',
    says: /itself|circular|fragment/i,
  },
  { limit: 'what nobody offers', trips: '{ enrolmentz { id } }', passes: '{ enrolments { totalCount } }', says: /enrolmentz/ },
]

describe.each(['rust', 'js'] as const)('the graph with the %s planner', { timeout: 60_000 }, (planner) => {
  let gateway: FastifyInstance
  beforeAll(async () => {
    gateway = await gatewayWith(planner)
  })
  afterAll(() => gateway?.close())
  const host = () => new URL(hub.url).host
  const post = async (visitor: Visitor, payload: string | object, type = 'application/json') => {
    const answer = await gateway.inject({
      method: 'POST',
      url: '/graphql',
      headers: { host: host(), authorization: `Bearer ${visitor.token}`, 'content-type': type },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    })
    return {
      status: answer.statusCode,
      body: JSON.parse(answer.body || '{}') as { data?: unknown; errors?: { message: string; extensions?: { code?: string } }[]; code?: string },
    }
  }

  test.each(limits)('refuses too much $limit and answers what is just below', async ({ trips, passes, says }) => {
    const refused = await post(people.birke, { query: trips })
    expect(refused.body.data ?? null).toBeNull()
    expect(refused.body.errors?.map((one) => one.message).join(' ')).toMatch(says)
    const answered = await post(people.birke, { query: passes })
    expect(answered.body.errors ?? []).toEqual([])
    expect(answered.body.data).toBeTruthy()
  })

  test('takes one operation at a time, by POST, as JSON', async () => {
    const query = '{ __typename }'
    expect(await post(people.birke, { query })).toMatchObject({ status: 200, body: { data: { __typename: 'Query' } } })
    expect((await post(people.birke, [{ query }, { query }])).status).toBe(400)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/graphql'])
      expect([type, Math.floor((await post(people.birke, `query=${query}`, type)).status / 100)]).toEqual([type, 4])
    const got = await gateway.inject({
      method: 'GET',
      url: `/graphql?query=${encodeURIComponent(query)}`,
      headers: { host: host(), authorization: `Bearer ${people.birke.token}` },
    })
    expect([got.statusCode, got.body.includes('"data"')]).toEqual([404, false])
    expect((await post(people.birke, '{"query": ')).status).toBe(400)
    expect((await post(people.birke, { query, padding: 'x'.repeat(300_000) })).status).toBe(413)
  })

  test('tells its schema to administrators, not to others, and suggests no names', async () => {
    const query = '{ __schema { queryType { name } } }'
    expect((await post(people.admin, { query })).body).toEqual({ data: { __schema: { queryType: { name: 'Query' } } } })
    for (const one of [people.birke, people.analyst]) {
      const { body } = await post(one, { query })
      expect(body.data ?? null).toBeNull()
      expect(body.errors?.[0]?.message).toMatch(/introspection/i)
    }
    const [fault] = (await post(people.birke, { query: '{ enrolmentss { totalCount } }' })).body.errors ?? []
    expect(fault?.message).not.toMatch(/did you mean.*enrolments"/i)
    const sdl = await gateway.inject({ method: 'GET', url: '/docs/supergraph.graphql', headers: { host: host() } })
    expect(sdl.body, 'the SDL is there as a file').toContain('type Query')
  })

  test('answers nobody who is not signed in', async () => {
    for (const authorization of [undefined, 'Bearer x', `Bearer ${people.birke.token.slice(0, -4)}AAAA`]) {
      const answer = await gateway.inject({
        method: 'POST',
        url: '/graphql',
        headers: { host: host(), ...(authorization && { authorization }) },
        payload: { query: '{ __typename }' },
      })
      expect([authorization?.slice(0, 9), answer.statusCode]).toEqual([authorization?.slice(0, 9), 401])
    }
  })

  test('brings what seven services know into one answer', async () => {
    for (const person of [people.alder, people.birke, people.cedro, people.analyst]) {
      const { body } = await post(person, { query: homeOffice })
      expect(body.errors ?? []).toEqual([])
      expect(body.data).toEqual((await person.ask(homeOffice)).data)
    }
  })
})

test('both planners give the same answer to the same question', { timeout: 60_000 }, async () => {
  const questions = [
    homeOffice,
    '{ learningOpportunities(first: 5) { totalCount edges { node { code lead { schacId name country } partners { schacId name } instances { code opportunity { title(language: "pt") } } } } } }',
    '{ credentials(first: 20) { edges { node { state issuer { name } enrolment { participantName results { grade } } case { state decision { clauseId } } instance { code opportunity { lead { name } } } } } } }',
    '{ recognitionCases(first: 20) { totalCount edges { node { state learner { familyName } credential { state issuer { name } } enrolment { outcome { credits } } } } } }',
    '{ importRuns(first: 5) { edges { node { state instance { code } institution { name } rows(first: 5) { edges { node { end enrolment { participantName } } } } } } } }',
    '{ credits(by: FIELD) { rows { iscedF credentials { value suppressed } } totals { of credentials { value } } } __typename }',
  ]
  const gateways = await Promise.all([gatewayWith('rust'), gatewayWith('js')])
  try {
    for (const query of questions)
      for (const visitor of Object.values(people)) {
        const [rust, js] = await Promise.all(
          gateways.map(async (gateway) =>
            (
              await gateway.inject({
                method: 'POST',
                url: '/graphql',
                headers: { host: new URL(hub.url).host, authorization: `Bearer ${visitor.token}` },
                payload: { query },
              })
            ).json<{ data: unknown; errors?: { message: string }[] }>(),
          ),
        )
        // Where nothing at all may be answered, the one says null and the other leaves it out: the same to a client.
        expect(rust?.data ?? null, query).toEqual(js?.data ?? null)
        expect(rust?.errors?.map((one) => one.message).sort(), query).toEqual(js?.errors?.map((one) => one.message).sort())
      }
  } finally {
    for (const gateway of gateways) await gateway.close()
  }
})
