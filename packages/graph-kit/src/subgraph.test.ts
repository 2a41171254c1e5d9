import { commonErrors, type Dependencies, Problem } from '@collegium/service-kit'
import fastify from 'fastify'
import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import type { GraphContext } from './access.ts'
import { page } from './connection.ts'
import { serveGraph } from './serve.ts'
import { buildSubgraph } from './subgraph.ts'

const schema = () =>
  buildSchema(
    'directive @key(fields: String!, resolvable: Boolean) repeatable on OBJECT  type Query { course: Course  broken(how: String!): Int }  type Course @key(fields: "id") { id: ID! }  type Person { id: ID! }',
  )
const logged: string[] = []
const dependencies = {
  service: 'catalogue',
  tokens: {
    verify: async (token: string | undefined) =>
      token === 'good'
        ? { session: { subject: 'person:x', kind: 'person', institution: 'uni-birke.example', roles: [], units: [] }, caller: 'gateway' }
        : undefined,
  },
  logger: { error: (fields: object) => void logged.push(JSON.stringify(fields)) },
} as unknown as Dependencies

function served() {
  const built = schema()
  const faults: Record<string, () => never> = {
    known: () => {
      throw new Problem('forbidden', { needs: ['issuer'] })
    },
    unforeseen: () => {
      throw new Error('secret of the house')
    },
    unreadable: () => {
      throw new Error('Failed query: select secret', { cause: Object.assign(new Error('uuid'), { code: '22P02' }) })
    },
    away: () => {
      throw new Error('Failed query: select secret', { cause: Object.assign(new Error('gone'), { code: '57P01' }) })
    },
  }
  const field = built.getQueryType()?.getFields().broken
  if (field) field.resolve = (_root, { how }: { how: string }) => faults[how]?.()
  const asked: unknown[] = []
  const subgraph = buildSubgraph(built, {
    Course: async (keys) => {
      asked.push(keys)
      return keys.map(({ id }) => (id === 'none' ? null : { id }))
    },
    Person: async (keys) => keys.map(({ id }) => ({ id })),
  })
  const endpoint = serveGraph(fastify(), dependencies, subgraph, commonErrors)
  const send = async (query: string, token: string | null = 'good', variables: object = {}) => {
    const answer = await endpoint(
      new Request('http://catalogue.internal/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      }),
    )
    return {
      status: answer.status,
      body: (await answer.json()) as { data?: Record<string, unknown> | null; errors?: { message: string; extensions: Record<string, unknown> }[] },
    }
  }
  return { subgraph, send, asked, endpoint }
}

describe('a subgraph', () => {
  test('prints an SDL that links federation and leaves its own machinery out', async () => {
    const { subgraph, send } = served()
    expect(subgraph.sdl).toMatch(/^extend schema @link\(url: "https:\/\/specs\.apollo\.dev\/federation\/v2/)
    expect(subgraph.sdl).toContain('type Course @key(fields: "id")')
    expect(subgraph.sdl).not.toMatch(/_Any|_Entity|_service/)
    expect((await send('{ _service { sdl } }')).body.data).toEqual({ _service: { sdl: subgraph.sdl } })
  })
  test('brings entities in the order asked, each type in one go, what is missing as null', async () => {
    const { send, asked } = served()
    const r = [
      { __typename: 'Course', id: 'a' },
      { __typename: 'Person', id: 'p' },
      { __typename: 'Course', id: 'none' },
      { __typename: 'Course', id: 'b' },
    ]
    const { body } = await send('query E($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Course { id } ... on Person { id } } }', 'good', {
      r,
    })
    expect(body.data).toEqual({ _entities: [r[0], r[1], null, r[3]] })
    expect(asked).toHaveLength(1)
  })
  test('refuses an entity that it does not have, by name', async () => {
    const { body } = await served().send('query E($r: [_Any!]!) { _entities(representations: $r) { __typename } }', 'good', {
      r: [{ __typename: 'constructor', id: '1' }],
    })
    expect(body.data ?? null).toBeNull()
    expect(body.errors).toMatchObject([{ extensions: { code: 'not-found' } }])
  })
  test.each([null, '', 'bad', 'good x'])('answers nothing to the token %j', async (token) => {
    for (const query of ['{ __typename }', '{ _service { sdl } }', '{ _entities(representations: []) { __typename } }']) {
      const { status, body } = await served().send(query, token)
      expect([status, body.data, body.errors?.[0]?.extensions.code]).toEqual([401, undefined, 'unauthenticated'])
    }
  })
  test('takes POST alone', async () => {
    expect(
      (await served().endpoint(new Request('http://catalogue.internal/graphql?query={__typename}', { headers: { authorization: 'Bearer good' } }))).status,
    ).toBe(405)
  })
  test.each([
    ['known', 'forbidden'],
    ['unforeseen', 'internal'],
    ['unreadable', 'invalid-request'],
    ['away', 'part-away'],
  ])('words a fault that is %s as %s, and keeps the rest in the house', async (how, code) => {
    logged.length = 0
    const { body } = await served().send(`{ broken(how: "${how}") }`)
    expect(body.data).toEqual({ broken: null })
    expect(body.errors?.[0]).toMatchObject({ message: commonErrors[code as keyof typeof commonErrors].what, extensions: { code } })
    expect(JSON.stringify(body)).not.toMatch(/secret|select|stack/)
    expect(logged.length > 0, 'what nobody foresaw is in the log').toBe(how === 'unforeseen')
  })
})

describe('a page of a list', () => {
  const rows = Array.from({ length: 7 }, (_, i) => ({ id: `r${i}` }))
  const list = {
    load: async (limit: number, after: string | null) => rows.filter((row) => after === null || row.id > after).slice(0, limit),
    count: async () => rows.length,
    cursor: (row: { id: string }) => row.id,
  }
  test('page by page, every row comes once, with the total each time', async () => {
    const seen: string[] = []
    for (let after: string | null = null; ; ) {
      const one: Awaited<ReturnType<typeof page<{ id: string }>>> = await page({ first: 3, after }, list)
      expect(one.totalCount).toBe(7)
      seen.push(...one.edges.map((edge) => edge.node.id))
      if (!one.pageInfo.hasNextPage) break
      after = one.pageInfo.endCursor
    }
    expect(seen).toEqual(rows.map((row) => row.id))
  })
  test('is at least one and at most a hundred, and read forwards', async () => {
    for (const args of [{ first: 0 }, { first: -1 }, { first: 101 }, { last: 5 }, { before: 'r3' }])
      await expect(page(args, list)).rejects.toMatchObject({ code: 'invalid-request' })
    expect((await page({ first: 100 }, list)).edges.length).toBe(7)
  })
})

test('a context is made for each request: nothing is remembered for the next one', async () => {
  const bags = new Set<unknown>()
  const built = schema()
  const field = built.getQueryType()?.getFields().course
  if (field) field.resolve = (_root, _args, context: GraphContext) => void bags.add(context.loaders)
  const endpoint = serveGraph(fastify(), dependencies, buildSubgraph(built, {}), commonErrors)
  for (let i = 0; i < 3; i++)
    await endpoint(
      new Request('http://catalogue.internal/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer good' },
        body: '{"query":"{ course { id } }"}',
      }),
    )
  expect(bags.size).toBe(3)
})
