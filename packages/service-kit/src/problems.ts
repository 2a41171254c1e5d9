import type { Refusal } from '@collegium/contracts'

/** One entry of a service's `errors.ts`: what the code means to HTTP, to a retrying client and to a person. */
export interface CatalogueEntry {
  readonly status: number
  /** Whether the same request may succeed later without anybody changing anything. */
  readonly retryable: boolean
  /** What happened, why, and what to do next: shown on /docs/errors/{code}. */
  readonly what: string
  readonly why: string
  readonly next: string
}
export type ErrorCatalogue = Readonly<Record<string, CatalogueEntry>>

/** Codes that every service can answer with. */
export const commonErrors = {
  unauthenticated: {
    status: 401,
    retryable: false,
    what: 'The request carries no valid sign-in.',
    why: 'No session cookie and no valid bearer token came with it, or it has expired.',
    next: 'Sign in again, or get a new token with: npx --no hub token --as <person>',
  },
  forbidden: {
    status: 403,
    retryable: false,
    what: 'Your role does not allow this.',
    why: 'What you asked for needs a role, or an institution, that you do not have.',
    next: "Ask your institution's administrator for the role, or sign in as somebody who holds it.",
  },
  'not-found': {
    status: 404,
    retryable: false,
    what: 'There is nothing here that you can see.',
    why: 'The address is wrong, or what it names belongs to another institution; the two look alike on purpose.',
    next: 'Check the identifier; open the list and pick it from there.',
  },
  'invalid-request': {
    status: 400,
    retryable: false,
    what: 'The request is not in the form that this address expects.',
    why: 'A field is missing, has the wrong type or a value outside its range; the details name each.',
    next: 'Correct the fields named, or compare with /docs.',
  },
  'stale-version': {
    status: 409,
    retryable: true,
    what: 'Somebody changed this in the meantime.',
    why: 'Your change was made for an older version than the one that stands.',
    next: 'Load it again, look at what changed, and repeat your change.',
  },
  'part-away': {
    status: 503,
    retryable: true,
    what: 'A part of the hub is not reachable at the moment.',
    why: 'A database, the event log or another service is starting or away; /readyz says which.',
    next: 'Nothing was lost. Try again in a minute.',
  },
  internal: {
    status: 500,
    retryable: true,
    what: 'The hub made a mistake.',
    why: 'Something happened that nobody foresaw; it is in the log under the request id.',
    next: 'Try again; if it happens again, send the request id to your administrator.',
  },
} as const satisfies ErrorCatalogue

/** Thrown at the edge (a route, a resolver), never in `domain/`: becomes RFC 9457 problem details or a typed GraphQL error. */
export class Problem extends Error {
  readonly code: string
  readonly detail: Readonly<Record<string, unknown>>
  constructor(code: string, detail: Readonly<Record<string, unknown>> = {}) {
    super(code)
    this.code = code
    this.detail = detail
  }
}

export const problemOf = (refusal: Refusal): Problem => new Problem(refusal.refused, refusal.detail)

/** The wire form, `application/problem+json`. */
export function problemDetails(catalogue: ErrorCatalogue, problem: Problem, requestId: string) {
  const entry = catalogue[problem.code] ?? (commonErrors as ErrorCatalogue)[problem.code] ?? commonErrors.internal
  return {
    status: entry.status,
    body: {
      type: `/docs/errors/${problem.code}`,
      title: entry.what,
      status: entry.status,
      detail: `${entry.why} ${entry.next}`,
      code: problem.code,
      retryable: entry.retryable,
      requestId,
      ...(Object.keys(problem.detail).length > 0 && { errors: problem.detail }),
    },
  }
}
