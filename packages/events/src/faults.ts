/** A peer or the database is away: the partition waits for as long as that lasts. Handlers may throw it, e.g. when a claim check answers 503. */
export class TransientFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'TransientFault'
  }
}

/** Another member works on this partition: our position is no longer the one we read. */
export class Fenced extends Error {
  constructor(topic: string, partition: number) {
    super(`Another member of the group has moved on in ${topic}/${partition}; this batch is abandoned.`)
    this.name = 'Fenced'
  }
}

/** A record that cannot be decoded, or that breaks its contract. */
export class InvalidEvent extends Error {
  readonly faults: readonly string[]
  constructor(what: string, faults: readonly string[]) {
    super(`${what}: ${faults.join('; ')}`)
    this.name = 'InvalidEvent'
    this.faults = faults
  }
}

/**
 * Connection (08), resources (53), operator intervention (57), rollback by the server (40), system (58), a refused login (28), a database or schema that is
 * not there (3D, 3F), a table that a migration has still to make (42P01), a lock not granted in time (55P03): none of it is in the data.
 */
const transientStates = /^(08|53|57|40|58|28|3D|3F)|^(42P01|55P03)$/
const transientCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
])

/** Whether a fault passes by itself. Looks through `cause`, because drizzle and fetch wrap what went wrong. */
export function isTransient(fault: unknown): boolean {
  for (let at = fault, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (at instanceof TransientFault || at.name === 'TransientFault' || at.name === 'TimeoutError' || at.name === 'AbortError') return true
    if (at instanceof AggregateError && at.errors.some(isTransient)) return true
    const code = 'code' in at && typeof at.code === 'string' ? at.code : ''
    if (transientCodes.has(code) || (code.length === 5 && transientStates.test(code))) return true
  }
  return false
}

/** Milliseconds before try number `attempt` (from 1): doubles from 50 up to `most`, with a quarter of jitter. */
export const backOff = (attempt: number, most = 5_000): number => Math.min(most, 50 * 2 ** Math.min(attempt - 1, 16)) * (0.75 + Math.random() / 2)
