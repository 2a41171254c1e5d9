import { Writable } from 'node:stream'
import { Registry } from 'prom-client'
import { describe, expect, test } from 'vitest'
import { buildLogger } from './logging.ts'
import { Problem } from './problems.ts'
import { buildServer, inProcess } from './server.ts'

function aServer(readiness?: Parameters<typeof buildServer>[1]['readiness']) {
  const lines: string[] = []
  const logger = buildLogger({ level: 'debug', destination: new Writable({ write: (chunk: Buffer, _, done) => (lines.push(chunk.toString()), done()) }) })
  const app = buildServer(
    { service: 'mobility', logger, metrics: new Registry() },
    {
      errors: { 'no-such-room': { status: 409, retryable: false, what: 'There is no such room.', why: 'It was pulled down.', next: 'Take another.' } },
      ...(readiness && { readiness }),
    },
  )
  const faults: Record<string, () => never> = {
    known: () => {
      throw new Problem('no-such-room', { room: 7 })
    },
    unforeseen: () => {
      throw new Error('secret of the house')
    },
    away: () => {
      throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
    },
    wrapped: () => {
      throw new Error('Failed query', { cause: Object.assign(new Error('terminating'), { code: '57P01' }) })
    },
    unreadable: () => {
      throw new Error('Failed query', { cause: Object.assign(new Error('invalid input syntax for type uuid: "x"'), { code: '22P02' }) })
    },
    form: () => {
      throw new Error('Part terminated early due to unexpected end of multipart data')
    },
  }
  app.get<{ Params: { fault: string } }>('/faults/:fault', (request) => faults[request.params.fault]?.())
  app.post('/echo', async (request) => request.body)
  return { app, lines }
}

describe('a refusal', () => {
  test.each([
    ['known', 409, 'no-such-room', false],
    ['unforeseen', 500, 'internal', true],
    ['away', 503, 'part-away', true],
    ['wrapped', 503, 'part-away', true],
    ['unreadable', 400, 'invalid-request', false],
    ['form', 400, 'invalid-request', false],
  ])('%s is %i %s, as problem details', async (fault, status, code, retryable) => {
    const { app } = aServer()
    const answer = await app.inject({ url: `/faults/${fault}` })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, expect.stringContaining('application/problem+json')])
    expect(answer.json()).toMatchObject({
      type: `/docs/errors/${code}`,
      code,
      status,
      retryable,
      title: expect.any(String),
      detail: expect.any(String),
      requestId: answer.headers['x-request-id'],
    })
    expect(answer.body).not.toContain('secret of the house')
  })
  test('of what nobody foresaw stands in the log under the id that the client was given', async () => {
    const { app, lines } = aServer()
    const { requestId } = (await app.inject({ url: '/faults/unforeseen', headers: { 'x-request-id': 'click-0001' } })).json<{ requestId: string }>()
    expect(requestId).toBe('click-0001')
    expect(lines.find((line) => line.includes('secret of the house'))).toContain('click-0001')
  })
  test('of what is not there, and of JSON that is none', async () => {
    const { app } = aServer()
    expect((await app.inject({ url: '/nowhere' })).json()).toMatchObject({ code: 'not-found', status: 404 })
    expect((await app.inject({ method: 'POST', url: '/echo', headers: { 'content-type': 'application/json' }, payload: '{"a":' })).json()).toMatchObject({
      code: 'invalid-request',
      status: 400,
    })
  })
})

test('a request id that could forge a log line is not taken over', async () => {
  const { app } = aServer()
  for (const id of ['short', 'x'.repeat(200), 'with blank and "quotes"', '{"level":50}'])
    expect((await app.inject({ url: '/healthz', headers: { 'x-request-id': id } })).headers['x-request-id']).not.toBe(id)
})

test('a line of the log names the route, never the address', async () => {
  const { app, lines } = aServer()
  await app.inject({ url: '/faults/known?token=abc&email=saga@uni-birke.example' })
  expect(lines.join('')).toContain('/faults/:fault')
  expect(lines.join('')).not.toMatch(/token=abc|saga@/)
})

test('readiness says which part is away and why', async () => {
  const { app } = aServer(async () => [
    { part: 'database', ready: true },
    { part: 'event log', ready: false, reason: 'no broker' },
  ])
  const answer = await app.inject({ url: '/readyz' })
  expect([answer.statusCode, answer.json()]).toEqual([
    503,
    {
      ready: false,
      parts: [
        { part: 'database', ready: true },
        { part: 'event log', ready: false, reason: 'no broker' },
      ],
    },
  ])
})

test('in process, a request answers as it would over a socket', async () => {
  const { app } = aServer()
  const send = inProcess(app)
  const answer = await send(new Request('http://mobility.internal/echo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"é":1}' }))
  expect([answer.status, await answer.json()]).toEqual([200, { é: 1 }])
  expect((await send(new Request('http://mobility.internal/nowhere'))).status).toBe(404)
})
