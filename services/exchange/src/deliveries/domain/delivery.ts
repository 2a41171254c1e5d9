import { type Move, type Refusal, refuse } from '@collegium/contracts'

export const deliveryStates = ['pending', 'acknowledged', 'parked'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** The life of a delivery. It is tried again by itself until its tries are used up; then an office resends it. */
export const deliveryMoves = {
  acknowledge: { from: ['pending'], to: 'acknowledged', by: ['system'] },
  park: { from: ['pending'], to: 'parked', by: ['system'] },
  resend: { from: ['parked', 'acknowledged'], to: 'pending', by: ['international-office', 'examinations-office', 'institution-administrator'] },
} as const satisfies Record<string, Move<DeliveryState>>

export const mostAttempts = 8
/** An office that clicks twice sends once. */
export const coolDownSeconds = 30

/** Which state of a mobility a message tells of; number and hash where the fact is about a version of its content. */
export interface ToldOfMobility {
  readonly version: number
  readonly proposal: number | null
  readonly proposalHash: string | null
}

export interface Delivery {
  readonly state: DeliveryState
  readonly attempts: number
  readonly settledAt: string | null
}

export type Answer = { readonly status: number } | { readonly failed: string }

/** What an answer makes of a delivery, and when it is tried again: doubling from five seconds, with a fifth of jitter from `dice` (0 to 1). */
export function afterAttempt(attempts: number, answer: Answer, now: Date, dice: number): { state: DeliveryState; nextAt: string | null } {
  if ('status' in answer && answer.status >= 200 && answer.status < 300) return { state: 'acknowledged', nextAt: null }
  // 410 is the receiver's way of saying: never again (Standard Webhooks).
  if (attempts >= mostAttempts || ('status' in answer && answer.status === 410)) return { state: 'parked', nextAt: null }
  const seconds = Math.min(3600, 5 * 2 ** (attempts - 1)) * (0.9 + dice / 5)
  return { state: 'pending', nextAt: new Date(now.getTime() + seconds * 1000).toISOString() }
}

export function refusalToResend(delivery: Delivery, now: Date): Refusal | null {
  const { from }: Move<DeliveryState> = deliveryMoves.resend
  if (!from.includes(delivery.state)) return refuse('not-allowed-from', { move: 'resend', state: delivery.state })
  const since = delivery.settledAt === null ? Number.POSITIVE_INFINITY : (now.getTime() - Date.parse(delivery.settledAt)) / 1000
  return since < coolDownSeconds ? refuse('resent-just-now', { seconds: Math.ceil(coolDownSeconds - since) }) : null
}
