import { afterEach, describe, expect, test, vi } from 'vitest'
import { graphQuery } from './ask.ts'
import { listen } from './live.ts'

const changed = graphQuery<{ changed: number }>('subscription { changed }')
/** A stream that brings its text in the pieces given, however they cut it. */
function brings(...pieces: readonly string[]) {
  const body = new ReadableStream({
    start(stream) {
      for (const piece of pieces) stream.enqueue(new TextEncoder().encode(piece))
      stream.close()
    },
  })
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } })),
  )
}
async function heard(): Promise<readonly [readonly number[], string]> {
  const messages: number[] = []
  const end = await listen(changed, {}, (message) => messages.push(message.changed), new AbortController().signal).then(
    () => 'complete',
    (fault: { code: string }) => fault.code,
  )
  return [messages, end]
}
const next = (to: number) => `event: next\ndata: {"data":{"changed":${to}}}\n\n`

afterEach(() => vi.unstubAllGlobals())

describe('a subscription', () => {
  test('brings each message once, wherever the network cuts it, until the hub ends it', async () => {
    const whole = `:\n\n${next(1)}:\n\n${next(2)}event: complete\ndata:\n\n`
    for (let at = 1; at < whole.length; at++) {
      brings(whole.slice(0, at), whole.slice(at))
      expect(await heard()).toEqual([[1, 2], 'complete'])
    }
  })
  test('that breaks off is a fault, after what it brought', async () => {
    brings(next(1), 'event: next\ndata: {"da')
    expect(await heard()).toEqual([[1], 'hub-unreachable'])
  })
  test('that is refused says why', async () => {
    brings('event: next\ndata: {"data":null,"errors":[{"message":"no","extensions":{"code":"forbidden"}}]}\n\n')
    expect(await heard()).toEqual([[], 'forbidden'])
  })
  test('that is answered otherwise is no stream', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response('{}', { headers: { 'content-type': 'application/json' } })),
    )
    expect(await heard()).toEqual([[], 'part-away'])
  })
})
