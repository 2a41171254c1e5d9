import SchemaBuilder from '@pothos/core'
import ErrorsPlugin from '@pothos/plugin-errors'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import type { Role } from '@collegium/contracts'
import { Problem } from '@collegium/service-kit'
import { GraphQLError } from 'graphql'
import { type GraphContext, holdsRole, wordsOf } from './access.ts'

export interface HubSchemaTypes {
  Context: GraphContext
  DefaultFieldNullability: false
  AuthScopes: {
    /** Holds one of these roles. Everyone else gets null, or an error where the field cannot be null. */
    roles: readonly Role[]
  }
  Scalars: {
    ID: { Input: string; Output: string }
    /** ISO 8601 calendar day. */
    Date: { Input: string; Output: string }
    /** ISO 8601 instant with zone. */
    DateTime: { Input: string; Output: string }
    JSON: { Input: unknown; Output: unknown }
  }
  Connection: { totalCount: number }
}

/** The builder of a subgraph: scalars, problems as typed errors, connections with total counts. Each service makes exactly one. */
export function createBuilder() {
  const builder = new SchemaBuilder<HubSchemaTypes>({
    plugins: [ScopeAuthPlugin, ErrorsPlugin, RelayPlugin],
    defaultFieldNullability: false,
    scopeAuth: {
      authScopes: (context) => ({ roles: (roles) => holdsRole(context.session, roles) }),
      unauthorizedError: () => new GraphQLError('Your role does not allow this.', { extensions: { code: 'forbidden' } }),
    },
    errors: { defaultTypes: [], directResult: true },
    relay: {
      nodeQueryOptions: false,
      nodesQueryOptions: false,
      pageInfoTypeOptions: { extensions: { directives: { shareable: {} } } },
      clientMutationId: 'omit',
      cursorType: 'String',
    },
  })
  builder.scalarType('Date', { description: 'A calendar day, ISO 8601.', serialize: (value) => value })
  // PostgreSQL writes instants in its own form; clients get the one of the standard.
  builder.scalarType('DateTime', { description: 'An instant, ISO 8601 with zone.', serialize: (value) => new Date(value).toISOString() })
  builder.scalarType('JSON', { description: 'Any JSON value.', serialize: (value) => value })
  builder.globalConnectionField('totalCount', (t) => t.exposeInt('totalCount', { description: 'How many there are in all, this page or not.' }))
  // The same type in every subgraph, so that a client handles one kind of refusal everywhere.
  builder.objectType(Problem, {
    name: 'Problem',
    description: 'Why something was refused. The page /docs/errors/{code} says what happened, why and what to do next.',
    extensions: { directives: { shareable: {} } },
    fields: (t) => ({
      code: t.exposeString('code'),
      what: t.string({ description: 'What happened, in English.', resolve: (problem, _args, context) => wordsOf(context, problem.code).what }),
      why: t.string({ resolve: (problem, _args, context) => wordsOf(context, problem.code).why }),
      next: t.string({ description: 'What to do next.', resolve: (problem, _args, context) => wordsOf(context, problem.code).next }),
      details: t.field({
        type: 'JSON',
        nullable: true,
        description: 'Field paths and values, where the refusal is about some.',
        resolve: (problem) => (Object.keys(problem.detail).length > 0 ? problem.detail : null),
      }),
    }),
  })
  builder.queryType({})
  return builder
}
export type HubBuilder = ReturnType<typeof createBuilder>

/** An object type that this subgraph resolves by key, its own or with fields added to another's: `extensions: entity('id')`. */
export const entity = (fields: string) => ({ directives: { key: { fields } } })
/** A type of another subgraph that this one only points at. */
export const reference = (fields: string) => ({ directives: { key: { fields, resolvable: false } } })
/** A type or field that several subgraphs define alike. */
export const shareable = { directives: { shareable: {} } }
