import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

export const eventStream = 'text/event-stream'

/** A body of server-sent events on its way to a client. */
export interface EventStream {
  /** Ends it in the words of the protocol (GraphQL over SSE, distinct connections), wherever it stands. */
  end(): void
  /** Resolves when it is over, whoever ended it. */
  readonly over: Promise<void>
}

/** Sends a body of events as they come. Whoever goes away cancels the body at once; a stream made from its iterator would do so only with the next event. */
export function sendEvents(reply: FastifyReply, body: ReadableStream<Uint8Array>): EventStream {
  const reader = body.getReader()
  let ended = false
  const letGo = (): void => void reader.cancel().catch(() => {})
  const close = (last?: string): void => {
    if (ended) return
    ended = true
    if (last) readable.push(last)
    readable.push(null)
  }
  const readable = new Readable({
    read() {
      reader.read().then(
        ({ done, value }) => {
          if (ended) return
          if (done) close()
          else readable.push(value)
        },
        // The other side is gone: what was told stands, and the client comes back.
        () => close(),
      )
    },
    destroy(error, done) {
      ended = true
      letGo()
      done(error)
    },
  })
  const over = new Promise<void>((resolve) => readable.once('close', resolve))
  void reply.headers({ 'content-type': eventStream, 'cache-control': 'no-cache', 'x-accel-buffering': 'no' }).send(readable)
  return {
    over,
    end() {
      close('event: complete\ndata:\n\n')
      letGo()
    },
  }
}
