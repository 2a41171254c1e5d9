import { isTransient } from '@collegium/events'

/** A database, a socket or a peer is away: the client may come again. */
export const isAway = (error: unknown): boolean => isTransient(error)

/** SQLSTATEs of values that PostgreSQL could not read as the type they should have: malformed, NUL, out of range, no such day. */
const unreadable = new Set(['22P02', '22021', '22003', '22007', '22008'])

/** Whether a client's value, such as a malformed identifier, could not be read. Looks through `cause`, because drizzle wraps what PostgreSQL says. */
export function isUnreadableValue(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 8; one = one.cause, depth++)
    if ('code' in one && typeof one.code === 'string' && unreadable.has(one.code)) return true
  return false
}
