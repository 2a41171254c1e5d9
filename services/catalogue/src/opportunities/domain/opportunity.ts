import { type Decided, type Move, refuse, type Refusal, type Role, type Specification } from '@collegium/contracts'

export type OpportunityState = 'draft' | 'published' | 'withdrawn'

export interface Opportunity {
  readonly id: string
  readonly version: number
  readonly state: OpportunityState
  readonly specification: Specification
}

export const opportunityMoves = {
  publish: { from: ['draft'], to: 'published', by: ['catalogue-editor', 'international-office', 'institution-administrator'] },
  withdraw: {
    from: ['draft', 'published'],
    to: 'withdrawn',
    by: ['catalogue-editor', 'institution-administrator'],
    reasons: ['not-offered', 'quality-assurance-lapsed', 'replaced'],
  },
} as const satisfies Record<string, Move<OpportunityState>>

export interface Command {
  readonly move: keyof typeof opportunityMoves
  readonly roles: readonly Role[]
  /** Calendar day of the act, for validity of quality assurance. */
  readonly today: string
  readonly reason?: string
}

/** R2: nothing below this is published as a micro-credential or joint course; an institution may ask for more, not for less. */
export const smallestEcts = 1

/** Decides whether an opportunity may be published or withdrawn. */
export function decide(opportunity: Opportunity, command: Command): Decided<Opportunity, keyof typeof opportunityMoves> | Refusal {
  const move = opportunityMoves[command.move]
  if (!(move.from as readonly string[]).includes(opportunity.state)) return refuse('not-allowed-from', { move: command.move, state: opportunity.state })
  if (!command.roles.some((role) => (move.by as readonly Role[]).includes(role))) return refuse('forbidden', { needs: move.by })
  if (command.move === 'withdraw' && !(opportunityMoves.withdraw.reasons as readonly string[]).includes(command.reason ?? ''))
    return refuse('reason-needed', { oneOf: opportunityMoves.withdraw.reasons })
  if (command.move === 'publish') {
    const { specification } = opportunity
    if (specification.ects < smallestEcts) return refuse('below-one-ects', { ects: specification.ects })
    if (specification.qualityAssurance.validUntil < command.today)
      return refuse('quality-assurance-lapsed', { validUntil: specification.qualityAssurance.validUntil })
  }
  return { state: { ...opportunity, version: opportunity.version + 1, state: move.to }, facts: [command.move] }
}
