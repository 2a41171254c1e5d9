import { type Decided, refuse, type Refusal, type Role, type Term } from '@collegium/contracts'
import { isDay, parseAcademicYear } from '@collegium/vocabulary'

/** Whoever may say when an institution teaches and publishes results. */
export const calendarEditors = ['institution-administrator', 'examinations-office'] as const satisfies readonly Role[]

export interface TermCalendar {
  readonly id: string
  readonly version: number
  readonly schacId: string
  readonly academicYear: string
  readonly terms: readonly Term[]
}

export interface PublishCalendar {
  /** Of a calendar that is new. */
  readonly id: string
  readonly schacId: string
  readonly academicYear: string
  /** In any order; their numbers follow from their days. */
  readonly terms: readonly Omit<Term, 'number'>[]
  readonly by: readonly Role[]
  /** 0 for a year that has no calendar yet. */
  readonly expectedVersion: number
}

/**
 * Publishes the terms of one academic year, or publishes them anew. All days are calendar days of the institution: R13 counts in weeks of days, and
 * nothing here knows a clock or a zone.
 */
export function publish(before: TermCalendar | undefined, command: PublishCalendar): Decided<TermCalendar, 'published'> | Refusal {
  if (!command.by.some((role) => (calendarEditors as readonly Role[]).includes(role))) return refuse('forbidden', { needs: calendarEditors })
  const version = before?.version ?? 0
  if (command.expectedVersion !== version) return refuse('stale-version', { current: version })
  if (parseAcademicYear(command.academicYear) !== command.academicYear) return refuse('not-an-academic-year', { academicYear: command.academicYear })
  if (command.terms.length === 0 || command.terms.length > 12) return refuse('no-terms', { terms: command.terms.length })
  const terms = command.terms.toSorted((a, b) => a.startsOn.localeCompare(b.startsOn)).map((term, i) => ({ ...term, number: i + 1 }))
  for (const [i, term] of terms.entries()) {
    const at = { term: term.number }
    const noDay = [term.startsOn, term.endsOn, ...(term.resultsOn === null ? [] : [term.resultsOn])].find((day) => !isDay(day))
    if (noDay !== undefined) return refuse('not-a-day', { ...at, day: noDay })
    if (term.endsOn < term.startsOn) return refuse('ends-before-start', { ...at, startsOn: term.startsOn, endsOn: term.endsOn })
    if (!command.academicYear.split('/').includes(term.startsOn.slice(0, 4))) return refuse('term-outside-year', { ...at, startsOn: term.startsOn })
    if (term.resultsOn !== null && term.resultsOn < term.startsOn) return refuse('results-before-term', { ...at, resultsOn: term.resultsOn })
    const next = terms[i + 1]
    if (next && next.startsOn <= term.endsOn) return refuse('terms-overlap', { ...at, endsOn: term.endsOn, next: next.startsOn })
  }
  const { schacId, academicYear } = command
  return { state: { id: before?.id ?? command.id, version: version + 1, schacId, academicYear, terms }, facts: ['published'] }
}
