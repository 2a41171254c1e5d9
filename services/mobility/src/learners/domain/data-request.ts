import { type Decided, type Move, refuse, type Refusal, type Role } from '@collegium/contracts'
import type { StandingDuty } from './retention.ts'

export const dataRequestKinds = ['access', 'portability', 'rectification', 'erasure'] as const
export type DataRequestKind = (typeof dataRequestKinds)[number]
export type DataRequestState = 'requested' | 'completed' | 'refused'

const offices = ['international-office', 'examinations-office', 'institution-administrator'] as const

/** The life of a data subject's request. Only an office closes one; whoever asked is answered either way. */
export const dataRequestMoves = {
  complete: { from: ['requested'], to: 'completed', by: offices },
  refuse: { from: ['requested'], to: 'refused', by: offices, reasons: ['retention-duty', 'identity-not-proven', 'manifestly-unfounded', 'not-our-learner'] },
} as const satisfies Record<string, Move<DataRequestState>>

/** What became of a request, without a word about the person. */
export interface DataRequestReport {
  readonly reason?: string
  readonly duties?: readonly StandingDuty[]
  readonly changed?: readonly string[]
  readonly erased?: readonly string[]
  readonly kept?: readonly string[]
}

/** GDPR 12(3): an answer within one month; the last day of a shorter month where the day does not exist. */
export function dueAfterOneMonth(at: string): string {
  const due = new Date(at)
  const day = due.getUTCDate()
  due.setUTCMonth(due.getUTCMonth() + 1)
  if (due.getUTCDate() !== day) due.setUTCDate(0)
  return due.toISOString()
}

export interface DataRequest {
  readonly version: number
  readonly kind: DataRequestKind
  readonly state: DataRequestState
}
export interface CloseRequest {
  readonly move: keyof typeof dataRequestMoves
  readonly by: readonly Role[]
  readonly expectedVersion: number
  readonly reason?: string
}

/** Decides whether a request can be closed so. */
export function closeRequest(request: DataRequest, command: CloseRequest): Decided<DataRequest, never> | Refusal {
  const move: Move<DataRequestState> = dataRequestMoves[command.move]
  if (!command.by.some((role) => move.by.includes(role))) return refuse('forbidden', { needs: move.by })
  if (command.expectedVersion !== request.version) return refuse('stale-version', { current: request.version })
  if (!move.from.includes(request.state)) return refuse('not-allowed-from', { move: command.move, state: request.state })
  if (move.reasons && !move.reasons.includes(command.reason ?? '')) return refuse('reason-needed', { oneOf: move.reasons })
  return { state: { ...request, version: request.version + 1, state: move.to }, facts: [] }
}

/** How far an erasure goes: all of it; what no duty covers, where the learner asked for that; or not at all, lawfully. */
export function extentOfErasure(duties: readonly StandingDuty[], partial: boolean): { readonly extent: 'full' | 'partial' } | Refusal {
  if (duties.length === 0) return { extent: 'full' }
  return partial ? { extent: 'partial' } : refuse('retention-duty', { duties })
}
