import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyCookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import {
  type Dispatch,
  type ErrorCatalogue,
  buildServer,
  eventStream,
  type Part,
  Problem,
  type Session,
  type TokenMint,
  commonErrors,
} from '@collegium/service-kit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { accessBook } from './access.ts'
import { docs } from './docs.ts'
import { createGraph, type Planner } from './graph.ts'
import { liveStreams, streamErrors } from './live.ts'
import { proxyApi } from './proxy.ts'
import { publicCatalogue } from './public-catalogue.ts'
import { sessionCookie, sessionSeal, type SignedIn } from './sessions.ts'
import { signIn, type SignInOptions } from './sign-in.ts'
import { verifyPage } from './verify-page.ts'

export type { SignedIn } from './sessions.ts'
export { escaped, pageOf } from './plain-page.ts'
export { tokenAudience } from './sign-in.ts'
export type { Planner } from './graph.ts'

export interface GatewayDependencies {
  readonly logger: Logger
  readonly metrics: Registry
  readonly clock: () => Date
  readonly dispatch: Dispatch
  readonly mint: TokenMint
  readonly supergraph: string
  readonly planner: Planner
  readonly sessionSecret: Uint8Array
  readonly identity: SignInOptions
  readonly publicUrl: string
  /** The built console, or null where it is served elsewhere. */
  readonly consoleDir: string | null
  /** All services' error catalogues together, for /docs/errors. */
  readonly errors: ErrorCatalogue
  readonly readiness: () => Promise<Part[]>
  /** A single node: GraphiQL, and whatever hosts besides the public one may name us. */
  readonly graphiql: boolean
  /** The built-in identity provider of a single node. */
  readonly mount?: (app: FastifyInstance, signedIn: (request: FastifyRequest) => Promise<SignedIn | undefined>) => void
}

const errors = {
  ...streamErrors,
  'query-too-large': {
    status: 400,
    retryable: false,
    what: 'This query could bring too many objects.',
    why: 'Pages inside pages multiply; the estimate is counted before anything runs.',
    next: 'Ask for smaller pages (first), or for fewer lists inside lists.',
  },
  'foreign-host': {
    status: 421,
    retryable: false,
    what: 'The hub does not answer under this name.',
    why: 'The Host header names another site; a page of somebody else may be using your browser.',
    next: 'Use the address that the hub printed at its start, or set HUB_PUBLIC_URL.',
  },
  'header-missing': {
    status: 403,
    retryable: false,
    what: 'A header is missing.',
    why: 'Requests with a session cookie need the header x-hub-request, which no foreign page can send.',
    next: 'Send x-hub-request: 1, or use a bearer token.',
  },
} as const satisfies ErrorCatalogue

/** The one door. Knows who comes and how much they may ask; what they may see is decided behind it. */
export async function buildGateway(dependencies: GatewayDependencies): Promise<FastifyInstance> {
  const { clock, dispatch, mint } = dependencies
  const app = buildServer(
    { service: 'gateway' as never, logger: dependencies.logger, metrics: dependencies.metrics },
    { errors, readiness: dependencies.readiness, bodyLimit: 262_144 },
  )
  const hosts = allowedHosts(dependencies.publicUrl)
  app.addHook('onRequest', async (request, reply) => {
    if (!hosts(request.headers.host)) throw new Problem('foreign-host')
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'same-origin').header('x-frame-options', 'DENY')
  })
  await app.register(fastifyCookie)
  const seal = sessionSeal(dependencies.sessionSecret, clock)
  const bearerOf = signIn(app, dependencies.identity, seal)
  const access = accessBook(dispatch, mint)

  const whoIs = async (request: FastifyRequest) => {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (bearer) {
      const who = await bearerOf(bearer)
      if (!who) throw new Problem('unauthenticated')
      return who
    }
    const who = await seal.open(request.cookies[sessionCookie])
    if (who && request.method !== 'GET' && request.headers['x-hub-request'] === undefined) throw new Problem('header-missing')
    return who
  }
  const sessionOf = async (request: FastifyRequest): Promise<Session | null> => {
    const who = await whoIs(request)
    return who ? access.sessionOf(who) : null
  }

  const graph = await createGraph({
    supergraph: dependencies.supergraph,
    planner: dependencies.planner,
    subgraphs: { dispatch, mint },
    graphiql: dependencies.graphiql,
    introspection: (session) =>
      dependencies.graphiql ||
      Boolean(session?.roles.some((role) => role === 'institution-administrator' || role === 'alliance-administrator' || role === 'system')),
  })
  app.addHook('onClose', async () => graph.close())
  app.get('/graphql', async (request, reply) => {
    if (!dependencies.graphiql) throw new Problem('not-found')
    const answer = await graph.fetch(new Request(`${dependencies.publicUrl}/graphql`, { headers: { accept: 'text/html' } }), {
      session: null,
      requestId: request.id,
      streams: false,
    })
    return reply
      .code(answer.status)
      .type('text/html; charset=utf-8')
      .send(await answer.text())
  })
  const live = liveStreams(app, sessionOf)
  app.post('/graphql', async (request, reply) => {
    const session = await sessionOf(request)
    if (!session) throw new Problem('unauthenticated')
    if (typeof request.body !== 'object' || request.body === null || Array.isArray(request.body))
      throw new Problem('invalid-request', { message: 'One operation at a time, as a JSON object.' })
    const streams = live.asked(request)
    const ask = () =>
      graph.fetch(
        new Request(`${dependencies.publicUrl}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: streams ? eventStream : 'application/json' },
          body: JSON.stringify(request.body),
        }),
        { session, requestId: request.id, streams },
      )
    if (streams) return live.send(request, reply, session, ask)
    const answer = await ask()
    return reply
      .code(answer.status)
      .type('application/json; charset=utf-8')
      .send(await answer.text())
  })

  app.get('/session', async (request) => {
    const who = await whoIs(request)
    if (!who) return { signedIn: false }
    const session = await access.sessionOf(who)
    return { signedIn: true, displayName: who.displayName, institution: session.institution, roles: session.roles, kind: session.kind }
  })

  proxyApi(app, { dispatch, mint, sessionOf })
  docs(app, { ...commonErrors, ...errors, ...dependencies.errors }, dependencies.supergraph)
  verifyPage(app)
  publicCatalogue(app, dispatch, mint)
  dependencies.mount?.(app, whoIs)
  if (dependencies.consoleDir) await serveConsole(app, dependencies.consoleDir)
  return app
}

/** The console's files; every path that is not one of them is the console's own to route. */
async function serveConsole(app: FastifyInstance, folder: string): Promise<void> {
  const index = readFileSync(join(folder, 'index.html'))
  await app.register(fastifyStatic, { root: folder, wildcard: false, index: false, cacheControl: true, maxAge: '1h' })
  for (const path of [
    '/',
    '/joint-course-results',
    '/joint-course-results/*',
    '/agreements',
    '/agreements/*',
    '/my-agreement',
    '/recognition',
    '/imports',
    '/imports/*',
  ])
    app.get(path, async (_request, reply) => reply.type('text/html; charset=utf-8').send(index))
}

function allowedHosts(publicUrl: string): (host: string | undefined) => boolean {
  const { host, hostname, port } = new URL(publicUrl)
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  const names = new Set([host, ...(loopback ? ['127.0.0.1', 'localhost', '[::1]'].map((name) => (port ? `${name}:${port}` : name)) : [])])
  return (given) => given !== undefined && names.has(given)
}
