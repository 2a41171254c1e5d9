import { afterEach, describe, expect, test, vi } from 'vitest'
import { ask, execute, graphQuery } from './ask.ts'
import { Fault } from './fault.ts'

const answers = (status: number, body: unknown, type = 'application/json') =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(JSON.stringify(body), { status, headers: { 'content-type': type, 'x-request-id': 'req-1' } })),
  )
const faultOf = (asked: Promise<unknown>) =>
  asked.then(
    () => expect.unreachable('it was not refused'),
    (fault: unknown) => fault as Fault,
  )
const query = graphQuery<{ list: string[] | null }>('{ list }')

afterEach(() => vi.unstubAllGlobals())

describe('asking the hub', () => {
  test('sends the header without which a cookie opens nothing', async () => {
    answers(200, { signedIn: false })
    await ask('/session', { language: 'de' })
    expect(vi.mocked(fetch).mock.calls[0]?.[1]?.headers).toEqual({ 'accept-language': 'de', 'x-hub-request': '1' })
  })
  test('a refusal becomes a fault with code, words and request id', async () => {
    answers(409, { code: 'run-wiped', title: 'The rows are wiped.', detail: 'Upload again.', requestId: 'req-7' }, 'application/problem+json')
    expect(await faultOf(ask('/api/imports/1/accept', { method: 'POST' }))).toMatchObject({
      code: 'run-wiped',
      what: 'The rows are wiped.',
      detail: 'Upload again.',
      requestId: 'req-7',
    })
  })
  test('an answer that is no problem document still names status and request', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response('<html>', { status: 502, headers: { 'x-request-id': 'req-9' } })),
    )
    expect(await faultOf(ask('/session'))).toMatchObject({ code: 'http-502', requestId: 'req-9' })
  })
  test('no answer at all is said as such', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Promise.reject(new TypeError('fetch failed'))),
    )
    expect(await faultOf(ask('/session'))).toMatchObject({ code: 'hub-unreachable' })
  })
})

describe('asking the graph', () => {
  test('a list that the role may not see is null, and no fault', async () => {
    answers(200, { data: { list: null }, errors: [{ message: 'no', extensions: { code: 'forbidden' } }] })
    expect(await execute(query, {})).toEqual({ list: null })
  })
  test('half an answer is not shown as a whole one', async () => {
    answers(200, { data: { list: null }, errors: [{ message: 'away', extensions: { code: 'part-away' } }] })
    expect(await faultOf(execute(query, {}))).toMatchObject({ code: 'part-away', requestId: 'req-1' })
  })
  test('a refused operation is a fault', async () => {
    answers(400, { errors: [{ message: 'too dear', extensions: { code: 'query-too-large' } }] })
    expect(await faultOf(execute(query, {}))).toMatchObject({ code: 'query-too-large', what: 'too dear' })
  })
})
