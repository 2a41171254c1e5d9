/**
 * What went wrong between the console and the hub. `code` is a reason code of `/docs/errors`, or `hub-unreachable` where no answer came at all.
 * `what` and `detail` are the hub's own English words, for codes that the console has no words of its own for; `details` says about which
 * fields, rules, components or versions.
 */
export class Fault extends Error {
  readonly code: string
  readonly what: string
  readonly detail: string
  readonly details: Details | null
  readonly requestId: string | null
  constructor(
    code: string,
    {
      what = code,
      detail = '',
      details = null,
      requestId = null,
    }: { what?: string; detail?: string; details?: Details | null; requestId?: string | null } = {},
  ) {
    super(what)
    this.code = code
    this.what = what
    this.detail = detail
    this.details = details
    this.requestId = requestId
  }
}

/** By name, what a refusal is about. Its shape is the refusing rule's own. */
export type Details = Readonly<Record<string, unknown>>

/** A refusal as the graph tells it: `Problem` in a mutation's union, `Refusal` in an act on many. */
export interface Refused {
  readonly code: string
  readonly what: string
  readonly why: string
  readonly next: string
  readonly details: Details | null
}
/** What has to be asked of a refusal, so that it can be said whole. */
export const refusedFields = 'code what why next details'

/** Anything thrown, as a fault: what is none was a mistake of the console itself. */
export const faultOf = (thrown: unknown): Fault =>
  thrown instanceof Fault ? thrown : new Fault('console-fault', { what: thrown instanceof Error ? thrown.message : String(thrown) })

export const refusedBy = ({ code, what, why, next, details }: Refused): Fault => new Fault(code, { what, detail: `${why} ${next}`, details })

/** Reads problem details (RFC 9457) out of an answer that was not a success. */
export function faultFromAnswer(status: number, body: string, requestId: string | null): Fault {
  try {
    const problem = JSON.parse(body) as { code?: string; title?: string; detail?: string; errors?: Details; requestId?: string }
    return new Fault(problem.code ?? `http-${status}`, {
      what: problem.title ?? `HTTP ${status}`,
      detail: problem.detail ?? '',
      details: problem.errors ?? null,
      requestId: problem.requestId ?? requestId,
    })
  } catch {
    return new Fault(`http-${status}`, { what: `HTTP ${status}`, requestId })
  }
}
