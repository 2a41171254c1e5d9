import type { Move } from '@collegium/contracts'

export type ConversionState = 'suggested' | 'approved' | 'overridden'

/** The life of a conversion: the hub suggests, the recognising institution decides. */
export const conversionMoves = {
  'suggest-anew': { from: ['suggested'], to: 'suggested', by: ['recognition-office', 'examination-board', 'international-office'] },
  approve: { from: ['suggested'], to: 'approved', by: ['recognition-office', 'examination-board'] },
  override: {
    from: ['suggested', 'approved'],
    to: 'overridden',
    by: ['recognition-office', 'examination-board'],
    reasons: ['table-not-representative', 'other-level', 'own-regulation', 'table-wrong'],
  },
} as const satisfies Record<string, Move<ConversionState>>
