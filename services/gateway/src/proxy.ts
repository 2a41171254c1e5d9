import { Readable } from 'node:stream'
import type { ServiceName } from '@collegium/contracts'
import { type Dispatch, Problem, type Session, type TokenMint } from '@collegium/service-kit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Which service owns which path below /api (design 4). `open` needs no sign-in, for the methods named. */
export const apiOwners = [
  { prefix: '/api/imports', service: 'exchange', open: [] },
  { prefix: '/api/templates', service: 'exchange', open: ['GET'] },
  { prefix: '/api/credentials', service: 'credentials', open: ['GET'] },
  { prefix: '/api/transcripts', service: 'mobility', open: ['GET'] },
  { prefix: '/api/learning-agreements', service: 'mobility', open: [] },
  { prefix: '/api/documents', service: 'mobility', open: ['GET'] },
  { prefix: '/api/dossiers', service: 'mobility', open: [] },
  { prefix: '/api/verify', service: 'credentials', open: ['POST'] },
  { prefix: '/api/status-lists', service: 'credentials', open: ['GET'] },
] as const satisfies readonly { prefix: string; service: ServiceName; open: readonly string[] }[]

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'proxy-authorization',
  'host',
  'cookie',
  'authorization',
  'content-length',
  'x-request-id',
])

export interface ProxyOptions {
  readonly dispatch: Dispatch
  readonly mint: TokenMint
  readonly sessionOf: (request: FastifyRequest) => Promise<Session | null>
}

/** Passes /api on to its owner, body and answer streaming, with a token instead of the cookie. */
export function proxyApi(app: FastifyInstance, { dispatch, mint, sessionOf }: ProxyOptions): void {
  void app.register(async (scope) => {
    // Bodies are the owner's to read: 160 MB of a results file never lie in the gateway's memory.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    for (const { prefix, service, open } of apiOwners) {
      const pass = async (request: FastifyRequest, reply: FastifyReply) => {
        const session = await sessionOf(request)
        const isOpen = (open as readonly string[]).includes(request.method)
        if (!session && !isOpen) throw new Problem('unauthenticated')
        const headers = new Headers({ 'x-request-id': request.id })
        for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string' && !hopByHop.has(name)) headers.set(name, value)
        if (session) headers.set('authorization', `Bearer ${await mint.mint(service, session)}`)
        const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && request.body instanceof Readable
        const answer = await dispatch(
          service,
          new Request(`http://${service}.internal${request.url}`, {
            method: request.method,
            headers,
            ...(hasBody && { body: Readable.toWeb(request.body as Readable) as ReadableStream, duplex: 'half' }),
          } as RequestInit),
        )
        reply.code(answer.status)
        for (const [name, value] of answer.headers) if (!hopByHop.has(name)) reply.header(name, value)
        return reply.send(answer.body ? Readable.fromWeb(answer.body as import('node:stream/web').ReadableStream) : null)
      }
      scope.all(prefix, { bodyLimit: 200 * 1024 * 1024 }, pass)
      scope.all(`${prefix}/*`, { bodyLimit: 200 * 1024 * 1024 }, pass)
    }
  })
}
