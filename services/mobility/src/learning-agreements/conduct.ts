import { isRefusal, type Refusal, type Role, type Term } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { type Command, decide, latest, type LearningAgreement, standing } from './domain/agreement.ts'
import { termsAt } from '../deadlines/queries.ts'
import { dueDay } from './domain/due.ts'
import type { MobilityOutcome } from './domain/recognition.ts'
import type { Side } from './domain/transitions.ts'
import { statusOf, turnOf } from './domain/turn.ts'
import { agreementEvents } from './facts.ts'
import { type AgreementRow, loadAgreements, saveAgreements, searchTextOf, type StoredAgreement } from './store.ts'
import { packOf } from './rules-of-year.ts'
import { agreementEntries } from './tables.ts'

/** Whoever acts: an office for its institution, a learner for themselves, or the hub on an event. */
export interface Actor {
  readonly institution: string | null
  readonly learner: string | null
  /** As sign-in knows a member of staff; null for learners, whose pseudonym says enough. */
  readonly name: string | null
  readonly roles: readonly Role[]
}
export const theHub: Actor = { institution: null, learner: null, name: null, roles: ['system'] }

/** Which party somebody is; null for everyone else. */
export function sideOf(actor: Actor, row: Pick<AgreementRow, 'learnerId' | 'sending' | 'receiving'>): Side | null {
  if (actor.learner !== null) return actor.learner === row.learnerId ? 'learner' : null
  if (actor.institution === row.sending) return 'sending'
  if (actor.institution === row.receiving) return 'receiving'
  return actor === theHub ? 'hub' : null
}

/** What an act brings beside the command. */
export interface Act {
  readonly command: Command
  readonly reason?: string | null
  readonly outcome?: MobilityOutcome
}
export interface Conducting {
  readonly now: string
  readonly newId: () => string
}
export type Conducted = { readonly agreement: LearningAgreement; readonly row: AgreementRow } | Refusal

/**
 * Decides one act per agreement, for one agreement or many: one query to load and lock, one decision each, one set to save. Those that are
 * refused are left as they are; the others stand. The transaction sees both institutions, since a decision needs the whole log; whether
 * the actor may see the agreement at all is asked before, under their own sight.
 */
export async function conduct(
  tx: Transaction,
  ids: readonly string[],
  actor: Actor,
  actOn: (stored: StoredAgreement, side: Side) => Act | Refusal,
  { now, newId }: Conducting,
): Promise<Map<string, Conducted>> {
  const loaded = await loadAgreements(tx.db, ids, { lock: true })
  const terms = await termsAt(
    tx.db,
    [...loaded.values()].map(({ row }) => row.receiving),
  )
  const outcomes = new Map<string, Conducted>()
  const saved: { before: StoredAgreement; row: AgreementRow; agreement: LearningAgreement }[] = []
  const entries: (typeof agreementEntries.$inferInsert)[] = []
  for (const id of new Set(ids)) {
    const stored = loaded.get(id)
    const side = stored ? sideOf(actor, stored.row) : null
    if (!stored || !side) {
      outcomes.set(id, { refused: 'not-found' })
      continue
    }
    const act = actOn(stored, side)
    const outcome = isRefusal(act) ? act : decide(stored.agreement, act.command)
    if (isRefusal(act) || isRefusal(outcome)) {
      outcomes.set(id, outcome as Refusal)
      continue
    }
    const agreement = outcome.state
    if (outcome.facts.length === 0) {
      outcomes.set(id, { agreement, row: stored.row })
      continue
    }
    const row = rowAfter(stored.row, agreement, now, terms(stored.row.receiving, stored.row.academicYear), act.outcome)
    saved.push({ before: stored, row, agreement })
    outcomes.set(id, { agreement, row })
    const events = agreementEvents(outcome.facts, agreement, {
      institution: actor.institution ?? row.sending,
      reason: act.reason ?? null,
      outcome: row.outcome,
      newId,
    })
    tx.publish(events)
    const told = events[0]
    entries.push({
      id: newId(),
      agreementId: id,
      sending: row.sending,
      // What passes between learner and sending office is theirs.
      receiverSees: side === 'receiving' || side === 'hub' || told ? row.receiverSees : null,
      coordinatorSees: told ? row.coordinatorSees : null,
      learnerId: row.learnerId,
      at: now,
      side,
      institution: actor.learner === null ? actor.institution : null,
      actor: actor.name,
      move: act.command.move,
      proposal: latest(agreement).number,
      reason: act.reason ?? null,
      eventId: told?.id ?? null,
      eventType: told?.type.type ?? null,
    })
  }
  await saveAgreements(tx, saved)
  await insertRows(tx.sql, agreementEntries, entries)
  return outcomes
}

/** The columns that lists need, after a move. `terms` is the receiving institution's calendar. */
export function rowAfter(before: AgreementRow, agreement: LearningAgreement, now: string, terms: readonly Term[], outcome?: MobilityOutcome): AgreementRow {
  const on = latest(agreement)
  const shown = agreement.proposals.some((one) => one.signatures.some((signature) => signature.side === 'sending'))
  const { physical, virtual } = (standing(agreement) ?? on).content
  const days = [physical, virtual].flatMap((period) => (period ? [period.startsOn, period.endsOn] : [])).sort()
  const [startsOn, endsOn] = [days[0] ?? null, days.at(-1) ?? null]
  const turn = turnOf(agreement)
  const status = statusOf(agreement)
  return {
    ...before,
    version: agreement.version,
    state: agreement.state,
    status,
    turn: turn.side,
    turnSince: turn.side === before.turn && before.status === status ? before.turnSince : now,
    dueOn: dueDay(agreement, { startsOn, endsOn }, now.slice(0, 10), terms, packOf(before)),
    receiverSees: shown ? before.receiving : null,
    coordinatorSees: shown ? before.coordinator : null,
    startsOn,
    endsOn,
    searchText: searchTextOf(before, on),
    outcome: outcome ?? before.outcome,
    changedAt: now,
  }
}
