import { printSchemaWithDirectives } from '@graphql-tools/utils'
import { Problem } from '@collegium/service-kit'
import { extendSchema, type GraphQLSchema, GraphQLUnionType, parse } from 'graphql'
import type { GraphContext } from './access.ts'

type Representation = { readonly __typename: string } & Readonly<Record<string, string>>

/** Brings the entities of one type that the gateway asks for, all at once, in order. A missing or hidden one is null: the two look alike. */
export type EntityLoader = (keys: readonly Readonly<Record<string, string>>[], context: GraphContext) => Promise<readonly (object | null)[]>

export interface Subgraph {
  readonly schema: GraphQLSchema
  /** What is committed as `schema.graphql` and composed into the supergraph. */
  readonly sdl: string
}

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])\n\n'

/** Adds what federation needs (`_service`, `_entities`) to a built schema, and prints the SDL without it. */
export function buildSubgraph(built: GraphQLSchema, entities: Readonly<Record<string, EntityLoader>>): Subgraph {
  const sdl = `${link}${printSchemaWithDirectives(built)
    .replace(/^schema \{[^}]*\}\s*/m, '')
    .trim()}\n`
  const names = Object.keys(entities)
  const schema = extendSchema(
    built,
    parse(
      [
        'scalar _Any',
        'type _Service { sdl: String! }',
        names.length > 0 ? `union _Entity = ${names.join(' | ')}` : '',
        `extend type Query { _service: _Service! ${names.length > 0 ? '_entities(representations: [_Any!]!): [_Entity]!' : ''} }`,
      ].join('\n'),
    ),
  )
  const query = schema.getQueryType()?.getFields() ?? {}
  if (query._service) query._service.resolve = () => ({ sdl })
  if (query._entities)
    query._entities.resolve = (_root, args: { representations: readonly Representation[] }, context: GraphContext) =>
      loadEntities(entities, args.representations, context)
  const union = schema.getType('_Entity')
  if (union instanceof GraphQLUnionType) union.resolveType = (value: { __typename?: string }) => value.__typename
  return { schema, sdl }
}

async function loadEntities(entities: Readonly<Record<string, EntityLoader>>, representations: readonly Representation[], context: GraphContext) {
  const answer: (object | null)[] = representations.map(() => null)
  const types = new Set(representations.map((one) => one.__typename))
  await Promise.all(
    [...types].map(async (type) => {
      const load = Object.hasOwn(entities, type) ? entities[type] : undefined
      if (!load) throw new Problem('not-found', { entity: type })
      const asked = representations.map((one, position) => ({ one, position })).filter(({ one }) => one.__typename === type)
      const found = await load(
        asked.map(({ one }) => one),
        context,
      )
      for (const [i, { position }] of asked.entries()) answer[position] = found[i] ? { ...found[i], __typename: type } : null
    }),
  )
  return answer
}
