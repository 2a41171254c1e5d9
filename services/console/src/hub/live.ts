import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type GraphQuery, reach } from './ask.ts'
import { Fault, faultOf } from './fault.ts'

/** How often a page looks again while nothing tells it, and how often it does so to be sure while something does. */
const lookAgainMs = 10_000
const toBeSureMs = 60_000
const shortestWaitMs = 1_000
const longestWaitMs = 60_000

/** Streams of this page that stand at the moment. */
let standing = 0
/** For `refetchInterval`. */
export const lookAgain = (): number => (standing > 0 ? toBeSureMs : lookAgainMs)

/**
 * Listens to a subscription (GraphQL over SSE, distinct connections): resolves when the hub ends it in good order, as it does after a quarter of an hour, and throws
 * a fault when it is refused or breaks.
 */
export async function listen<Answer, Variables>(
  query: GraphQuery<Answer, Variables>,
  variables: Variables,
  onMessage: (answer: Answer) => void,
  signal: AbortSignal,
): Promise<void> {
  const { body, headers } = await reach('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: query.text, variables }),
    signal,
  })
  if (!body || !headers.get('content-type')?.startsWith('text/event-stream')) throw new Fault('part-away')
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  for (let rest = ''; ; ) {
    const { done, value } = await reader.read()
    if (done) throw new Fault('hub-unreachable')
    const events = `${rest}${value}`.replaceAll('\r\n', '\n').split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      const lines = event.split('\n')
      if (lines.includes('event: complete')) return
      if (!lines.includes('event: next')) continue
      const data = lines.flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trimStart()] : [])).join('\n')
      const message = JSON.parse(data) as { data?: Answer | null; errors?: readonly { message: string; extensions?: { code?: string } }[] }
      const [error] = message.errors ?? []
      if (error) throw new Fault(error.extensions?.code ?? 'internal', { what: error.message })
      if (message.data) onMessage(message.data)
    }
  }
}

/** What would be refused again is not tried again. */
const forGood: readonly string[] = ['forbidden', 'invalid-request', 'unauthenticated']

/**
 * Asks everything under a key anew whenever the subscription says so, and tells whether it stands. Where it breaks the page looks again by itself, and the
 * stream is tried anew with longer and longer waits. Null: there is nothing to listen to.
 */
export function useLive<Answer, Variables>(query: GraphQuery<Answer, Variables>, variables: Variables | null, key: QueryKey): boolean {
  const queries = useQueryClient()
  const [live, setLive] = useState(false)
  const asked = JSON.stringify([query.text, variables, key])
  useEffect(() => {
    const [, wanted, under] = JSON.parse(asked) as [string, Variables | null, QueryKey]
    if (wanted === null) return
    const leaving = new AbortController()
    let stands = false
    const stand = (now: boolean) => {
      if (now === stands) return
      stands = now
      standing += now ? 1 : -1
      setLive(now)
    }
    const askAnew = () => void queries.invalidateQueries({ queryKey: under })
    const follow = async () => {
      for (let wait = shortestWaitMs; !leaving.signal.aborted; ) {
        const fault = await listen(
          query,
          wanted,
          () => {
            stand(true)
            wait = shortestWaitMs
            askAnew()
          },
          leaving.signal,
        ).catch(faultOf)
        if (fault) {
          if (stands && !leaving.signal.aborted) askAnew()
          stand(false)
          if (forGood.includes(fault.code)) return
          wait = Math.min(wait * 2, longestWaitMs)
        }
        await new Promise((done) => setTimeout(done, wait))
      }
    }
    void follow()
    return () => {
      leaving.abort()
      stand(false)
    }
  }, [asked, query, queries])
  return live
}
