import type { Move } from '@collegium/contracts'

export type NominationState = 'pending' | 'approved' | 'rejected' | 'cancelled'
export type Party = 'sending' | 'receiving'

/** A move and whose offices may make it. */
export interface NominationMove extends Move<NominationState> {
  readonly party: readonly Party[]
  /** Whether whoever is told must be told in words why. */
  readonly comment?: 'must'
}

const offices = ['international-office', 'institution-administrator'] as const

/** The life of a nomination (EWP omobilities 3: pending, approved, rejected, cancelled). Every change of content asks the receiving institution anew. */
export const nominationMoves = {
  revise: { from: ['pending', 'approved', 'rejected'], to: 'pending', by: offices, party: ['sending'] },
  approve: { from: ['pending'], to: 'approved', by: offices, party: ['receiving'] },
  reject: { from: ['pending'], to: 'rejected', by: offices, party: ['receiving'], comment: 'must' },
  cancel: {
    from: ['pending', 'approved'],
    to: 'cancelled',
    by: offices,
    party: ['sending', 'receiving'],
    reasons: ['learner-withdrew', 'place-lost', 'not-eligible', 'programme-cancelled', 'entered-by-mistake'],
  },
} as const satisfies Record<string, NominationMove>
export type NominationVerb = keyof typeof nominationMoves

/** Who has to act next; null where nobody has to. A rejected nomination is the sender's to change or to leave. */
export const turnOf: Readonly<Record<NominationState, Party | null>> = { pending: 'receiving', rejected: 'sending', approved: null, cancelled: null }
