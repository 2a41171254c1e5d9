import type { Move } from '@collegium/contracts'

export type TranscriptState = 'draft' | 'issued' | 'received' | 'in-correction'

const issuing = ['examinations-office', 'international-office'] as const

/**
 * The life of a mobility's transcript (H08). The receiving institution writes and issues it, the sending one acknowledges it. What was issued stays as a version
 * for ever; a correction issues the next one.
 */
export const transcriptMoves = {
  write: { from: ['draft'], to: 'draft', by: issuing, side: 'receiving' },
  'write-correction': { from: ['in-correction'], to: 'in-correction', by: issuing, side: 'receiving' },
  correct: {
    from: ['issued', 'received'],
    to: 'in-correction',
    by: issuing,
    side: 'receiving',
    reasons: ['recording-error', 'review', 'late-result', 'result-corrected'],
  },
  issue: { from: ['draft', 'in-correction'], to: 'issued', by: issuing, side: 'receiving' },
  receive: { from: ['issued'], to: 'received', by: ['international-office', 'recognition-office'], side: 'sending' },
} as const satisfies Record<string, Move<TranscriptState> & { side: 'receiving' | 'sending' }>
