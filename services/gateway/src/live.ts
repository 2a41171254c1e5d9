import { isDeepStrictEqual } from 'node:util'
import { type ErrorCatalogue, type EventStream, eventStream, Problem, sendEvents, type Session } from '@collegium/service-kit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Streams that one person may have open at this gateway: tabs of a browser, not more. */
const mostPerPerson = 12
/** How often somebody who listens is asked again who they are; as long as an answer of the registry is good. */
const askAgainMs = 30_000

export const streamErrors = {
  'too-many-streams': {
    status: 429,
    retryable: true,
    what: 'You have too many live views open.',
    why: `At most ${mostPerPerson} streams may be open for one person at a time.`,
    next: 'Close a tab or a program that listens, and try again.',
  },
} as const satisfies ErrorCatalogue

/**
 * Answers of the graph that are event streams. One lives as long as the sign-in and the rights that it was opened with: when either is gone, or when the
 * gateway closes, it ends in good order, and its client comes back to be asked anew.
 */
export function liveStreams(app: FastifyInstance, sessionOf: (request: FastifyRequest) => Promise<Session | null>) {
  const open = new Set<EventStream>()
  const perPerson = new Map<string, number>()
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end()
  })

  /** Takes one of the person's places; returns how to give it back. */
  function enter(subject: string): () => void {
    const taken = perPerson.get(subject) ?? 0
    if (taken >= mostPerPerson) throw new Problem('too-many-streams', { most: mostPerPerson })
    perPerson.set(subject, taken + 1)
    return () => {
      const left = (perPerson.get(subject) ?? 1) - 1
      if (left > 0) perPerson.set(subject, left)
      else perPerson.delete(subject)
    }
  }

  return {
    asked: (request: FastifyRequest): boolean => request.headers.accept?.includes(eventStream) ?? false,
    /** Sends what `answer` brings, as it comes. Throws the problem `too-many-streams` before anything is asked. */
    async send(request: FastifyRequest, reply: FastifyReply, session: Session, answer: () => Promise<Response>) {
      const leave = enter(session.subject)
      const { body, status } = await answer().catch((fault: unknown) => {
        leave()
        throw fault
      })
      if (!body) {
        leave()
        throw new Problem('part-away')
      }
      const stream = sendEvents(reply.code(status), body)
      open.add(stream)
      const again = setInterval(() => {
        sessionOf(request).then(
          (now) => {
            if (!isDeepStrictEqual(now, session)) stream.end()
          },
          // Whoever cannot say who they are any more hears nothing any more; a registry that is away takes the stream with it for now.
          () => stream.end(),
        )
      }, askAgainMs)
      void stream.over.then(() => {
        clearInterval(again)
        open.delete(stream)
        leave()
      })
      return reply
    },
  }
}
