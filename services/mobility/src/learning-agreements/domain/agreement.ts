import { type Decided, type MobilityType, refuse, type Refusal, type Role } from '@collegium/contracts'
import { applyChanges, type ChangeRequest } from './changes.ts'
import type { AgreementContent, Change } from './content.ts'
import { type AgreementRules, judgeContent } from './rules.ts'
import { type AgreementMove, agreementMoves, type AgreementState, proposalMoves, type ProposalState, type Side } from './transitions.ts'

/** A signature is a claim of a party that it agrees with this hash at this time (EWP); an institution's names who signed. */
export interface Signature {
  readonly side: 'learner' | 'sending' | 'receiving'
  readonly at: string
  readonly hash: string
  readonly signer: Signer | null
}
export interface Signer {
  readonly name: string
  readonly position: string
  readonly email: string
}

/** One version in the log. Nothing is taken out of the log. */
export interface Proposal {
  readonly number: number
  readonly state: ProposalState
  readonly content: AgreementContent
  /** Against the first version; empty in the first version itself. */
  readonly changes: readonly Change[]
  /** Against the version that stood when this one was begun, with the reasons given then. */
  readonly steps: readonly Change[]
  /** SHA-256 of the canonical form: what is signed, and what an approval names. */
  readonly hash: string
  readonly signatures: readonly Signature[]
  readonly comment: { readonly text: string; readonly at: string; readonly by: Signer | null } | null
  readonly openedAt: string
  readonly changedAt: string
}

export interface LearningAgreement {
  /** The id of the mobility: nomination, agreement and transcript share it (EWP: omobility-id). */
  readonly id: string
  readonly version: number
  readonly learnerId: string
  readonly sending: string
  readonly receiving: string
  readonly type: MobilityType
  readonly academicYear: string
  /** Who coordinates a blended intensive programme, where that is not the receiver. */
  readonly coordinator: string | null
  readonly teachingPartners: readonly string[]
  readonly state: AgreementState
  readonly proposals: readonly Proposal[]
}

interface Acting {
  readonly side: Side
  readonly roles: readonly Role[]
  readonly expectedVersion: number
  /** Instant of the act. */
  readonly at: string
}

export type Command = Acting &
  (
    | { readonly move: 'edit'; readonly content: AgreementContent; readonly hash: string; readonly rules: AgreementRules }
    | {
        readonly move: 'propose-changes'
        readonly requests: readonly ChangeRequest[]
        readonly hashOf: (content: AgreementContent) => string
        readonly rules: AgreementRules
      }
    | { readonly move: 'sign-as-student'; readonly hash: string; readonly rules: AgreementRules }
    | { readonly move: 'sign-for-sending'; readonly hash: string; readonly signer: Signer; readonly rules: AgreementRules }
    | { readonly move: 'approve'; readonly hash: string; readonly signer: Signer }
    | { readonly move: 'comment'; readonly hash: string; readonly signer: Signer; readonly text: string }
    | { readonly move: 'withdraw' }
    | { readonly move: 'start' | 'end' | 'receive-transcript' | 'recognise' | 'recognise-partly' | 'close' }
    | { readonly move: 'cancel' | 'delete'; readonly reason: string }
  )

export type AgreementFact =
  | 'drafted'
  | 'student-signed'
  | 'proposed'
  | 'commented'
  | 'agreed'
  | 'withdrawn'
  | 'started'
  | 'ended'
  | 'transcript-received'
  | 'recognised'
  | 'closed'
  | 'cancelled'
  | 'deleted'

export const latest = (agreement: LearningAgreement): Proposal => {
  const last = agreement.proposals.at(-1)
  if (!last) throw new Error('A learning agreement without a version')
  return last
}
/** The version that all three signed first; null while there is none. */
export const firstVersion = (agreement: LearningAgreement): Proposal | null => agreement.proposals.find((one) => one.state === 'approved') ?? null
/** The version that stands: the last one that all three signed. */
export const standing = (agreement: LearningAgreement): Proposal | null => agreement.proposals.findLast((one) => one.state === 'approved') ?? null
/** The version that is under way; null when the last one is settled. */
export const pending = (agreement: LearningAgreement): Proposal | null => {
  const last = latest(agreement)
  return last.state === 'draft' || last.state === 'student-signed' || last.state === 'proposed' ? last : null
}

const nowhere = ['cancelled', 'deleted', 'closed'] as const
type Ended = (typeof nowhere)[number]

/** Decides a command against an agreement. Refusals name what stands, so that whoever was too late sees both. */
export function decide(agreement: LearningAgreement, command: Command): Decided<LearningAgreement, AgreementFact> | Refusal {
  // What was done already is done: a repeated click or a retried message changes nothing (R14, mobility-standards 8.2).
  if ((command.move === 'approve' || command.move === 'comment') && repeats(agreement, command.move, command)) return { state: agreement, facts: [] }
  // A signature names the hash that it signs, so that a change of something else meanwhile does not matter to it.
  if (command.expectedVersion !== agreement.version && !namesHash.includes(command.move)) return refuse('stale-version', { current: agreement.version })
  switch (command.move) {
    case 'edit':
      return edit(agreement, command)
    case 'propose-changes':
      return proposeChanges(agreement, command)
    case 'sign-as-student':
    case 'sign-for-sending':
    case 'approve':
    case 'comment':
    case 'withdraw':
      return moveProposal(agreement, command)
    default:
      return moveAgreement(agreement, command)
  }
}

const namesHash: readonly Command['move'][] = ['sign-as-student', 'sign-for-sending', 'approve', 'comment']

const repeats = (agreement: LearningAgreement, verb: 'approve' | 'comment', { hash, side }: { hash: string; side: Side }): boolean =>
  side === 'receiving' && agreement.proposals.some((one) => one.hash === hash && one.state === proposalMoves[verb].to && one === latest(agreement))

function guard<State extends string>(move: AgreementMove<State>, name: string, state: State, { side, roles }: Acting): Refusal | null {
  if (!(move.from as readonly string[]).includes(state)) return refuse('not-allowed-from', { move: name, state })
  if (!move.side.includes(side)) return refuse('not-your-turn', { move: name, turn: move.side })
  if (!roles.some((role) => move.by.includes(role))) return refuse('forbidden', { needs: move.by })
  return null
}

/** Whether a version may be begun at all: nothing after the end, and changes only where the programme year allows them (R14). */
function mayBegin(agreement: LearningAgreement, rules: AgreementRules): Refusal | null {
  if (nowhere.includes(agreement.state as Ended)) return refuse('not-allowed-from', { move: 'edit', state: agreement.state })
  if (!firstVersion(agreement)) return null
  if (agreement.state !== 'agreed' && agreement.state !== 'in-mobility') return refuse('not-allowed-from', { move: 'propose-changes', state: agreement.state })
  if (!rules.changesAllowedFor.includes(agreement.type)) return refuse('changes-not-allowed', { type: agreement.type, programmeYear: rules.programmeYear })
  return null
}

/** The next version in the log. An unsigned draft is written over, since nobody has put a name to it; anything signed is kept as superseded. */
function begun(agreement: LearningAgreement, at: string, written: Pick<Proposal, 'content' | 'changes' | 'steps' | 'hash'>): LearningAgreement {
  const on = pending(agreement)
  const kept = agreement.proposals
    .filter((one) => !(one === on && one.state === 'draft'))
    .map((one) => (one === on ? { ...one, state: proposalMoves.supersede.to, changedAt: at } : one))
  const next: Proposal = {
    ...written,
    number: kept.length + 1,
    state: 'draft',
    signatures: [],
    comment: null,
    openedAt: on?.state === 'draft' ? on.openedAt : at,
    changedAt: at,
  }
  return { ...agreement, version: agreement.version + 1, proposals: [...kept, next] }
}

/** Writes a first version, before all three have signed one. */
function edit(agreement: LearningAgreement, command: Command & { move: 'edit' }): Decided<LearningAgreement, AgreementFact> | Refusal {
  const barred = mayBegin(agreement, command.rules) ?? mayWrite(command)
  if (barred) return barred
  if (firstVersion(agreement)) return refuse('propose-changes-instead', { state: agreement.state })
  const last = latest(agreement)
  if (last.hash === command.hash && last.state !== 'withdrawn') return refuse('nothing-changed', { number: last.number })
  return { state: begun(agreement, command.at, { content: command.content, changes: [], steps: [], hash: command.hash }), facts: ['drafted'] }
}

/** The sending side writes: the learner and the home's office. */
function mayWrite({ side, roles, move }: Command): Refusal | null {
  if (side !== 'learner' && side !== 'sending') return refuse('not-your-turn', { move, turn: ['learner', 'sending'] })
  return roles.some((role) => (proposalMoves.withdraw.by as readonly Role[]).includes(role)) ? null : refuse('forbidden', { needs: proposalMoves.withdraw.by })
}

/** Begins the next version on what stands. */
function proposeChanges(agreement: LearningAgreement, command: Command & { move: 'propose-changes' }): Decided<LearningAgreement, AgreementFact> | Refusal {
  const barred = mayBegin(agreement, command.rules) ?? mayWrite(command)
  if (barred) return barred
  const first = firstVersion(agreement)
  const stands = standing(agreement)
  if (!first || !stands) return refuse('nothing-agreed-yet', { state: agreement.state })
  const changed = applyChanges(first.content, stands, command.requests)
  if ('refused' in changed) return changed
  const hash = command.hashOf(changed.content)
  const same = [stands, pending(agreement)].find((one) => one?.hash === hash)
  if (same) return refuse('nothing-changed', { number: same.number })
  return { state: begun(agreement, command.at, { ...changed, hash }), facts: ['drafted'] }
}

function moveProposal(
  agreement: LearningAgreement,
  command: Command & { move: 'sign-as-student' | 'sign-for-sending' | 'approve' | 'comment' | 'withdraw' },
): Decided<LearningAgreement, AgreementFact> | Refusal {
  if (nowhere.includes(agreement.state as Ended)) return refuse('not-allowed-from', { move: command.move, state: agreement.state })
  const on = latest(agreement)
  if ('hash' in command && command.hash !== on.hash) return refuse('superseded-proposal', conflict(agreement, command.hash))
  const barred = guard<ProposalState>(proposalMoves[command.move], command.move, on.state, command)
  if (barred) return barred
  if (command.move === 'comment' && command.text.trim() === '') return refuse('comment-needed')
  if (command.move === 'sign-as-student' || command.move === 'sign-for-sending') {
    const faults = judgeContent(agreement, on.content, on.changes, command.rules).filter((fault) => fault.weight === 'refusal')
    if (faults.length > 0) return refuse('agreement-incomplete', { faults })
  }
  const signer = 'signer' in command ? command.signer : null
  if (signer && !(signer.name.trim() && signer.position.trim() && signer.email.includes('@'))) return refuse('signer-incomplete')
  const signs = command.move !== 'withdraw' && command.move !== 'comment'
  const next: Proposal = {
    ...on,
    state: proposalMoves[command.move].to,
    changedAt: command.at,
    signatures: signs ? [...on.signatures, { side: command.side as Signature['side'], at: command.at, hash: on.hash, signer }] : on.signatures,
    comment: command.move === 'comment' ? { text: command.text.trim(), at: command.at, by: signer } : on.comment,
  }
  const state = command.move === 'approve' && agreement.state === 'negotiating' ? agreementMoves.agree.to : agreement.state
  return {
    state: { ...agreement, state, version: agreement.version + 1, proposals: [...agreement.proposals.slice(0, -1), next] },
    facts: [proposalFacts[command.move]],
  }
}
const proposalFacts = {
  'sign-as-student': 'student-signed',
  'sign-for-sending': 'proposed',
  approve: 'agreed',
  comment: 'commented',
  withdraw: 'withdrawn',
} as const satisfies Record<string, AgreementFact>

/** Both versions of a conflict: the one that was meant, where it is known, and the one that stands. */
function conflict(agreement: LearningAgreement, hash: string): Readonly<Record<string, unknown>> {
  const meant = agreement.proposals.find((one) => one.hash === hash)
  const current = latest(agreement)
  return {
    meant: meant ? { number: meant.number, hash, state: meant.state } : { number: null, hash, state: 'unknown' },
    current: { number: current.number, hash: current.hash, state: current.state },
  }
}

function moveAgreement(
  agreement: LearningAgreement,
  command: Exclude<Command, { move: 'edit' | 'propose-changes' | 'sign-as-student' | 'sign-for-sending' | 'approve' | 'comment' | 'withdraw' }>,
): Decided<LearningAgreement, AgreementFact> | Refusal {
  // What three parties signed is kept: deleting it is answered with what can be done instead (R14).
  if (command.move === 'delete' && firstVersion(agreement)) return refuse('signed-by-all', { instead: 'cancel' })
  const move: AgreementMove<AgreementState> = agreementMoves[command.move]
  const barred = guard(move, command.move, agreement.state, command)
  if (barred) return barred
  if (move.reasons && !move.reasons.includes('reason' in command ? command.reason : '')) return refuse('reason-needed', { oneOf: move.reasons })
  return { state: { ...agreement, state: move.to, version: agreement.version + 1 }, facts: [agreementFacts[command.move]] }
}
const agreementFacts = {
  start: 'started',
  end: 'ended',
  'receive-transcript': 'transcript-received',
  recognise: 'recognised',
  'recognise-partly': 'recognised',
  close: 'closed',
  cancel: 'cancelled',
  delete: 'deleted',
} as const satisfies Record<string, AgreementFact>
