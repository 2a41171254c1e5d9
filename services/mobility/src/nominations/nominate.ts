import { isRefusal, refuse, type Refusal } from '@collegium/contracts'
import { insertRows, saveAggregates, type Transaction } from '@collegium/database'
import { and, eq, inArray, ne, or } from 'drizzle-orm'
import { learners } from '../learners/tables.ts'
import type { LearnerVault } from '../learners/vault.ts'
import { publicInstances } from '../offers/tables.ts'
import type { NominationContent } from './domain/content.ts'
import { type Actor, propose } from './domain/nomination.ts'
import { decideRoster } from './domain/roster.ts'
import { nominationEvents } from './facts.ts'
import { commitmentTo, contentHashOf, nomineeOf, sealNominee } from './nominee.ts'
import { nominations, nominationVersions, programmeQuotas } from './tables.ts'

/** What is said alike of everybody on a roster: all but who it is. */
export type Mobility = Omit<NominationContent, 'learnerId' | 'commitment'>
/** One person on a roster, with what is said of them alone. */
export interface Person {
  readonly learnerId: string
  readonly comment: string | null
}
export interface Nominating extends Actor {
  readonly vault: LearnerVault
  readonly newId: () => string
  /** Who acted, as it is recorded. */
  readonly by: string
  readonly at: string
}

/** The tenants that a nomination's transaction needs: its sender's, and the coordinator's for the quota. */
export const tenantsFor = (mobility: Pick<Mobility, 'sending' | 'programme'>): string[] => [
  mobility.sending,
  ...(mobility.programme ? [mobility.programme.coordinator] : []),
]

/**
 * Nominates people of one sending institution for one mobility, each with an outcome of their own: a nomination's id, or why there is none.
 * Learners and the quota are locked first, so that two offices at once neither nominate a person twice nor oversell a place.
 */
export async function nominate(
  tx: Transaction,
  acting: Nominating,
  mobility: Mobility,
  people: readonly Person[],
): Promise<readonly ({ readonly nominationId: string } | Refusal)[] | Refusal> {
  const foreign = await coordinatedElsewhere(tx, mobility.programme)
  if (foreign) return foreign
  const ids = [...new Set(people.map((person) => person.learnerId))]
  const found = await tx.db
    .select()
    .from(learners)
    .where(and(inArray(learners.id, ids), eq(learners.home, mobility.sending)))
    .orderBy(learners.id)
    .for('update')
  const known = new Map(
    found.flatMap((row) =>
      row.wrappedKey && row.personal && !row.mergedInto ? [[row.id, { ...row, wrappedKey: row.wrappedKey, personal: row.personal }]] : [],
    ),
  )
  const outcomes = decideRoster(
    people.map((person) => person.learnerId),
    { known: new Set(known.keys()), ...(await programmeAsItStands(tx, mobility)) },
  )
  const rows: (typeof nominations.$inferInsert)[] = []
  const versions: (typeof nominationVersions.$inferInsert)[] = []
  const answers = people.map((person, i) => {
    const outcome = outcomes[i] ?? 'unknown-learner'
    const learner = known.get(person.learnerId)
    if (outcome !== 'nominated' || !learner) return refuse(outcome === 'nominated' ? 'unknown-learner' : outcome)
    const id = acting.newId()
    const key = acting.vault.key(learner.id, learner.wrappedKey)
    const nominee = nomineeOf(acting.vault.openHeld(key, learner.id, learner.personal), person.comment)
    const content: NominationContent = { ...mobility, learnerId: learner.id, commitment: commitmentTo(nominee) }
    const decided = propose(id, content, contentHashOf(content), acting)
    if (isRefusal(decided)) return decided
    const { state } = decided
    const { type, academicYear, programme, sending, receiving } = content
    rows.push({
      ...state,
      answered: [...state.answered],
      learnerId: learner.id,
      type,
      academicYear,
      coordinator: programme?.coordinator ?? null,
      opportunityId: programme?.opportunityId ?? null,
      callYear: programme?.callYear ?? null,
      reason: null,
      proposedAt: acting.at,
      changedAt: acting.at,
    })
    versions.push({
      nominationId: id,
      proposal: state.proposal,
      sending,
      receiving,
      learnerId: learner.id,
      contentHash: state.contentHash,
      content,
      nominee: sealNominee(acting.vault, key, id, state.proposal, nominee),
      by: acting.by,
      at: acting.at,
    })
    return { nominationId: id }
  })
  await saveAggregates(tx.sql, nominations, rows)
  await insertRows(tx.sql, nominationVersions, versions)
  tx.publish(rows.flatMap((row) => nominationEvents(['proposed'], row, mobility.sending)))
  return answers
}

/** Whoever the catalogue names as the programme's lead coordinates it. One that it does not know yet (or never will) is taken at the sender's word. */
export async function coordinatedElsewhere(
  tx: Transaction,
  programme: Pick<NonNullable<Mobility['programme']>, 'opportunityId' | 'coordinator'> | null,
): Promise<Refusal | null> {
  if (!programme) return null
  const { opportunityId, coordinator } = programme
  const [other] = await tx.db
    .select({ lead: publicInstances.lead })
    .from(publicInstances)
    .where(and(or(eq(publicInstances.id, opportunityId), eq(publicInstances.specificationId, opportunityId)), ne(publicInstances.lead, coordinator)))
    .limit(1)
  return other ? refuse('programme-of-another', { coordinator: other.lead }) : null
}

/** Who of the sending institution is nominated to the programme already, and how many of its places are free. */
export async function programmeAsItStands(
  tx: Transaction,
  { programme, sending }: Pick<Mobility, 'programme' | 'sending'>,
): Promise<{ nominated: ReadonlySet<string>; places: number | null }> {
  if (!programme) return { nominated: new Set(), places: null }
  const { coordinator, opportunityId, callYear } = programme
  const [quota] = await tx.db
    .select()
    .from(programmeQuotas)
    .where(
      and(
        eq(programmeQuotas.coordinator, coordinator),
        eq(programmeQuotas.opportunityId, opportunityId),
        eq(programmeQuotas.callYear, callYear),
        eq(programmeQuotas.sending, sending),
      ),
    )
    .for('update')
  const there = await tx.db
    .select({ learnerId: nominations.learnerId, state: nominations.state })
    .from(nominations)
    .where(
      and(
        eq(nominations.opportunityId, opportunityId),
        eq(nominations.callYear, callYear),
        eq(nominations.sending, sending),
        ne(nominations.state, 'cancelled'),
      ),
    )
  const taken = there.filter((row) => row.state !== 'rejected').length
  return { nominated: new Set(there.map((row) => row.learnerId)), places: quota ? Math.max(0, quota.places - taken) : null }
}
