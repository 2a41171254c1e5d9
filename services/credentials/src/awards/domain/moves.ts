import type { Move } from '@collegium/contracts'

type From = 'none' | 'waiting-for-reference' | 'issued' | 'revoked' | 'not-issued'

/**
 * Every move of an award. All are made by the hub, acting on a result or on a reference that arrived. An award can wait while an earlier credential of it
 * still stands: that one is superseded or revoked from there.
 */
export const awardMoves = {
  wait: { from: ['none', 'waiting-for-reference', 'issued', 'revoked', 'not-issued'], to: 'waiting-for-reference', by: ['system'] },
  issue: { from: ['none', 'waiting-for-reference', 'revoked', 'not-issued'], to: 'issued', by: ['system'] },
  supersede: { from: ['issued', 'waiting-for-reference'], to: 'issued', by: ['system'] },
  revoke: { from: ['issued', 'waiting-for-reference'], to: 'revoked', by: ['system'] },
  decline: { from: ['none', 'waiting-for-reference'], to: 'not-issued', by: ['system'] },
} as const satisfies Record<string, Move<From>>
export type AwardMove = keyof typeof awardMoves
