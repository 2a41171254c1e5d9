import type { Refusal } from '@collegium/contracts'
import type { Dependencies, Session } from '@collegium/service-kit'
import { sightOf } from '@collegium/graph-kit'
import { inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { type Act, type Actor, conduct, type Conducted } from './conduct.ts'
import type { Side } from './domain/transitions.ts'
import type { StoredAgreement } from './store.ts'
import { learningAgreements } from './tables.ts'

/** On whose behalf, and through which request, something is done. */
export interface Acting {
  readonly dependencies: Dependencies
  readonly session: Session
  readonly requestId: string
}

export const actorOf = (session: Session): Actor =>
  session.kind === 'learner'
    ? { institution: null, learner: session.learner ?? '', name: null, roles: ['learner'] }
    : { institution: session.institution, learner: null, name: session.subject.replace(/^(person|system):/, ''), roles: session.roles }

/**
 * One act on each of some agreements, with an outcome for each; what is refused leaves the others alone. An agreement that the session may not
 * see and one that does not exist look alike.
 */
export async function actOnAgreements(
  { dependencies, session, requestId }: Acting,
  ids: readonly string[],
  actOn: (stored: StoredAgreement, side: Side, now: string) => Act | Refusal,
): Promise<Map<string, Conducted>> {
  const seen = await dependencies.database
    .reader(sightOf(session))
    .select({ id: learningAgreements.id, sending: learningAgreements.sending, receiving: learningAgreements.receiving })
    .from(learningAgreements)
    .where(inArray(learningAgreements.id, [...ids]))
  const now = dependencies.clock().toISOString()
  const outcomes =
    seen.length === 0
      ? new Map<string, Conducted>()
      : await dependencies.database.write({ tenants: [...new Set(seen.flatMap((row) => [row.sending, row.receiving]))] }, { correlationId: requestId }, (tx) =>
          conduct(
            tx,
            seen.map((row) => row.id),
            actorOf(session),
            (stored, side) => actOn(stored, side, now),
            { now, newId: () => newId() },
          ),
        )
  return new Map(ids.map((id) => [id, outcomes.get(id) ?? { refused: 'not-found' }]))
}
