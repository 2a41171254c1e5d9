import { type Static, Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { AcademicYear, Day, Id, Multilingual, Nullable, SchacId, Version } from '../values.ts'

/** One term of an academic year. `number` counts from 1 in the order of time; EWP calls it term-number, of as many as the calendar has. */
export const Term = Type.Object({
  number: Type.Integer({ minimum: 1, maximum: 12 }),
  name: Multilingual,
  startsOn: Day,
  endsOn: Day,
  /** The day on which the term's results are published; null while nobody has fixed it. */
  resultsOn: Nullable(Day),
})
export type Term = Static<typeof Term>

/** The terms of one academic year at one organisation: what every deadline of R13 is computed from. `version` is of the calendar. */
export const TermCalendarPublished = eventType(
  'term-calendar',
  'published',
  1,
  'schacId',
  Type.Object({ calendarId: Id, version: Version, schacId: SchacId, academicYear: AcademicYear, terms: Type.Array(Term, { minItems: 1, maxItems: 12 }) }),
)
export const termCalendarTopic = [TermCalendarPublished] as const
