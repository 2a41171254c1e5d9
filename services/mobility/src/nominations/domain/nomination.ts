import { type Decided, refuse, type Refusal, type Role } from '@collegium/contracts'
import { contentFaults, type NominationContent } from './content.ts'
import { type NominationMove, nominationMoves, type NominationState, type NominationVerb, type Party } from './transitions.ts'

/** A nomination as it stands. `id` is the mobility's. */
export interface Nomination {
  readonly id: string
  readonly version: number
  readonly state: NominationState
  readonly sending: string
  readonly receiving: string
  /** Which content, from 1. */
  readonly proposal: number
  readonly contentHash: string
  /** What the receiver has already said of this content: said twice, it is done once. */
  readonly answered: readonly NominationVerb[]
}

export type NominationFact = 'proposed' | 'approved' | 'rejected' | 'cancelled'
/** Whoever acts. */
export interface Actor {
  readonly institution: string
  readonly roles: readonly Role[]
}
export type Command = Actor &
  (
    | { readonly move: 'revise'; readonly content: NominationContent; readonly contentHash: string; readonly expectedVersion: number }
    | { readonly move: 'approve'; readonly contentHash: string }
    | { readonly move: 'reject'; readonly contentHash: string; readonly comment: string }
    | { readonly move: 'cancel'; readonly reason: string; readonly expectedVersion: number }
  )

const factOf: Readonly<Record<NominationVerb, NominationFact>> = { revise: 'proposed', approve: 'approved', reject: 'rejected', cancel: 'cancelled' }

const holds = (roles: readonly Role[], wanted: readonly Role[]) => roles.some((role) => wanted.includes(role))
const notInOrder = (content: NominationContent): Refusal | null => {
  const faults = contentFaults(content)
  return faults.length > 0 ? refuse('nomination-not-in-order', { faults }) : null
}

/** Decides a new nomination: the first content of a mobility, sent by the learner's home. */
export function propose(id: string, content: NominationContent, contentHash: string, actor: Actor): Decided<Nomination, NominationFact> | Refusal {
  if (actor.institution !== content.sending || !holds(actor.roles, nominationMoves.revise.by)) return refuse('forbidden', { needs: nominationMoves.revise.by })
  const fault = notInOrder(content)
  if (fault) return fault
  const { sending, receiving } = content
  return { state: { id, version: 1, state: 'pending', sending, receiving, proposal: 1, contentHash, answered: [] }, facts: ['proposed'] }
}

/**
 * Decides a command about a nomination. Approval and rejection name the hash of the content that was read: another one is a conflict,
 * the same answer again is no news. Neither learner nor institutions of a mobility change: that would be another mobility.
 */
export function decide(nomination: Nomination, command: Command): Decided<Nomination, NominationFact> | Refusal {
  const move: NominationMove = nominationMoves[command.move]
  const party: Party | null = command.institution === nomination.sending ? 'sending' : command.institution === nomination.receiving ? 'receiving' : null
  if (!party || !move.party.includes(party) || !holds(command.roles, move.by)) return refuse('forbidden', { needs: move.by, of: move.party })
  if ('contentHash' in command && command.move !== 'revise') {
    if (command.contentHash !== nomination.contentHash) return refuse('stale-proposal', { named: command.contentHash, standing: nomination.contentHash })
    if (nomination.answered.includes(command.move)) return { state: nomination, facts: [] }
  }
  if ('expectedVersion' in command && command.expectedVersion !== nomination.version) return refuse('stale-version', { current: nomination.version })
  if (!move.from.includes(nomination.state)) return refuse('not-allowed-from', { move: command.move, state: nomination.state })
  if (move.comment && !('comment' in command && command.comment.trim())) return refuse('comment-needed', { move: command.move })
  if (move.reasons && !('reason' in command && move.reasons.includes(command.reason))) return refuse('reason-needed', { oneOf: move.reasons })
  const next: Nomination = { ...nomination, version: nomination.version + 1, state: move.to }
  if (command.move !== 'revise') {
    const answered = command.move === 'cancel' ? next.answered : [...next.answered, command.move]
    return { state: { ...next, answered }, facts: [factOf[command.move]] }
  }
  const fault = notInOrder(command.content)
  if (fault) return fault
  if (command.content.sending !== nomination.sending || command.content.receiving !== nomination.receiving) return refuse('another-mobility')
  if (command.contentHash === nomination.contentHash) return { state: nomination, facts: [] }
  return {
    state: { ...next, proposal: nomination.proposal + 1, contentHash: command.contentHash, answered: [] },
    facts: [factOf.revise],
  }
}
