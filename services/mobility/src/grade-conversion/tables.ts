import type { Cycle, GradeCount } from '@collegium/contracts'
import { integer, jsonb, snakeCase, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

/** Grade distribution tables as the registry published them. */
export const publicGradingTables = snakeCase.table(
  'public_grading_tables',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    schacId: text().notNull(),
    iscedF: text().notNull(),
    cycle: text().$type<Cycle>().notNull(),
    gradingScheme: text().notNull(),
    firstYear: text().notNull(),
    lastYear: text().notNull(),
    /** Best first. */
    grades: jsonb().$type<GradeCount[]>().notNull(),
  },
  (t) => [uniqueIndex('public_grading_tables_reference').on(t.schacId, t.iscedF, t.cycle, t.gradingScheme)],
)
