import { latest, type LearningAgreement, pending } from './agreement.ts'
import { mayNameParties } from './parties.ts'
import { agreementMoves, type AgreementMove, type AgreementState, proposalMoves, type ProposalState, type Side } from './transitions.ts'

/** Whose turn it is and what they would do; `nobody` at the end. */
export interface Turn {
  readonly side: 'learner' | 'sending' | 'receiving' | 'nobody'
  readonly move: string | null
}

/** The move that brings a version on, by its state; what the next step is follows from the tables. */
const nextOfProposal: Readonly<Record<ProposalState, keyof typeof proposalMoves | 'edit' | null>> = {
  draft: 'sign-as-student',
  'student-signed': 'sign-for-sending',
  proposed: 'approve',
  commented: 'edit',
  withdrawn: 'edit',
  superseded: null,
  approved: null,
}
const nextOfAgreement: Readonly<Record<AgreementState, keyof typeof agreementMoves | null>> = {
  negotiating: null,
  agreed: 'start',
  'in-mobility': 'end',
  'awaiting-transcript': 'receive-transcript',
  'transcript-received': 'recognise',
  recognised: 'close',
  'partly-recognised': 'close',
  closed: null,
  cancelled: null,
  deleted: null,
}

/** Who acts on a move of the hub: the transcript comes from the receiver, the recognition from the sender. */
const forTheHub: Readonly<Record<string, Turn['side']>> = { 'receive-transcript': 'receiving', recognise: 'sending' }

function sideOf(move: AgreementMove<string>, name: string): Turn['side'] {
  const known = forTheHub[name]
  if (known) return known
  const side: Side | undefined = move.side[0]
  return side && side !== 'hub' ? side : 'nobody'
}

/** Whose turn it is. A version under way comes first: until it is settled nobody else can go on with it. */
export function turnOf(agreement: LearningAgreement): Turn {
  if (agreement.state === 'cancelled' || agreement.state === 'deleted' || agreement.state === 'closed') return { side: 'nobody', move: null }
  const last = latest(agreement)
  const on = pending(agreement) ?? (agreement.state === 'negotiating' ? last : null)
  if (on) {
    const next = nextOfProposal[on.state]
    if (next === 'edit') return { side: 'learner', move: 'edit' }
    if (next) return { side: sideOf(proposalMoves[next], next), move: next }
  }
  // A changes proposal that was commented on waits for the learner, though the agreed version stands meanwhile.
  if (last.state === 'commented') return { side: 'learner', move: 'propose-changes' }
  const next = nextOfAgreement[agreement.state]
  return next ? { side: sideOf(agreementMoves[next], next), move: next } : { side: 'nobody', move: null }
}

/** Since when it is their turn: the instant of the last move. */
export const turnSince = (agreement: LearningAgreement, changedAt: string): string => pending(agreement)?.changedAt ?? changedAt

/** One word for lists: the state of the version under way before the agreement's first, the agreement's own after. */
export function statusOf(agreement: LearningAgreement): string {
  if (agreement.state === 'negotiating') return latest(agreement).state === 'commented' ? 'changes-requested' : latest(agreement).state
  return agreement.state
}

/** The moves that a side with these roles could make now: the buttons of a screen. Guards on content come with the move itself. */
export function movesFor(agreement: LearningAgreement, side: Side, roles: readonly string[]): readonly string[] {
  const may = (table: Readonly<Record<string, AgreementMove<string>>>, state: string) =>
    Object.entries(table).flatMap(([name, move]) =>
      move.from.includes(state) && move.side.includes(side) && move.by.some((role) => roles.includes(role)) ? [name] : [],
    )
  const over = agreement.state === 'cancelled' || agreement.state === 'deleted' || agreement.state === 'closed'
  const signedByAll = agreement.proposals.some((one) => one.state === 'approved')
  const writes = (side === 'learner' || side === 'sending') && roles.some((role) => (proposalMoves.withdraw.by as readonly string[]).includes(role)) && !over
  return [
    ...(writes && agreement.state === 'negotiating' ? ['edit'] : []),
    ...(writes && (agreement.state === 'agreed' || agreement.state === 'in-mobility') ? ['propose-changes'] : []),
    ...(over ? [] : may(proposalMoves, latest(agreement).state).filter((name) => name !== 'supersede')),
    ...may(agreementMoves, agreement.state).filter((name) => name !== 'agree' && !(name === 'delete' && signedByAll)),
    ...(mayNameParties(agreement.state, side, roles) ? ['name-parties'] : []),
  ]
}
