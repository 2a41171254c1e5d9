import { ownedBy } from '@collegium/database'
import { bytea, index, integer, jsonb, primaryKey, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { PairGround, PairState } from './domain/pair.ts'
import type { DataRequestKind, DataRequestReport, DataRequestState } from './domain/data-request.ts'
import type { IdentityProofing } from './domain/registration.ts'
import type { Moved } from './carriers.ts'

const instant = () => timestamp({ withTimezone: true, mode: 'string' })

/** A learner under their home institution. `personal` is encrypted under the learner's own key: without the key nobody is in it. */
export const learners = snakeCase.table(
  'learners',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    home: text().notNull(),
    /** The data key, wrapped under the service's key; null once the learner is erased. */
    wrappedKey: bytea(),
    personal: bytea(),
    /** Blind indexes of the folded words of the name, for the home's directory. */
    nameTokens: text().array().notNull().default([]),
    /** Blind index of the birth date: finds those who might be the same person. */
    birthIndex: text(),
    /** How sure the home was of the person, where no ESI vouches for them (A01). */
    identityProofing: text().$type<IdentityProofing>(),
    /** The learner who goes on for this one. */
    mergedInto: uuid(),
    erasedAt: instant(),
  },
  (t) => [index('learners_home').on(t.home, t.id), index('learners_birth').on(t.birthIndex), ...ownedBy(t.home, { learner: t.id })],
)

/** Blind indexes of what a learner is found by: ESI, the home's own number, else name and birth date. They outlive an erasure, so that a later file does not bring the learner back. */
export const learnerIdentifiers = snakeCase.table(
  'learner_identifiers',
  { home: text().notNull(), identityIndex: text().notNull(), learnerId: uuid().notNull() },
  (t) => [primaryKey({ columns: [t.home, t.identityIndex] }), index('learner_identifiers_learner').on(t.learnerId), ...ownedBy(t.home)],
)

/** What a learner's data said before and after each rectification, under the learner's key. */
export const learnerVersions = snakeCase.table(
  'learner_versions',
  {
    learnerId: uuid().notNull(),
    version: integer().notNull(),
    home: text().notNull(),
    /** Which fields changed; not to what. */
    changed: text().array().notNull(),
    reason: text().notNull(),
    by: text().notNull(),
    at: instant().notNull(),
    /** The data as they were until then; null once they are erased. */
    before: bytea(),
  },
  (t) => [primaryKey({ columns: [t.learnerId, t.version] }), ...ownedBy(t.home, { learner: t.learnerId })],
)

/** Two learners of one home who may be one person. A human decides; nothing is ever merged by itself. */
export const learnerPairs = snakeCase.table(
  'learner_pairs',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    home: text().notNull(),
    firstId: uuid().notNull(),
    secondId: uuid().notNull(),
    ground: text().$type<PairGround>().notNull(),
    state: text().$type<PairState>().notNull(),
    /** Once merged: who goes on. */
    survivorId: uuid(),
    /** Once merged: which rows changed hands, so that the merge can be undone exactly. */
    moved: jsonb().$type<Moved | null>(),
    undoUntil: instant(),
    reason: text(),
    decidedBy: text(),
    decidedAt: instant(),
    foundAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('learner_pairs_identity').on(t.firstId, t.secondId),
    index('learner_pairs_second').on(t.secondId),
    index('learner_pairs_queue').on(t.home, t.state, t.id),
    ...ownedBy(t.home),
  ],
)

/** Requests of data subjects (GDPR 15, 16, 17, 20), with their clock. `sealed` is what was asked or answered, under the learner's key. */
export const dataRequests = snakeCase.table(
  'data_requests',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    home: text().notNull(),
    learnerId: uuid().notNull(),
    kind: text().$type<DataRequestKind>().notNull(),
    state: text().$type<DataRequestState>().notNull(),
    requestedBy: text().notNull(),
    requestedAt: instant().notNull(),
    dueAt: instant().notNull(),
    closedBy: text(),
    closedAt: instant(),
    /** Why it was refused, or how far it went. Names kinds of records, never a person. */
    report: jsonb().$type<DataRequestReport | null>(),
    sealed: bytea(),
  },
  (t) => [
    index('data_requests_queue').on(t.home, t.state, t.dueAt),
    index('data_requests_learner').on(t.learnerId),
    ...ownedBy(t.home, { learner: t.learnerId }),
  ],
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
    at: instant().notNull(),
    correlationId: text().notNull(),
  },
  (t) => [index('access_records_learner').on(t.learnerId), ...ownedBy(t.home, { learner: t.learnerId })],
)
