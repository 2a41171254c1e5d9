import type { Dependencies, ErrorCatalogue } from '@collegium/service-kit'
import { commonErrors, eventStream, isAway, isUnreadableValue, Problem, sendEvents } from '@collegium/service-kit'
import type { FastifyInstance } from 'fastify'
import { GraphQLError } from 'graphql'
import { createYoga } from 'graphql-yoga'
import type { GraphContext } from './access.ts'
import type { Subgraph } from './subgraph.ts'

/** Answers GraphQL requests of the gateway, in process or behind the route. */
export type GraphEndpoint = (request: Request) => Promise<Response>

const unauthenticated = () =>
  Response.json({ errors: [{ message: commonErrors.unauthenticated.what, extensions: { code: 'unauthenticated' } }] }, { status: 401 })

/**
 * Puts a subgraph at `POST /graphql`. Without a token that the gateway minted for this service nothing is answered:
 * no data, no `_service`, no `_entities`. Subscriptions are answered as an event stream to whoever accepts one.
 */
export function serveGraph(app: FastifyInstance, dependencies: Dependencies, subgraph: Subgraph, errors: ErrorCatalogue): GraphEndpoint {
  const catalogue: ErrorCatalogue = { ...commonErrors, ...errors }
  const streams = new Set<() => void>()
  // Before the server waits for its connections: these would keep it waiting.
  app.addHook('preClose', async () => {
    for (const end of streams) end()
  })
  const yoga = createYoga<{ session: GraphContext['session']; requestId: string }, GraphContext>({
    schema: subgraph.schema,
    context: ({ session, requestId }) => ({ session, requestId, dependencies, catalogue, loaders: new Map(), streams }),
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    batching: false,
    logging: false,
    maskedErrors: { maskError: (error) => worded(error, catalogue, dependencies) },
  })
  const endpoint: GraphEndpoint = async (request) => {
    if (request.method !== 'POST') return new Response(null, { status: 405 })
    const known = await dependencies.tokens.verify(/^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1], ['gateway'])
    if (!known) return unauthenticated()
    return yoga.fetch(request, { session: known.session, requestId: request.headers.get('x-request-id') ?? '' })
  }
  app.post('/graphql', async (request, reply) => {
    const accept = request.headers.accept === eventStream ? eventStream : 'application/json'
    const headers = new Headers({ 'content-type': 'application/json', accept, 'x-request-id': request.id })
    if (request.headers.authorization) headers.set('authorization', request.headers.authorization)
    const answer = await endpoint(
      new Request(`http://${dependencies.service}.internal/graphql`, { method: 'POST', headers, body: JSON.stringify(request.body) }),
    )
    if (answer.body && answer.headers.get('content-type')?.startsWith(eventStream)) {
      sendEvents(reply.code(answer.status), answer.body)
      return reply
    }
    return reply
      .code(answer.status)
      .type('application/json')
      .send(await answer.text())
  })
  return endpoint
}

/** A problem keeps its code and words; anything else becomes "internal" for the client and a line in the log for us. */
function worded(error: unknown, catalogue: ErrorCatalogue, dependencies: Dependencies): Error {
  const original = error instanceof GraphQLError ? error.originalError : error
  if (original instanceof Problem) {
    const entry = catalogue[original.code] ?? commonErrors.internal
    return new GraphQLError(entry.what, {
      ...(error instanceof GraphQLError && { path: error.path ?? null, nodes: error.nodes ?? null }),
      extensions: { code: original.code, details: original.detail },
    })
  }
  if (error instanceof GraphQLError && !original) return error
  const technical = isUnreadableValue(original) ? 'invalid-request' : isAway(original) ? 'part-away' : undefined
  if (technical)
    return new GraphQLError(commonErrors[technical].what, {
      ...(error instanceof GraphQLError && { path: error.path ?? null }),
      extensions: { code: technical },
    })
  dependencies.logger.error(
    {
      fault: original instanceof Error ? original.name : 'unknown',
      message: original instanceof Error ? original.message : String(original),
      stack: original instanceof Error ? original.stack : undefined,
    },
    'unforeseen in a resolver',
  )
  return new GraphQLError(commonErrors.internal.what, { ...(error instanceof GraphQLError && { path: error.path ?? null }), extensions: { code: 'internal' } })
}
