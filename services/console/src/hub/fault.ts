/**
 * What went wrong between the console and the hub. `code` is a reason code of `/docs/errors`, or `hub-unreachable` where no answer came at all.
 * `what` and `detail` are the hub's own English words, for codes that the console has no words of its own for.
 */
export class Fault extends Error {
  readonly code: string
  readonly what: string
  readonly detail: string
  readonly requestId: string | null
  constructor(code: string, { what = code, detail = '', requestId = null }: { what?: string; detail?: string; requestId?: string | null } = {}) {
    super(what)
    this.code = code
    this.what = what
    this.detail = detail
    this.requestId = requestId
  }
}

/** Anything thrown, as a fault: what is none was a mistake of the console itself. */
export const faultOf = (thrown: unknown): Fault =>
  thrown instanceof Fault ? thrown : new Fault('console-fault', { what: thrown instanceof Error ? thrown.message : String(thrown) })

/** A refusal inside an answer of the graph, as `Problem` in a mutation's union. */
export const refusedBy = (problem: { readonly code: string }, requestId: string | null): Fault => new Fault(problem.code, { requestId })

/** Reads problem details (RFC 9457) out of an answer that was not a success. */
export function faultFromAnswer(status: number, body: string, requestId: string | null): Fault {
  try {
    const problem = JSON.parse(body) as { code?: string; title?: string; detail?: string; requestId?: string }
    return new Fault(problem.code ?? `http-${status}`, {
      what: problem.title ?? `HTTP ${status}`,
      detail: problem.detail ?? '',
      requestId: problem.requestId ?? requestId,
    })
  } catch {
    return new Fault(`http-${status}`, { what: `HTTP ${status}`, requestId })
  }
}
