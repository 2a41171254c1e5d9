import { type Decided, type RecognitionCommitment, refuse, type Refusal, type Role } from '@collegium/contracts'
import { agreementMoves } from './transitions.ts'

export type AgreementState = 'proposed' | 'active' | 'terminated'

export interface Agreement {
  readonly id: string
  readonly version: number
  readonly parties: readonly string[]
  readonly state: AgreementState
  readonly title: string
  /** SHA-256 of the content that all parties sign. */
  readonly contentHash: string
  readonly validFrom: string
  readonly validUntil: string
  readonly commitments: readonly RecognitionCommitment[]
  readonly signatures: readonly { readonly party: string; readonly by: string; readonly at: string }[]
}

export type Command =
  | {
      readonly move: 'sign'
      readonly party: string
      readonly by: string
      readonly roles: readonly Role[]
      readonly contentHash: string
      readonly at: string
      readonly expectedVersion: number
    }
  | {
      readonly move: 'terminate'
      readonly party: string
      readonly by: string
      readonly roles: readonly Role[]
      readonly reason: string
      readonly at: string
      readonly expectedVersion: number
    }

export type AgreementFact = { readonly fact: 'activated' } | { readonly fact: 'terminated'; readonly reason: string }

/** Decides a command against an agreement. It becomes active with the last missing signature over the same content. */
export function decide(agreement: Agreement, command: Command): Decided<Agreement, AgreementFact> | Refusal {
  const move = agreementMoves[command.move]
  if (command.expectedVersion !== agreement.version) return refuse('stale-version', { current: agreement.version })
  if (!agreement.parties.includes(command.party)) return refuse('not-a-party', { party: command.party })
  if (!(move.from as readonly string[]).includes(agreement.state)) return refuse('not-allowed-from', { move: command.move, state: agreement.state })
  if (!command.roles.some((role) => (move.by as readonly Role[]).includes(role))) return refuse('forbidden', { needs: move.by })
  const next = { ...agreement, version: agreement.version + 1 }
  if (command.move === 'terminate') {
    if (!(agreementMoves.terminate.reasons as readonly string[]).includes(command.reason))
      return refuse('reason-needed', { oneOf: agreementMoves.terminate.reasons })
    return { state: { ...next, state: 'terminated' }, facts: [{ fact: 'terminated', reason: command.reason }] }
  }
  if (command.contentHash !== agreement.contentHash) return refuse('content-differs', { signed: command.contentHash, stands: agreement.contentHash })
  if (agreement.signatures.some((signature) => signature.party === command.party)) return refuse('already-signed', { party: command.party })
  const signatures = [...agreement.signatures, { party: command.party, by: command.by, at: command.at }]
  const complete = agreement.parties.every((party) => signatures.some((signature) => signature.party === party))
  return { state: { ...next, signatures, state: complete ? 'active' : agreement.state }, facts: complete ? [{ fact: 'activated' }] : [] }
}
