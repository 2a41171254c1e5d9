import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { CallerName } from '@collegium/contracts'
import type { Database } from '@collegium/database'
import Fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import type { Dependencies } from './dependencies.ts'
import { commonErrors, type ErrorCatalogue, Problem, problemDetails } from './problems.ts'
import { isAway, isUnreadableValue } from './technical-faults.ts'
import type { Session } from './tokens.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by {@link signedIn}; reading it on a route without that hook is a programming error. */
    session: Session
    caller: CallerName
  }
}

/** One line of `/readyz`: a part, whether it is there, and why not. */
export interface Part {
  readonly part: string
  readonly ready: boolean
  readonly reason?: string
}

/** Whether the service's own database answers. */
export async function databaseReady(database: Database): Promise<Part> {
  try {
    await database.unowned`select 1`
    return { part: 'database', ready: true }
  } catch (error) {
    return { part: 'database', ready: false, reason: error instanceof Error ? error.message : String(error) }
  }
}

/** How long a server that closes lets requests under way go on. */
const mostWaitMs = 5_000

const requestIdForm = /^[\w.:-]{8,128}$/

/** A service's HTTP side: request ids, logs without personal values, problem details, health, metrics. */
export function buildServer(
  dependencies: Pick<Dependencies, 'service' | 'logger' | 'metrics'>,
  options: { errors: ErrorCatalogue; readiness?: () => Promise<Part[]>; bodyLimit?: number },
): FastifyInstance {
  const catalogue = { ...commonErrors, ...options.errors }
  // Fastify infers a type of its own for pino; rooms share one type of app.
  const app = Fastify({
    loggerInstance: dependencies.logger.child({ service: dependencies.service }),
    // One line per request is written below, with the route's pattern: a raw address can carry a token or an identifier.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimit ?? 1_048_576,
    genReqId: (request) =>
      typeof request.headers['x-request-id'] === 'string' && requestIdForm.test(request.headers['x-request-id'])
        ? request.headers['x-request-id']
        : randomUUID(),
  }) as unknown as FastifyInstance
  app.decorateRequest('session')
  app.decorateRequest('caller')
  app.addHook('onSend', async (request, reply) => void reply.header('x-request-id', request.id))
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      { route: request.routeOptions.url ?? 'unknown', method: request.method, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) },
      'request',
    )
  })
  // A client that lets go of a stream may open the next connection ahead and ask nothing on it; the end waits for nobody longer than this.
  app.addHook('preClose', async () => void setTimeout(() => app.server.closeAllConnections(), mostWaitMs).unref())
  app.setErrorHandler((error: Error & { statusCode?: number; validation?: unknown }, request, reply) => {
    const problem =
      error instanceof Problem
        ? error
        : (error.statusCode && error.statusCode < 500) || malformedForm.test(error.message)
          ? new Problem('invalid-request', { message: error.message })
          : isAway(error)
            ? new Problem('part-away')
            : isUnreadableValue(error)
              ? new Problem('invalid-request')
              : new Problem('internal')
    if (problem.code === 'internal') request.log.error({ fault: error.name, message: error.message, stack: error.stack }, 'unforeseen')
    const { status, body } = problemDetails(catalogue, problem, request.id)
    return reply
      .code(error.statusCode === 413 ? 413 : status)
      .type('application/problem+json')
      .send(body)
  })
  app.setNotFoundHandler((request, reply) => {
    const { status, body } = problemDetails(catalogue, new Problem('not-found'), request.id)
    return reply.code(status).type('application/problem+json').send(body)
  })
  app.get('/healthz', async () => ({ alive: true }))
  app.get('/readyz', async (_request, reply) => {
    const parts = (await options.readiness?.()) ?? []
    const ready = parts.every((part) => part.ready)
    return reply.code(ready ? 200 : 503).send({ ready, parts })
  })
  app.get('/metrics', async (_request, reply) => reply.type(dependencies.metrics.contentType).send(await dependencies.metrics.metrics()))
  return app
}

/** What the parser of multipart forms says of one that a client cut off or wrote wrongly; it gives it no status. */
const malformedForm = /unexpected end of multipart data|^Multipart: Boundary not found$|^Malformed part header$/i

/** A hook: the request carries a token that the gateway minted for this service; otherwise 401 and nothing else. */
export function signedIn(dependencies: Pick<Dependencies, 'tokens'>) {
  return async (request: FastifyRequest) => {
    const known = await dependencies.tokens.verify(bearer(request), ['gateway'])
    if (!known) throw new Problem('unauthenticated')
    request.session = known.session
    request.caller = known.caller
  }
}

/** A hook for claim checks: the token of a calling service. Which purposes it may name is checked by the route. */
export function calledBy(dependencies: Pick<Dependencies, 'tokens'>, callers: readonly CallerName[]) {
  return async (request: FastifyRequest) => {
    const known = await dependencies.tokens.verify(bearer(request), callers)
    if (!known) throw new Problem('unauthenticated')
    request.session = known.session
    request.caller = known.caller
  }
}

const bearer = (request: FastifyRequest): string | undefined => /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]

/** Answers a Fetch API request in process, without a socket; bodies stream both ways. */
export function inProcess(app: FastifyInstance): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const answer = await app.inject({
      method: request.method as 'GET',
      url: pathname + search,
      headers: Object.fromEntries(request.headers),
      ...(request.body && { payload: Readable.fromWeb(request.body as import('node:stream/web').ReadableStream) }),
      payloadAsStream: true,
    })
    const headers = new Headers()
    for (const [name, value] of Object.entries(answer.headers))
      for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, String(one))
    const body = [204, 304].includes(answer.statusCode) || request.method === 'HEAD' ? null : (Readable.toWeb(answer.stream()) as ReadableStream)
    return new Response(body, { status: answer.statusCode, headers })
  }
}
