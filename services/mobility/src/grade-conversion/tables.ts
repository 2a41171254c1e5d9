import type { Cycle, GradeCount } from '@collegium/contracts'
import { ownedBy } from '@collegium/database'
import { index, integer, jsonb, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Conversion } from './domain/conversion.ts'
import type { OverlapRule, Working } from './domain/convert-grade.ts'
import type { ConversionState } from './domain/transitions.ts'

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

/** A grade of elsewhere on its way to a grade of the home. `subject` is what was graded: an enrolment's result, or a line of a transcript. */
export const gradeConversions = snakeCase.table(
  'grade_conversions',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    state: text().$type<ConversionState>().notNull(),
    home: text().notNull(),
    learnerId: uuid().notNull(),
    subject: text().notNull(),
    working: jsonb().$type<Working>().notNull(),
    decided: jsonb().$type<Conversion['decided']>(),
    changedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    uniqueIndex('grade_conversions_subject').on(t.home, t.subject),
    index('grade_conversions_learner').on(t.learnerId),
    ...ownedBy(t.home, { learner: t.learnerId }),
  ],
)

/** Which rule a home fixed in advance for overlapping ranges. */
export const conversionRules = snakeCase.table(
  'conversion_rules',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    home: text().notNull(),
    rule: text().$type<OverlapRule>().notNull(),
    by: text().notNull(),
    at: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [uniqueIndex('conversion_rules_home').on(t.home), ...ownedBy(t.home)],
)
