import { type Decided, refuse, type Refusal, type Role } from '@collegium/contracts'
import type { StatementFault } from '../../legal-status/domain/statement.ts'
import type { StudentStatus } from './student-status.ts'
import { type EnrolmentMove, type EnrolmentMoveName, enrolmentMoves, type EnrolmentState } from './transitions.ts'

/** Why somebody may take part without what the course asks for (A12). */
export const waiverReasons = ['prior-learning', 'professional-experience', 'equivalent-course', 'teacher-consent'] as const
export interface Prerequisites {
  readonly judged: 'met' | 'waived'
  readonly reason: (typeof waiverReasons)[number] | null
  /** The institution that judged them. */
  readonly by: string
}

export interface Enrolment {
  readonly id: string
  readonly version: number
  readonly state: EnrolmentState
  readonly lead: string
  readonly home: string
  readonly studentStatus: StudentStatus | null
  readonly prerequisites: Prerequisites | null
  /** Whether this learner sits on one of the seats that mobility counts. */
  readonly seated: boolean
  /** The place in the line, lowest first; null for who does not wait. */
  readonly waitingNumber: number | null
  readonly reason: string | null
}

export interface Command {
  readonly move: EnrolmentMoveName
  readonly by: readonly Role[]
  /** The institution that acts. */
  readonly institution: string
  readonly expectedVersion: number
  readonly reason?: string | undefined
  readonly studentStatus?: StudentStatus | undefined
}

/** What is known of the world when the decision falls. */
export interface Circumstances {
  /** The course names prerequisites. */
  readonly prerequisitesAsked: boolean
  readonly legalFaults: readonly StatementFault[]
  /** There is a seat for a learner of this home. */
  readonly seatFree: boolean
  /** The number that the next in line gets. */
  readonly nextNumber: number
}

export type EnrolmentFact = 'confirmed' | 'ended'

const needsPrerequisites: readonly EnrolmentMoveName[] = ['nominate', 'accept', 'admit-by-roster', 'enrol']

/**
 * Decides a move of an enrolment. Guards: prerequisites met or waived (A12), four legal statements per HEI (H03), a student status
 * (H04), a seat. Who is enrolled when no seat is free goes to the end of the line instead; who moves up has a seat from then on.
 */
export function decide(enrolment: Enrolment, command: Command, circumstances: Circumstances): Decided<Enrolment, EnrolmentFact> | Refusal {
  const move: EnrolmentMove = enrolmentMoves[command.move]
  if (command.expectedVersion !== enrolment.version) return refuse('stale-version', { current: enrolment.version })
  if (!move.from.includes(enrolment.state)) return refuse('not-allowed-from', { move: command.move, state: enrolment.state })
  const sides = move.at === 'either' ? [enrolment.lead, enrolment.home] : [enrolment[move.at]]
  if (!sides.includes(command.institution)) return refuse('not-your-side', { turn: sides })
  if (!command.by.some((role) => move.by.includes(role))) return refuse('forbidden', { needs: move.by })
  if (move.reasons && !move.reasons.includes(command.reason ?? '')) return refuse('reason-needed', { oneOf: move.reasons })
  if (needsPrerequisites.includes(command.move) && circumstances.prerequisitesAsked && !enrolment.prerequisites) return refuse('prerequisites-open')
  const next = { ...enrolment, version: enrolment.version + 1, state: move.to, reason: command.reason ?? null }
  switch (command.move) {
    case 'enrol': {
      if (circumstances.legalFaults.length > 0) return refuse('legal-status-incomplete', { statements: circumstances.legalFaults })
      const studentStatus = command.studentStatus ?? enrolment.studentStatus
      if (!studentStatus) return refuse('student-status-missing')
      if (!enrolment.seated && !circumstances.seatFree)
        return { state: { ...next, state: 'waiting-list', studentStatus, waitingNumber: circumstances.nextNumber }, facts: [] }
      return { state: { ...next, studentStatus, seated: true }, facts: ['confirmed'] }
    }
    case 'wait':
      return { state: { ...next, seated: false, waitingNumber: circumstances.nextNumber }, facts: [] }
    case 'move-up':
      if (!circumstances.seatFree) return refuse('no-seat')
      return { state: { ...next, seated: true, waitingNumber: null }, facts: [] }
    case 'take-part':
      return { state: { ...next, waitingNumber: null }, facts: [] }
    case 'refuse':
    case 'withdraw': {
      const tookPart = enrolment.state === 'enrolled' || enrolment.state === 'active'
      return { state: { ...next, seated: false, waitingNumber: null }, facts: tookPart ? ['ended'] : [] }
    }
    case 'complete':
      return { state: next, facts: ['ended'] }
    default:
      return { state: next, facts: [] }
  }
}

/** The moves that somebody may make now, for buttons: by state, side and role. Guards speak when the move is made. */
export const movesOf = (enrolment: Pick<Enrolment, 'state' | 'lead' | 'home'>, institution: string, roles: readonly Role[]): EnrolmentMoveName[] =>
  (Object.entries(enrolmentMoves) as [EnrolmentMoveName, EnrolmentMove][])
    .filter(
      ([, move]) =>
        move.from.includes(enrolment.state) &&
        (move.at === 'either' ? [enrolment.lead, enrolment.home] : [enrolment[move.at]]).includes(institution) &&
        roles.some((role) => move.by.includes(role)),
    )
    .map(([name]) => name)
