import type { Move } from '@collegium/contracts'

export const proposalStates = ['draft', 'student-signed', 'proposed', 'approved', 'commented', 'withdrawn', 'superseded'] as const
export type ProposalState = (typeof proposalStates)[number]

export const agreementStates = [
  'negotiating',
  'agreed',
  'in-mobility',
  'awaiting-transcript',
  'transcript-received',
  'recognised',
  'partly-recognised',
  'closed',
  'cancelled',
  'deleted',
] as const
export type AgreementState = (typeof agreementStates)[number]

/** The three parties of a learning agreement, and the hub, which acts on events. */
export const sides = ['learner', 'sending', 'receiving', 'hub'] as const
export type Side = (typeof sides)[number]

/** A move of a learning agreement also says whose it is: two international offices hold the same role. */
export interface AgreementMove<State extends string> extends Move<State> {
  readonly side: readonly Side[]
}

const offices = ['international-office', 'institution-administrator'] as const

/**
 * The life of one version: three signatures over one content, in this order (R14). A version that was refused,
 * taken back or overtaken stays readable for ever; the next one gets a number of its own.
 */
export const proposalMoves = {
  'sign-as-student': { from: ['draft'], to: 'student-signed', by: ['learner'], side: ['learner'] },
  'sign-for-sending': { from: ['student-signed'], to: 'proposed', by: offices, side: ['sending'] },
  approve: { from: ['proposed'], to: 'approved', by: offices, side: ['receiving'] },
  comment: { from: ['proposed'], to: 'commented', by: offices, side: ['receiving'] },
  withdraw: { from: ['draft', 'student-signed', 'proposed'], to: 'withdrawn', by: ['learner', ...offices], side: ['learner', 'sending'] },
  supersede: { from: ['draft', 'student-signed', 'proposed'], to: 'superseded', by: ['learner', ...offices], side: ['learner', 'sending'] },
} as const satisfies Record<string, AgreementMove<ProposalState>>

/** The life of the mobility that the agreement is about. What all three have signed is cancelled, never deleted. */
export const agreementMoves = {
  agree: { from: ['negotiating', 'agreed', 'in-mobility'], to: 'agreed', by: offices, side: ['receiving'] },
  start: { from: ['agreed'], to: 'in-mobility', by: [...offices, 'system'], side: ['receiving', 'hub'] },
  end: { from: ['in-mobility'], to: 'awaiting-transcript', by: [...offices, 'system'], side: ['receiving', 'hub'] },
  'receive-transcript': {
    from: ['agreed', 'in-mobility', 'awaiting-transcript'],
    to: 'transcript-received',
    by: ['system', ...offices],
    side: ['hub', 'sending'],
  },
  recognise: {
    from: ['transcript-received', 'partly-recognised'],
    to: 'recognised',
    by: ['system', 'recognition-office', ...offices],
    side: ['hub', 'sending'],
  },
  'recognise-partly': { from: ['transcript-received'], to: 'partly-recognised', by: ['system', 'recognition-office', ...offices], side: ['hub', 'sending'] },
  close: { from: ['recognised', 'partly-recognised'], to: 'closed', by: offices, side: ['sending'] },
  delete: {
    from: ['negotiating'],
    to: 'deleted',
    by: ['learner', ...offices],
    side: ['learner', 'sending'],
    reasons: ['not-going', 'entered-by-mistake', 'other-mobility'],
  },
  cancel: {
    from: ['agreed', 'in-mobility'],
    to: 'cancelled',
    by: ['learner', ...offices],
    side: ['learner', 'sending', 'receiving'],
    reasons: ['not-going', 'interrupted', 'programme-cancelled', 'force-majeure'],
  },
} as const satisfies Record<string, AgreementMove<AgreementState>>
