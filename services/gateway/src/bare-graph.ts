import { ConfigurationFault, eventStream, sendEvents } from '@collegium/service-kit'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { createGraph, type Planner } from './graph.ts'

/**
 * The graph alone on any supergraph, so that public federation suites can be pointed at it: no sign-in, no limits, subgraphs by the
 * addresses in the file. Loopback only.
 */
export async function bareGraph(options: { supergraph: string; planner: Planner; host: string; logger: Logger }): Promise<FastifyInstance> {
  if (!['127.0.0.1', 'localhost', '::1'].includes(options.host))
    throw new ConfigurationFault([`HUB_SUPERGRAPH opens the graph to everyone who reaches it, so it listens on loopback only, not on ${options.host}`])
  const graph = await createGraph({ supergraph: options.supergraph, planner: options.planner, subgraphs: null, introspection: () => true, graphiql: false })
  // Fastify infers a type of its own for pino.
  const app = Fastify({ loggerInstance: options.logger }) as unknown as FastifyInstance
  app.post('/graphql', async (request, reply) => {
    const streams = request.headers.accept?.includes(eventStream) ?? false
    const answer = await graph.fetch(
      new Request('http://127.0.0.1/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: streams ? eventStream : 'application/json' },
        body: JSON.stringify(request.body),
      }),
      { session: null, requestId: request.id, streams },
    )
    if (streams && answer.body) {
      sendEvents(reply, answer.body)
      return reply
    }
    return reply
      .code(answer.status)
      .type('application/json; charset=utf-8')
      .send(await answer.text())
  })
  app.get('/healthz', async () => ({ alive: true }))
  app.addHook('onClose', () => graph.close())
  return app
}
