import type { DataOf, InstitutionVerified, RecognitionCommitment, Specification, CredentialVerified } from '@collegium/contracts'
import { ownedBy } from '@collegium/database'
import { date, index, integer, jsonb, numeric, primaryKey, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { CaseState, Decision } from './cases/domain/case.ts'

/** One case per recognising body and award, through all corrections of the credential. */
export const cases = snakeCase.table(
  'cases',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    home: text().notNull(),
    lead: text().notNull(),
    awardId: uuid().notNull(),
    credentialId: uuid().notNull(),
    credentialVersion: integer().notNull(),
    enrolmentId: uuid().notNull(),
    attempt: integer().notNull(),
    resultVersion: integer().notNull(),
    instanceId: uuid().notNull(),
    specificationId: uuid().notNull(),
    learnerId: uuid().notNull(),
    iscedF: text().notNull(),
    academicYear: text().notNull(),
    earnedEcts: numeric({ precision: 6, scale: 2, mode: 'number' }).notNull(),
    state: text().$type<CaseState>().notNull(),
    /** Why a person is asked, or why it was opened again. */
    reason: text(),
    verdicts: jsonb().$type<DataOf<typeof CredentialVerified>['verdicts'] | null>(),
    decision: jsonb().$type<Decision | null>(),
    submittedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
    changedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    uniqueIndex('cases_award').on(t.home, t.awardId),
    index('cases_enrolment').on(t.enrolmentId),
    index('cases_learner').on(t.learnerId),
    ...ownedBy(t.home, { learner: t.learnerId }),
  ],
)

/** Everything that happened to a case, never changed. */
export const caseHistory = snakeCase.table(
  'case_history',
  {
    caseId: uuid().notNull(),
    version: integer().notNull(),
    home: text().notNull(),
    learnerId: uuid().notNull(),
    move: text().notNull(),
    state: text().notNull(),
    by: text().notNull(),
    reason: text(),
    decision: jsonb().$type<Decision | null>(),
    eventId: uuid(),
    at: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.version] }), ...ownedBy(t.home, { learner: t.learnerId })],
)

/** R12a: the clauses by which this institution promised recognition in advance. */
export const commitments = snakeCase.table(
  'commitments',
  {
    clauseId: uuid().primaryKey(),
    recognisingBody: text().notNull(),
    agreementId: uuid().notNull(),
    agreementVersion: integer().notNull(),
    agreementTitle: text().notNull(),
    specificationId: uuid().notNull(),
    clause: jsonb().$type<RecognitionCommitment>().notNull(),
    endedOn: date({ mode: 'string' }),
  },
  (t) => [index('commitments_specification').on(t.specificationId), ...ownedBy(t.recognisingBody)],
)

export const publicSpecifications = snakeCase.table('public_specifications', {
  id: uuid().primaryKey(),
  version: integer().notNull(),
  specification: jsonb().$type<Specification>().notNull(),
})
export const publicInstitutions = snakeCase.table('public_institutions', {
  schacId: text().primaryKey(),
  accreditation: jsonb().$type<DataOf<typeof InstitutionVerified>['accreditation']>(),
})
