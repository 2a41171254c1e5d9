import type { Move } from '@collegium/contracts'

export const enrolmentStates = ['applied', 'nominated', 'accepted', 'waiting-list', 'enrolled', 'active', 'completed', 'withdrawn', 'refused'] as const
export type EnrolmentState = (typeof enrolmentStates)[number]

/** `at` says whose move it is: the university that leads the course, the learner's home, or either. */
export interface EnrolmentMove extends Move<EnrolmentState> {
  readonly at: 'lead' | 'home' | 'either'
}

const leadOffices = ['international-office', 'examinations-office', 'continuing-education-office'] as const
const homeOffices = ['international-office', 'continuing-education-office'] as const

/**
 * The life of an enrolment. `admit-by-roster` is the lead's: the roster on which partners agreed stands for their nominations.
 * `take-part` is the hub's own: a result has arrived of somebody who was not enrolled, so they did take part.
 */
export const enrolmentMoves = {
  nominate: { from: ['applied'], to: 'nominated', by: homeOffices, at: 'home' },
  accept: { from: ['nominated'], to: 'accepted', by: leadOffices, at: 'lead' },
  'admit-by-roster': { from: ['applied', 'nominated'], to: 'accepted', by: leadOffices, at: 'lead' },
  wait: { from: ['applied', 'nominated', 'accepted'], to: 'waiting-list', by: leadOffices, at: 'lead' },
  'move-up': { from: ['waiting-list'], to: 'accepted', by: ['system', ...leadOffices], at: 'lead' },
  enrol: { from: ['accepted'], to: 'enrolled', by: leadOffices, at: 'lead' },
  start: { from: ['enrolled'], to: 'active', by: [...leadOffices, 'lecturer'], at: 'lead' },
  'take-part': { from: ['applied', 'nominated', 'accepted', 'waiting-list', 'enrolled', 'refused'], to: 'active', by: ['system'], at: 'lead' },
  complete: { from: ['active'], to: 'completed', by: leadOffices, at: 'lead' },
  refuse: {
    from: ['applied', 'nominated', 'accepted', 'waiting-list'],
    to: 'refused',
    by: leadOffices,
    at: 'lead',
    reasons: ['no-seat', 'prerequisites-open', 'not-eligible', 'too-late', 'documents-missing'],
  },
  withdraw: {
    from: ['applied', 'nominated', 'accepted', 'waiting-list', 'enrolled', 'active'],
    to: 'withdrawn',
    by: [...leadOffices, 'learner'],
    at: 'either',
    reasons: ['learner-request', 'not-arrived', 'offer-cancelled'],
  },
} as const satisfies Record<string, EnrolmentMove>
export type EnrolmentMoveName = keyof typeof enrolmentMoves
