import { refuse, type Refusal, type Role } from '@collegium/contracts'
import type { Dependencies, Session } from '@collegium/service-kit'
import { sightOf } from '@collegium/graph-kit'
import { inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { Transaction } from '@collegium/database'
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
    : { institution: session.institution, learner: null, name: nameOf(session), roles: session.roles }

/** Says what is done with an agreement as it stands; time and roles come with the request. */
type ActOn = (stored: StoredAgreement, side: Side, by: { readonly at: string; readonly roles: readonly Role[] }) => Act | Refusal

/** A person of an office, or a system, as timelines name them. */
export const nameOf = ({ subject }: Session): string => subject.replace(/^(person|system):/, '')

/**
 * One act on each of some agreements, with an outcome for each; what is refused leaves the others alone. An agreement that the session may not
 * see and one that does not exist look alike. `alongside` joins the transaction, for what has to stand or fall with the acts.
 */
export async function actOnAgreements(
  { dependencies, session, requestId }: Acting,
  ids: readonly string[],
  actOn: ActOn,
  alongside?: (tx: Transaction, outcomes: ReadonlyMap<string, Conducted>) => Promise<void>,
): Promise<Map<string, Conducted>> {
  const seen = await dependencies.database
    .reader(sightOf(session))
    .select({ id: learningAgreements.id, sending: learningAgreements.sending, receiving: learningAgreements.receiving })
    .from(learningAgreements)
    .where(inArray(learningAgreements.id, [...ids]))
  const now = dependencies.clock().toISOString()
  const actor = actorOf(session)
  const outcomes =
    seen.length === 0
      ? new Map<string, Conducted>()
      : await dependencies.database.write(
          { tenants: [...new Set(seen.flatMap((row) => [row.sending, row.receiving]))] },
          { correlationId: requestId },
          async (tx) => {
            const conducted = await conduct(
              tx,
              seen.map((row) => row.id),
              actor,
              (stored, side) => actOn(stored, side, { at: now, roles: actor.roles }),
              { now, newId: () => newId() },
            )
            await alongside?.(tx, conducted)
            return conducted
          },
        )
  return new Map(ids.map((id) => [id, outcomes.get(id) ?? { refused: 'not-found' }]))
}

/** As {@link actOnAgreements}, for one. */
export const actOnAgreement = async (
  acting: Acting,
  id: string,
  actOn: ActOn,
  alongside?: (tx: Transaction, outcome: Conducted) => Promise<void>,
): Promise<Conducted> => {
  const notFound = refuse('not-found')
  const outcomes = await actOnAgreements(acting, [id], actOn, alongside && ((tx, all) => alongside(tx, all.get(id) ?? notFound)))
  return outcomes.get(id) ?? notFound
}
