import type { Transaction } from '@collegium/database'
import { type GraphContext, reader, sightOf } from '@collegium/graph-kit'
import { Problem } from '@collegium/service-kit'
import { inArray } from 'drizzle-orm'
import { enrolments } from '../enrolments/tables.ts'

/** How many enrolments one call may be about. */
export const most = 1000

/**
 * Runs a command on enrolments that this session sees. Both sides are named to the transaction, because a seat and a result lie with the lead and a learner's key
 * with the home; what the session does not see is left out before, and so not found.
 */
export async function actOn<T>(context: GraphContext, ids: readonly string[], work: (tx: Transaction, visible: ReadonlySet<string>) => Promise<T>): Promise<T> {
  if (ids.length > most) throw new Problem('invalid-request', { items: `at most ${most}` })
  const { dependencies, session, requestId } = context
  const seen = ids.length
    ? await reader(context)
        .select({ id: enrolments.id, lead: enrolments.lead, home: enrolments.home })
        .from(enrolments)
        .where(inArray(enrolments.id, [...ids]))
    : []
  const tenants = [...new Set([...sightOf(session).tenants, ...seen.flatMap((row) => [row.lead, row.home])])]
  return dependencies.database.write({ tenants }, { correlationId: requestId }, (tx) => work(tx, new Set(seen.map((row) => row.id))))
}
