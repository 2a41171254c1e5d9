import { ownedBy } from '@collegium/database'
import { date, index, integer, numeric, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { EquivalenceSource } from './domain/equivalence.ts'

/** What courses of others were recognised as before. Of a withdrawn one the row stays, with when. */
export const courseEquivalences = snakeCase.table(
  'course_equivalences',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    home: text().notNull(),
    provider: text().notNull(),
    losCode: text().notNull(),
    title: text().notNull(),
    ects: numeric({ precision: 6, scale: 2, mode: 'number' }),
    recognisedCode: text().notNull(),
    recognisedTitle: text().notNull(),
    recognisedEcts: numeric({ precision: 6, scale: 2, mode: 'number' }).notNull(),
    source: text().$type<EquivalenceSource>().notNull(),
    decidedBy: text().notNull(),
    decidedOn: date({ mode: 'string' }).notNull(),
    validUntil: date({ mode: 'string' }),
    /** How often it was decided so. */
    decisions: integer().notNull(),
    /** `sameEquivalence`. */
    identity: text().notNull(),
    /** Folded words of titles and codes, for the text filter. */
    searchText: text().notNull(),
    withdrawnAt: timestamp({ withTimezone: true, mode: 'string' }),
  },
  (t) => [uniqueIndex('course_equivalences_identity').on(t.home, t.identity), index('course_equivalences_provider').on(t.home, t.provider), ...ownedBy(t.home)],
)
