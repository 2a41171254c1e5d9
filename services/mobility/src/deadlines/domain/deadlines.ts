import type { MobilityType, Term } from '@collegium/contracts'
import { daysFromTo, plusWeeks } from '@collegium/vocabulary'
import type { RulePack } from '../../rule-packs/domain/rule-pack.ts'

/** What of a mobility its deadlines are counted from. Days are calendar days at the receiving institution. */
export interface MobilityPeriod {
  readonly type: MobilityType
  readonly startsOn: string
  readonly endsOn: string
}

export type CountedFrom = 'results-published' | 'mobility-ended' | 'transcript-issued' | 'term-started' | 'mobility-started' | 'asked'

/** A day until which something is due, that day included, with its working. */
export interface Deadline {
  readonly day: string
  readonly countedFrom: CountedFrom
  readonly from: string
  readonly weeks: number
}

const counted = (countedFrom: CountedFrom, from: string, weeks: number): Deadline => ({ day: plusWeeks(from, weeks), countedFrom, from, weeks })

/** The terms in which the mobility takes place, in the order of time. */
const termsOf = (mobility: MobilityPeriod, terms: readonly Term[]): Term[] =>
  terms.filter((term) => term.startsOn <= mobility.endsOn && mobility.startsOn <= term.endsOn).toSorted((a, b) => a.startsOn.localeCompare(b.startsOn))

/**
 * R13: the transcript is due five weeks after the receiving institution has published the results; where that day is unknown, or the kind of mobility has
 * results of its own, after the end of the mobility. `terms` is the receiving institution's calendar, empty where it published none.
 */
export function transcriptDue(mobility: MobilityPeriod, terms: readonly Term[], pack: RulePack): Deadline {
  const results = pack.resultsWithTerm.includes(mobility.type) ? termsOf(mobility, terms).at(-1)?.resultsOn : null
  // Results that were out before the learner had left are not yet all of them.
  return results && results >= mobility.endsOn
    ? counted('results-published', results, pack.transcriptWeeks)
    : counted('mobility-ended', mobility.endsOn, pack.transcriptWeeks)
}

/** R13: the home has decided five weeks after the transcript was issued. */
export const recognitionDue = (transcriptIssuedOn: string, pack: RulePack): Deadline => counted('transcript-issued', transcriptIssuedOn, pack.recognitionWeeks)

/**
 * R13: changes are asked for within the pack's weeks of the start of a term; a learner who comes later has them from the arrival. Of a mobility over several terms
 * the one counts that runs, or that comes next. Null for a kind of mobility whose agreement may not change.
 */
export function changesDue(mobility: MobilityPeriod, terms: readonly Term[], pack: RulePack, today: string): Deadline | null {
  if (!pack.changesAllowedFor.includes(mobility.type)) return null
  const own = termsOf(mobility, terms)
  const term = own.findLast(({ startsOn }) => startsOn <= today) ?? own[0]
  if (!term || term.startsOn < mobility.startsOn) return counted('mobility-started', mobility.startsOn, pack.changeWeeks)
  return counted('term-started', term.startsOn, pack.changeWeeks)
}

/** R13: whoever is asked answers within two weeks. */
export const answerDue = (askedOn: string, pack: RulePack): Deadline => counted('asked', askedOn, pack.answerWeeks)

export type Standing = 'done' | 'done-late' | 'open' | 'late'

/** How something stands that is due on a day: the day itself is still in time. */
export const standingOf = (due: string, doneOn: string | null, today: string): Standing =>
  doneOn === null ? (daysFromTo(due, today) > 0 ? 'late' : 'open') : doneOn > due ? 'done-late' : 'done'
