import type { Session } from '@collegium/service-kit'
import { composeServices } from '@theguild/federation-composition'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { createGraph, type Planner } from './graph.ts'

const sdl = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) type Query { whoAmI: String! }'
const supergraph = composeServices([{ name: 'registry', typeDefs: parse(sdl), url: 'http://registry.internal/graphql' }]).supergraphSdl ?? ''
const somebody = (subject: string): Session => ({ subject, kind: 'person', institution: 'uni-alder.example', roles: [], units: [] })

test.each<Planner>(['rust', 'js'])('two people who ask the same at the same moment are answered each for themselves, %s planner', async (planner) => {
  const graph = await createGraph({
    supergraph,
    planner,
    subgraphs: {
      mint: { mint: async (_audience, session) => session.subject },
      async dispatch(_service, request) {
        const asker = request.headers.get('authorization')?.replace('Bearer ', '')
        await new Promise((later) => setTimeout(later, 20))
        return Response.json({ data: { whoAmI: asker } })
      },
    },
    introspection: () => false,
    graphiql: false,
  })
  const ask = async (subject: string) => {
    const request = new Request('http://hub/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: '{ whoAmI }' }),
    })
    const answer = await graph.fetch(request, { session: somebody(subject), requestId: 'r', streams: false })
    return ((await answer.json()) as { data: { whoAmI: string } }).data.whoAmI
  }
  const people = ['person:a', 'person:b', 'person:c']
  expect(await Promise.all(people.map(ask))).toEqual(people)
  await graph.close()
})
