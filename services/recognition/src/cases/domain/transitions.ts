import type { Move } from '@collegium/contracts'
import type { CaseState } from './case.ts'

/** The life of a recognition case, as far as the main path goes. */
export const caseMoves = {
  'decide-by-commitment': { from: ['submitted', 'waiting-for-reference'], to: 'decided', by: ['system'] },
  refer: { from: ['submitted', 'waiting-for-reference'], to: 'referred', by: ['system'] },
  decide: { from: ['referred', 'reopened'], to: 'decided', by: ['recognition-office', 'examination-board'] },
  reopen: {
    from: ['submitted', 'waiting-for-reference', 'referred', 'decided', 'reopened'],
    to: 'reopened',
    by: ['system'],
    reasons: ['result-corrected', 'credential-revoked', 'credential-superseded'],
  },
  wait: { from: ['submitted'], to: 'waiting-for-reference', by: ['system'] },
} as const satisfies Record<string, Move<CaseState>>
