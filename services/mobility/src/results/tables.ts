import { ownedBy } from '@collegium/database'
import { date, integer, jsonb, numeric, primaryKey, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { GradeDistribution, ResultOutcome, ResultState } from './domain/result.ts'

/** The result of one attempt as it stands. What stood before is in `result_versions`, which only grows. */
export const results = snakeCase.table(
  'results',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    enrolmentId: uuid().notNull(),
    attempt: integer().notNull(),
    lead: text().notNull(),
    home: text().notNull(),
    learnerId: uuid().notNull(),
    state: text().$type<ResultState>().notNull(),
    outcome: text().$type<ResultOutcome>().notNull(),
    ects: numeric({ precision: 6, scale: 2, mode: 'number' }).notNull(),
    grade: text(),
    gradingScheme: text(),
    assessedOn: date({ mode: 'string' }).notNull(),
    distribution: jsonb().$type<GradeDistribution | null>(),
    /** The submission that brought what stands; null where an office entered it. */
    submissionId: uuid(),
    reason: text(),
  },
  (t) => [uniqueIndex('results_identity').on(t.enrolmentId, t.attempt), ...ownedBy(t.lead, { readers: [t.home], learner: t.learnerId })],
)

export const resultVersions = snakeCase.table(
  'result_versions',
  {
    resultId: uuid().notNull(),
    version: integer().notNull(),
    lead: text().notNull(),
    home: text().notNull(),
    learnerId: uuid().notNull(),
    state: text().$type<ResultState>().notNull(),
    outcome: text().$type<ResultOutcome>().notNull(),
    ects: numeric({ precision: 6, scale: 2, mode: 'number' }).notNull(),
    grade: text(),
    gradingScheme: text(),
    assessedOn: date({ mode: 'string' }).notNull(),
    distribution: jsonb().$type<GradeDistribution | null>(),
    submissionId: uuid(),
    reason: text(),
    recordedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.resultId, t.version] }), ...ownedBy(t.lead, { readers: [t.home], learner: t.learnerId })],
)
