import { createServer, type Server } from 'node:http'
import { json } from 'node:stream/consumers'
import { buildLogger, ConfigurationFault } from '@collegium/service-kit'
import { composeServices } from '@theguild/federation-composition'
import type { FastifyInstance } from 'fastify'
import { buildSchema, graphql, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bareGraph } from './bare-graph.ts'
import type { Planner } from './graph.ts'

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])'
const entities = 'scalar _Any union _Entity = Course extend type Query { _entities(representations: [_Any!]!): [_Entity]! }'
const logger = buildLogger({ level: 'fatal' })

/** What a stranger's federation would be: its schema as composed, the same as served, and what it answers. */
const subgraphs = [
  {
    name: 'offers',
    sdl: `${link} type Query { courses: [Course!]! } type Course @key(fields: "id") { id: ID! title: String! ects: Int! }`,
    served: 'type Query { courses: [Course!]! } type Course { id: ID! title: String! ects: Int! }',
    root: {
      courses: () => [
        { __typename: 'Course', id: 'a', title: 'Data and Society', ects: 5 },
        { __typename: 'Course', id: 'b', title: 'Cities after the Car', ects: 3 },
      ],
    },
  },
  {
    name: 'hours',
    sdl: `${link} type Query { hoursPerCredit: Int! } type Course @key(fields: "id") { id: ID! ects: Int! @external workload: Int! @requires(fields: "ects") seats: Int }`,
    served: 'type Query { hoursPerCredit: Int! } type Course { id: ID! workload: Int! seats: Int }',
    root: { hoursPerCredit: 27 },
  },
]

interface Representation {
  readonly id: string
  readonly ects: number
}

/** Serves a subgraph on a port of its own and counts what it was asked. */
async function serve(served: string, root: object): Promise<{ url: string; asked: () => number; server: Server }> {
  const schema = buildSchema(`${served} ${entities}`)
  const rootValue = {
    ...root,
    _entities: ({ representations }: { representations: readonly Representation[] }) =>
      representations.map(({ id, ects }) => ({ __typename: 'Course', id, workload: ects * 27, seats: id === 'a' ? 30 : null })),
  }
  let asked = 0
  const server = createServer((request, response) => {
    asked += 1
    void json(request).then(async (body) => {
      const { query, variables } = body as { query: string; variables?: Record<string, unknown> }
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(await graphql({ schema, source: query, rootValue, variableValues: variables ?? {} })))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/graphql`, asked: () => asked, server }
}

let supergraph: string
let running: Awaited<ReturnType<typeof serve>>[]
beforeAll(async () => {
  running = await Promise.all(subgraphs.map(({ served, root }) => serve(served, root)))
  const composed = composeServices(subgraphs.map(({ name, sdl }, i) => ({ name, typeDefs: parse(sdl), url: running[i]?.url ?? '' })))
  expect(composed.errors ?? []).toEqual([])
  supergraph = composed.supergraphSdl ?? ''
})
afterAll(() => running.forEach(({ server }) => server.close().closeAllConnections()))

describe.each<{ planner: Planner }>([{ planner: 'rust' }, { planner: 'js' }])('the graph alone, $planner planner', ({ planner }) => {
  let app: FastifyInstance
  beforeAll(async () => {
    app = await bareGraph({ supergraph, planner, host: '127.0.0.1', logger })
  })
  afterAll(() => app.close())
  const ask = async (query: string) =>
    (await app.inject({ method: 'POST', url: '/graphql', payload: { query } })).json<{ data: unknown; errors?: { message: string }[] }>()

  test('entities are joined across subgraphs, with what a field requires of the other', async () => {
    const before = running[1]?.asked() ?? 0
    expect(await ask('{ courses { title workload seats } hoursPerCredit }')).toEqual({
      data: {
        courses: [
          { title: 'Data and Society', workload: 135, seats: 30 },
          { title: 'Cities after the Car', workload: 81, seats: null },
        ],
        hoursPerCredit: 27,
      },
    })
    expect((running[1]?.asked() ?? 0) - before, 'both courses in one request, beside the root field').toBeLessThanOrEqual(2)
  })
  test('it may be asked about its schema, for no limit of the hub is on', async () => {
    expect(await ask('{ __type(name: "Course") { fields { name } } }')).toEqual({
      data: { __type: { fields: expect.arrayContaining([{ name: 'workload' }, { name: 'title' }]) } },
    })
  })
  test('a field that is not there is an error of the query, not of the gateway', async () => {
    expect((await ask('{ courses { price } }')).errors?.[0]?.message).toMatch(/price/)
  })
})

test('an address that others can reach is refused', async () => {
  await expect(bareGraph({ supergraph, planner: 'js', host: '0.0.0.0', logger })).rejects.toThrow(ConfigurationFault)
})
