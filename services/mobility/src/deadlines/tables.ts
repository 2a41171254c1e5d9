import type { Term } from '@collegium/contracts'
import { integer, jsonb, primaryKey, snakeCase, text } from 'drizzle-orm/pg-core'

/** Term calendars as the registry published them: deadlines are counted from the receiving institution's. */
export const publicCalendars = snakeCase.table(
  'public_calendars',
  { schacId: text().notNull(), academicYear: text().notNull(), version: integer().notNull(), terms: jsonb().$type<Term[]>().notNull() },
  (t) => [primaryKey({ columns: [t.schacId, t.academicYear] })],
)
