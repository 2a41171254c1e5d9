import type { Instance, RecognitionCommitment, Specification } from '@collegium/contracts'
import { ownedBy } from '@collegium/database'
import { bytea, date, index, integer, jsonb, numeric, primaryKey, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { ResultOutcome, ResultState } from './results/domain/result.ts'

export type { RecognitionCommitment }

/** A learner under their home institution. `personal` is encrypted under the learner's own key: without the key nobody is in it. */
export const learners = snakeCase.table(
  'learners',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    home: text().notNull(),
    /** Blind index of what the learner is found by: ESI, else the home's own number, else name and birth date. */
    identityIndex: text().notNull(),
    /** The data key, wrapped under the service's key; null once the learner is erased. */
    wrappedKey: bytea(),
    personal: bytea(),
    erasedAt: timestamp({ withTimezone: true, mode: 'string' }),
  },
  (t) => [uniqueIndex('learners_identity').on(t.home, t.identityIndex), ...ownedBy(t.home, { learner: t.id })],
)

/** A learner at an instance. `participant` is the name as the lead gave it: what the lead sees and what the credential carries. */
export const enrolments = snakeCase.table(
  'enrolments',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    instanceId: uuid().notNull(),
    specificationId: uuid().notNull(),
    learnerId: uuid().notNull(),
    lead: text().notNull(),
    home: text().notNull(),
    participant: bytea().notNull(),
    /** The home's decision, once it stands. */
    outcome: jsonb().$type<EnrolmentOutcome | null>(),
  },
  (t) => [
    uniqueIndex('enrolments_identity').on(t.instanceId, t.learnerId),
    index('enrolments_learner').on(t.learnerId),
    ...ownedBy(t.lead, { writers: [t.home], learner: t.learnerId }),
  ],
)

export interface EnrolmentOutcome {
  readonly caseId: string
  readonly attempt: number
  readonly resultVersion: number
  readonly outcome: string
  readonly credits: number
}

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
    /** The submission that brought what stands. */
    submissionId: uuid().notNull(),
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
    reason: text(),
    recordedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.resultId, t.version] }), ...ownedBy(t.lead, { readers: [t.home], learner: t.learnerId })],
)

/** Submitted rows that cannot be recorded yet; their content stays at exchange. */
export const waitingSubmissions = snakeCase.table(
  'waiting_submissions',
  {
    submissionId: uuid().primaryKey(),
    streamId: uuid().notNull(),
    runId: uuid().notNull(),
    instanceId: uuid().notNull(),
    lead: text().notNull(),
    home: text().notNull(),
    attempt: integer().notNull(),
    /** `waiting-for-reference`: looked at again when the instance arrives. `learner-differs`: the home decides. */
    reason: text().$type<'waiting-for-reference' | 'learner-differs'>().notNull(),
    correlationId: text().notNull(),
    since: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [index('waiting_submissions_instance').on(t.instanceId), ...ownedBy(t.lead, { writers: [t.home] })],
)

/** Who was told personal data of which learners, why and when. */
export const accessRecords = snakeCase.table(
  'access_records',
  {
    id: uuid().primaryKey(),
    home: text().notNull(),
    learnerId: uuid().notNull(),
    caller: text().notNull(),
    purpose: text().notNull(),
    at: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
    correlationId: text().notNull(),
  },
  (t) => [index('access_records_learner').on(t.learnerId), ...ownedBy(t.home)],
)

/** What the catalogue published, as far as results need it. */
export const publicInstances = snakeCase.table('public_instances', {
  id: uuid().primaryKey(),
  specificationId: uuid().notNull(),
  lead: text().notNull(),
  partners: text().array().notNull(),
  instance: jsonb().$type<Instance>().notNull(),
})
export const publicSpecifications = snakeCase.table('public_specifications', {
  id: uuid().primaryKey(),
  version: integer().notNull(),
  specification: jsonb().$type<Specification>().notNull(),
})
