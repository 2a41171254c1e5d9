import type { Move } from '@collegium/contracts'
import type { ResultState } from './result.ts'

/**
 * The life of a result. `record-anew` is what a later file does to a result whose run was undone;
 * nothing is ever overwritten: each move makes a new version.
 */
export const resultMoves = {
  confirm: { from: ['provisional'], to: 'confirmed', by: ['examination-board', 'examinations-office'] },
  release: { from: ['confirmed'], to: 'released', by: ['examinations-office'] },
  correct: {
    from: ['released', 'corrected'],
    to: 'corrected',
    by: ['examination-board', 'examinations-office'],
    reasons: ['recording-error', 'review', 'late-work', 'file-corrected', 'run-undone'],
  },
  annul: {
    from: ['provisional', 'confirmed', 'released', 'corrected'],
    to: 'annulled',
    // The hub's own where the learner withdraws: nobody has to remember to take back what was not released.
    by: ['examination-board', 'examinations-office', 'system'],
    reasons: ['misconduct', 'withdrawn', 'run-undone'],
  },
  'record-anew': { from: ['annulled'], to: 'released', by: ['examinations-office'] },
  revise: { from: ['provisional', 'confirmed'], to: 'provisional', by: ['examination-board', 'examinations-office', 'lecturer'] },
} as const satisfies Record<string, Move<ResultState>>
