import type { Move } from '@collegium/contracts'
import type { AgreementState } from './agreement.ts'

/** The life of a cooperation agreement, as far as this hub carries it. */
export const agreementMoves = {
  sign: { from: ['proposed'], to: 'active', by: ['institution-administrator', 'international-office'] },
  terminate: { from: ['active'], to: 'terminated', by: ['institution-administrator'], reasons: ['notice-given', 'expired', 'replaced'] },
} as const satisfies Record<string, Move<AgreementState>>
