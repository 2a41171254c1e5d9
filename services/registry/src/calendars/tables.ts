import type { Term } from '@collegium/contracts'
import { integer, jsonb, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

/** The calendar of an academic year as it stands; what stood before is in the events. Everyone may know it. */
export const publicTermCalendars = snakeCase.table(
  'public_term_calendars',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    schacId: text().notNull(),
    academicYear: text().notNull(),
    terms: jsonb().$type<Term[]>().notNull(),
    publishedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [uniqueIndex('public_term_calendars_year').on(t.schacId, t.academicYear)],
)
