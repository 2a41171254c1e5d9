import { type Decided, type MobilityType, type Move, refuse, type Refusal, type Role } from '@collegium/contracts'
import { daysFromTo, isDay } from '@collegium/vocabulary'

export const confirmationKinds = ['arrival', 'stay', 'attendance'] as const
export type ConfirmationKind = (typeof confirmationKinds)[number]
export type ConfirmationState = 'issued' | 'withdrawn'

/** The life of a confirmation: issued, and at most taken back with a reason; another one may then be issued. Nothing in it is changed. */
export const confirmationMoves = {
  withdraw: {
    from: ['issued'],
    to: 'withdrawn',
    by: ['international-office', 'institution-administrator'],
    reasons: ['wrong-dates', 'wrong-person', 'left-early', 'entered-by-mistake'],
  },
} as const satisfies Record<string, Move<ConfirmationState>>
const issuers = confirmationMoves.withdraw.by

/** The real days. Which of them there must be depends on the kind. */
export interface RealDates {
  readonly arrivedOn: string | null
  readonly leftOn: string | null
  readonly online: { readonly startsOn: string; readonly endsOn: string } | null
  readonly hours: number | null
}

export interface Confirmation extends RealDates {
  readonly id: string
  readonly version: number
  readonly state: ConfirmationState
  readonly kind: ConfirmationKind
  readonly reason: string | null
}

export type ConfirmationWarning = 'physical-part-too-short' | 'physical-part-too-long' | 'outside-agreed-dates'

export interface IssueConfirmation {
  readonly id: string
  readonly kind: ConfirmationKind
  readonly dates: RealDates
  readonly signer: { readonly name: string; readonly position: string }
  readonly institution: string
  readonly roles: readonly Role[]
  readonly today: string
  readonly mobility: {
    readonly receiving: string
    readonly state: string
    readonly type: MobilityType
    readonly startsOn: string | null
    readonly endsOn: string | null
    /** Days that the physical part of a blended programme may last, arrival and departure counted (R15). */
    readonly physicalDays: { readonly least: number; readonly most: number }
  }
  /** One of the kind that stands already. */
  readonly standing: string | null
}

/** What is odd about the days, and nevertheless what happened: the office is told, and may confirm it. */
export function warningsOf(dates: RealDates, mobility: IssueConfirmation['mobility']): ConfirmationWarning[] {
  const { arrivedOn, leftOn } = dates
  const warnings: ConfirmationWarning[] = []
  if (arrivedOn && leftOn && mobility.type === 'short-term-blended') {
    const days = daysFromTo(arrivedOn, leftOn) + 1
    if (days < mobility.physicalDays.least) warnings.push('physical-part-too-short')
    if (days > mobility.physicalDays.most) warnings.push('physical-part-too-long')
  }
  const outside = (day: string | null) =>
    day !== null && ((mobility.startsOn !== null && day < mobility.startsOn) || (mobility.endsOn !== null && day > mobility.endsOn))
  if (outside(arrivedOn) || outside(leftOn)) warnings.push('outside-agreed-dates')
  return warnings
}

/** Confirms arrival, stay or attendance with the real days; only what has happened, and only by the receiving institution. */
export function issue(command: IssueConfirmation): (Decided<Confirmation, 'issued'> & { readonly warnings: readonly ConfirmationWarning[] }) | Refusal {
  const { kind, dates, mobility, today } = command
  const { arrivedOn, leftOn, online, hours } = dates
  if (command.institution !== mobility.receiving) return refuse('not-your-mobility', { turn: 'receiving' })
  if (!command.roles.some((role) => (issuers as readonly Role[]).includes(role))) return refuse('forbidden', { needs: issuers })
  if (['negotiating', 'cancelled', 'deleted'].includes(mobility.state)) return refuse('mobility-not-agreed', { state: mobility.state })
  if (command.standing) return refuse('confirmed-already', { confirmation: command.standing })
  if (command.signer.name.trim() === '' || command.signer.position.trim() === '') return refuse('signature-incomplete')
  const days = [arrivedOn, leftOn, online?.startsOn ?? null, online?.endsOn ?? null].filter((day) => day !== null)
  const noDay = days.find((day) => !isDay(day))
  if (noDay !== undefined) return refuse('not-a-day', { day: noDay })
  if (kind !== 'attendance' && !arrivedOn) return refuse('dates-missing', { needs: kind === 'stay' ? ['arrivedOn', 'leftOn'] : ['arrivedOn'] })
  if (kind === 'stay' && !leftOn) return refuse('dates-missing', { needs: ['leftOn'] })
  if (kind === 'attendance' && !online && !(arrivedOn && leftOn)) return refuse('dates-missing', { needs: ['arrivedOn and leftOn', 'or online'] })
  if (kind === 'arrival' && (leftOn || online)) return refuse('dates-beyond-kind', { kind })
  if (arrivedOn && leftOn && leftOn < arrivedOn) return refuse('left-before-arrival', { arrivedOn, leftOn })
  if (leftOn && !arrivedOn) return refuse('dates-missing', { needs: ['arrivedOn'] })
  if (online && online.endsOn < online.startsOn) return refuse('left-before-arrival', { startsOn: online.startsOn, endsOn: online.endsOn })
  const future = days.find((day) => day > today)
  if (future !== undefined) return refuse('not-yet-happened', { day: future, today })
  if (hours !== null && !(hours > 0 && hours <= 10_000)) return refuse('invalid-request', { hours: 'more than 0' })
  const state: Confirmation = { id: command.id, version: 1, state: 'issued', kind, arrivedOn, leftOn, online, hours, reason: null }
  return { state, facts: ['issued'], warnings: warningsOf(dates, mobility) }
}

/** Takes a confirmation back. */
export function withdraw(
  confirmation: Confirmation,
  command: { readonly roles: readonly Role[]; readonly reason: string; readonly expectedVersion: number },
): Decided<Confirmation, 'withdrawn'> | Refusal {
  const move = confirmationMoves.withdraw
  if (command.expectedVersion !== confirmation.version) return refuse('stale-version', { current: confirmation.version })
  if (!(move.from as readonly string[]).includes(confirmation.state)) return refuse('not-allowed-from', { move: 'withdraw', state: confirmation.state })
  if (!command.roles.some((role) => (move.by as readonly Role[]).includes(role))) return refuse('forbidden', { needs: move.by })
  if (!(move.reasons as readonly string[]).includes(command.reason)) return refuse('reason-needed', { oneOf: move.reasons })
  return { state: { ...confirmation, version: confirmation.version + 1, state: move.to, reason: command.reason }, facts: ['withdrawn'] }
}
