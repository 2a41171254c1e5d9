import { type Decided, refuse, type Refusal, type Role } from '@collegium/contracts'
import { caseMoves } from './transitions.ts'

export type CaseState = 'submitted' | 'waiting-for-reference' | 'referred' | 'decided' | 'reopened'
export type Outcome = 'full' | 'partial' | 'alternative' | 'refused'

/** R7: substantial difference is judged on exactly these. */
export const criteria = ['level', 'workload', 'quality', 'profile', 'learning-outcomes'] as const
export type Criterion = (typeof criteria)[number]

export interface Decision {
  readonly outcome: Outcome
  readonly credits: number
  readonly route: 'academic' | 'rpl'
  readonly reasons: readonly string[]
  /** In the decider's words; empty where a commitment decided. */
  readonly text: string
  readonly commitment: { readonly agreementId: string; readonly agreementVersion: number; readonly agreementTitle: string; readonly clauseId: string } | null
  readonly by: string
}

export interface Case {
  readonly id: string
  readonly version: number
  readonly state: CaseState
  readonly earnedEcts: number
  readonly reason: string | null
  readonly decision: Decision | null
}

export type Command =
  | { readonly move: 'decide-by-commitment'; readonly by: readonly Role[]; readonly decision: Decision }
  | { readonly move: 'decide'; readonly by: readonly Role[]; readonly decision: Decision; readonly expectedVersion: number }
  | { readonly move: 'refer' | 'reopen'; readonly by: readonly Role[]; readonly reason: string }
  | { readonly move: 'wait'; readonly by: readonly Role[] }

/** Decides a command against a case. R8 and R10 hold for what people decide; a commitment can only grant. */
export function decide(before: Case, command: Command): Decided<Case, Command['move']> | Refusal {
  const move = caseMoves[command.move]
  if ('expectedVersion' in command && command.expectedVersion !== before.version) return refuse('stale-version', { current: before.version })
  if (!(move.from as readonly CaseState[]).includes(before.state)) return refuse('not-allowed-from', { move: command.move, state: before.state })
  if (!command.by.some((role) => (move.by as readonly Role[]).includes(role))) return refuse('forbidden', { needs: move.by })
  const next = { ...before, version: before.version + 1, state: move.to }
  switch (command.move) {
    case 'wait':
      return { state: next, facts: ['wait'] }
    case 'refer':
      return { state: { ...next, reason: command.reason, decision: null }, facts: ['refer'] }
    case 'reopen':
      if (!(caseMoves.reopen.reasons as readonly string[]).includes(command.reason)) return refuse('reason-needed', { oneOf: caseMoves.reopen.reasons })
      return { state: { ...next, reason: command.reason, decision: null }, facts: ['reopen'] }
    case 'decide-by-commitment':
    case 'decide': {
      const fault = faultOf(command.decision, before.earnedEcts)
      return fault ?? { state: { ...next, reason: null, decision: command.decision }, facts: [command.move] }
    }
  }
}

function faultOf({ outcome, credits, reasons, text, commitment }: Decision, earnedEcts: number): Refusal | null {
  if (outcome === 'refused' && credits !== 0) return refuse('credits-of-a-refusal', { credits })
  if (outcome !== 'refused' && credits <= 0) return refuse('credits-missing', { credits })
  // A commitment may grant what it promised; a person grants at most what was earned.
  if (!commitment && credits > earnedEcts) return refuse('more-than-earned', { credits, earnedEcts })
  if (commitment || outcome === 'full') return null
  // R10: any outcome other than the one applied for needs its reasons, by criterion and in words.
  if (reasons.length === 0 || !reasons.every((reason) => (criteria as readonly string[]).includes(reason)) || text.trim() === '')
    return refuse('reasons-needed', { criteria })
  // R8: a refusal may not rest on workload alone; partial recognition is the lawful answer.
  if (outcome === 'refused' && reasons.every((reason) => reason === 'workload')) return refuse('workload-alone', { offer: 'partial' })
  return null
}
