/** Kinds of records that are kept of a learner, as a data subject's report names them. */
export type RecordKind = 'identity' | 'contact' | 'examination' | 'recognition' | 'mobility' | 'access-record' | 'data-request'

/** Why records of a kind may be held at all (GDPR 6), for what, who is told, and how long they have to stay. */
export interface RetentionRule {
  readonly legalBasis: 'public-task' | 'legal-obligation' | 'consent'
  readonly article: string
  readonly purposes: readonly string[]
  readonly recipients: readonly string[]
  /** Years after the last entry in which an erasure is refused (GDPR 17(3)(b), (d)); 0: no duty stands against it. */
  readonly dutyYears: number
}

/**
 * The schedule. The years are ours, parameters of the hub: what holds in a country, a home states in its own rules. Identity has no duty of its own:
 * it stays as long as a record that cannot be read without it.
 */
export const retentionSchedule: Readonly<Record<RecordKind, RetentionRule>> = {
  identity: {
    legalBasis: 'public-task',
    article: 'GDPR 6(1)(e)',
    purposes: ['to know whose results, agreements and decisions these are'],
    recipients: ['the offices of the home', 'the institution that leads a course, for its own participants'],
    dutyYears: 0,
  },
  contact: {
    legalBasis: 'public-task',
    article: 'GDPR 6(1)(e)',
    purposes: ['to reach the learner about a mobility'],
    recipients: ['the offices of the home', 'the receiving institution of a nomination'],
    dutyYears: 0,
  },
  examination: {
    legalBasis: 'legal-obligation',
    article: 'GDPR 6(1)(c), 17(3)(b)',
    purposes: ['to record, prove and correct what was achieved'],
    recipients: ['the institution that leads the course', 'the home', 'whoever the learner shows a credential'],
    dutyYears: 10,
  },
  recognition: {
    legalBasis: 'legal-obligation',
    article: 'GDPR 6(1)(c), 17(3)(b)',
    purposes: ['to prove what was recognised, and to decide alike cases alike'],
    recipients: ['the home', 'the institution that leads the course'],
    dutyYears: 10,
  },
  mobility: {
    legalBasis: 'public-task',
    article: 'GDPR 6(1)(e), 17(3)(b)',
    purposes: ['to agree on a mobility and to account for it'],
    recipients: ['the sending and the receiving institution', 'whoever coordinates the programme, by pseudonym'],
    dutyYears: 5,
  },
  'access-record': {
    legalBasis: 'legal-obligation',
    article: 'GDPR 5(2), 32',
    purposes: ['to show who looked at the data, and why'],
    recipients: ['the learner', 'the home'],
    dutyYears: 0,
  },
  'data-request': {
    legalBasis: 'legal-obligation',
    article: 'GDPR 5(2), 12',
    purposes: ['to show that a request was answered in time'],
    recipients: ['the learner', 'the home'],
    dutyYears: 0,
  },
}

/** What is held of one kind: how much, and the day of its last entry. */
export interface HeldRecords {
  readonly kind: RecordKind
  readonly count: number
  readonly lastOn: string | null
}
/** A duty that stands against an erasure, and the first day on which it no longer does. */
export interface StandingDuty {
  readonly kind: RecordKind
  readonly until: string
  readonly article: string
}

/** The same day so many years later; 29 February becomes 1 March. */
export function yearsLater(day: string, years: number): string {
  const moved = new Date(`${day}T00:00:00Z`)
  moved.setUTCFullYear(moved.getUTCFullYear() + years)
  return moved.toISOString().slice(0, 10)
}

/** Which duties of retention stand on a day (GDPR 17(3)). */
export const standingDuties = (held: readonly HeldRecords[], today: string, schedule = retentionSchedule): StandingDuty[] =>
  held.flatMap(({ kind, lastOn, count }) => {
    const { dutyYears, article } = schedule[kind]
    if (count === 0 || lastOn === null || dutyYears === 0) return []
    const until = yearsLater(lastOn, dutyYears)
    return today < until ? [{ kind, until, article }] : []
  })
