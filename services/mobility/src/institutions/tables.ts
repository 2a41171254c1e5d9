import type { Multilingual } from '@collegium/contracts'
import { integer, jsonb, snakeCase, text } from 'drizzle-orm/pg-core'

/** What the registry published of organisations, as far as learners and their mobilities need it. */
export const publicInstitutions = snakeCase.table('public_institutions', {
  schacId: text().primaryKey(),
  version: integer().notNull(),
  /** ISO 3166-1 alpha-2. */
  country: text().notNull(),
  name: jsonb().$type<Multilingual>().notNull(),
})
