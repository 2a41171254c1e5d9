/** The five ends of a row (design 3.1). */
export const rowEnds = ['recorded', 'unchanged', 'corrected', 'refused', 'waiting'] as const
export type RowEnd = (typeof rowEnds)[number]

/** What mobility said of a submitted row. */
export interface Settlement {
  readonly outcome: 'recorded' | 'unchanged' | 'corrected' | 'refused' | 'waiting' | 'annulled'
  readonly reason: string | null
  readonly turn: string | null
  readonly credentialDue: boolean
}

/** What became of the result since. Null where nothing has been heard yet. */
export interface Achievement {
  readonly credential: 'sealed' | 'issued' | 'not-issued' | 'superseded' | 'revoked' | null
  readonly case: 'submitted' | 'referred' | 'decided' | 'reopened' | null
  readonly caseReason: string | null
  readonly recognised: string | null
  readonly home: string
}

export interface End {
  readonly end: RowEnd | null
  readonly reason: string | null
  readonly turn: string | null
}

/**
 * How a row ends. Recorded means: with its credential, and with the home's decision standing on the enrolment, where they are due. A case that
 * a person has to decide makes the row wait for the home; the decision ends it.
 */
export function endOf(settlement: Settlement, achievement: Achievement | null): End {
  const { outcome, reason, turn, credentialDue } = settlement
  if (outcome === 'annulled') return { end: 'recorded', reason: 'run-undone', turn: null }
  if (outcome !== 'recorded' || !credentialDue) return { end: outcome, reason, turn }
  if (achievement?.recognised) return { end: 'recorded', reason: null, turn: null }
  if (achievement?.credential === 'not-issued') return { end: 'recorded', reason: 'credential-not-issued', turn: null }
  if (achievement?.case === 'referred' || achievement?.case === 'reopened') return { end: 'waiting', reason: achievement.caseReason, turn: achievement.home }
  return { end: null, reason: null, turn: null }
}
