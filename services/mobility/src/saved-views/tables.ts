import { ownedBy } from '@collegium/database'
import { boolean, index, integer, jsonb, snakeCase, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { AgreementFilter } from '../learning-agreements/filter-agreements.ts'

/** A filter of the list of agreements that somebody gave a name. */
export const savedViews = snakeCase.table(
  'saved_views',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    institution: text().notNull(),
    /** As sign-in knows the person. */
    savedBy: text().notNull(),
    /** Whether all offices of the institution find it. */
    forAll: boolean().notNull(),
    name: text().notNull(),
    filter: jsonb().$type<AgreementFilter>().notNull(),
    changedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [index('saved_views_institution').on(t.institution), ...ownedBy(t.institution)],
)
