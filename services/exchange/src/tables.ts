import type { Instance, Multilingual, Specification } from '@collegium/contracts'
import { ownedBy } from '@collegium/database'
import { sql } from 'drizzle-orm'
import { boolean, bytea, index, integer, jsonb, primaryKey, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { DeliveryState, ToldOfMobility } from './deliveries/domain/delivery.ts'
import type { RowEnd, Settlement } from './imports/domain/ends.ts'
import type { RunState } from './imports/domain/run.ts'
import type { Fate } from './files/domain/rows.ts'
import type { FileProblem } from './files/file-report.ts'

const instant = () => timestamp({ withTimezone: true, mode: 'string' })

/** One upload and everything that became of it. Owned by the institution that uploaded. */
export const importRuns = snakeCase.table(
  'import_runs',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    institution: text().notNull(),
    template: text().notNull(),
    /** Null where the file is about no offering. */
    instanceId: uuid(),
    specificationId: uuid(),
    state: text().$type<RunState>().notNull(),
    dryRun: boolean().notNull(),
    /** The home named at the upload, for rows whose file names none. */
    defaultHome: text(),
    /** As the sender called it; shown, never believed. */
    fileName: text().notNull(),
    bytes: integer().notNull(),
    sha256: text().notNull(),
    /** Equal for uploads that would give the same check: content, home, mapping and version of the offering. */
    fingerprint: text().notNull(),
    fileKind: text(),
    encoding: text(),
    /** What is said about the file as a whole; the one that refuses it comes first. */
    fileProblems: jsonb().$type<readonly FileProblem[]>().notNull(),
    rows: integer().notNull(),
    good: integer().notNull(),
    refused: integer().notNull(),
    waiting: integer().notNull(),
    unchanged: integer().notNull(),
    submitted: integer().notNull(),
    /** What changed between check and acceptance, as reason codes. */
    changedSince: jsonb().$type<readonly string[]>().notNull(),
    /** The offering's version that the rows were checked against; empty where there is none. */
    offeringVersion: text().notNull(),
    /** The run's data key, wrapped; null once its personal values are wiped. */
    wrappedKey: bytea(),
    startedBy: text().notNull(),
    correlationId: text().notNull(),
    createdAt: instant().notNull(),
    checkedAt: instant(),
    acceptedAt: instant(),
    finishedAt: instant(),
    wipedAt: instant(),
    /** A process that works on the run holds it until then; afterwards any other may go on. */
    leasedUntil: instant(),
  },
  (t) => [
    uniqueIndex('import_runs_same_upload').on(t.institution, t.fingerprint).where(sql`${t.state} in ('received', 'checking', 'checked', 'accepting')`),
    index('import_runs_unfinished').on(t.state).where(sql`${t.state} in ('received', 'checking', 'accepting', 'undoing')`),
    ...ownedBy(t.institution),
  ],
)

/** One row of a file. What it says of a person is in `sealed`, encrypted under the run's key; the rest stays when that is wiped. */
export const importRows = snakeCase.table(
  'import_rows',
  {
    runId: uuid().notNull(),
    row: integer().notNull(),
    owner: text().notNull(),
    home: text(),
    attempt: integer().notNull(),
    fate: text().$type<Fate>().notNull(),
    problemCodes: text().array().notNull(),
    changes: integer().notNull(),
    /** Blind index of learner and instance; finds the stream. */
    streamIndex: text(),
    sealed: bytea(),
    submissionId: uuid(),
    streamId: uuid(),
    enrolmentId: uuid(),
    /** What the row became where that is no enrolment: a learning agreement, a precedent. */
    madeId: uuid(),
    /** The pseudonym, where mobility has told it: finds the row at an erasure. */
    learnerId: uuid(),
    resultVersion: integer(),
    credentialDue: boolean(),
    /** What mobility said of the submission. */
    settlement: text().$type<Settlement['outcome']>(),
    /** The row that says something else about the same learner and attempt. */
    otherRow: integer(),
    /** How the row ended (design 3.1); null while it is under way. */
    end: text().$type<RowEnd>(),
    reason: text(),
    /** Whose turn it is while the row waits. */
    turn: text(),
    undone: boolean().notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.row] }),
    index('import_rows_fate').on(t.runId, t.fate, t.row),
    index('import_rows_open').on(t.runId).where(sql`${t.end} is null`),
    index('import_rows_submission').on(t.submissionId),
    index('import_rows_learner').on(t.learnerId),
    index('import_rows_achievement').on(t.enrolmentId, t.attempt, t.resultVersion),
    ...ownedBy(t.owner),
  ],
)

/** A random key that stands for one learner at one instance, one mobility or one pair of courses, beside a blind index of which. Deleted on erasure. */
export const submissionStreams = snakeCase.table(
  'submission_streams',
  { id: uuid().primaryKey(), owner: text().notNull(), instanceId: uuid(), streamIndex: text().notNull() },
  (t) => [uniqueIndex('submission_streams_learner').on(t.owner, t.streamIndex), ...ownedBy(t.owner)],
)

/** What became of a result after mobility recorded it; may be here before the row knows that it is recorded. */
export const achievements = snakeCase.table(
  'achievements',
  {
    enrolmentId: uuid().notNull(),
    attempt: integer().notNull(),
    resultVersion: integer().notNull(),
    lead: text().notNull(),
    home: text().notNull(),
    credentialId: uuid(),
    credential: text().$type<'sealed' | 'issued' | 'not-issued' | 'superseded' | 'revoked'>(),
    caseId: uuid(),
    case: text().$type<'submitted' | 'referred' | 'decided' | 'reopened'>(),
    caseReason: text(),
    recognised: text(),
  },
  (t) => [primaryKey({ columns: [t.enrolmentId, t.attempt, t.resultVersion] }), ...ownedBy(t.lead, { writers: [t.home] })],
)

/** An institution's own headers → the template's fields. */
export const headerMappings = snakeCase.table(
  'header_mappings',
  {
    institution: text().notNull(),
    template: text().notNull(),
    mapping: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    savedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.institution, t.template] }), ...ownedBy(t.institution)],
)

/** Where an institution wants to be told. The secret is encrypted under the service's key. */
export const webhookEndpoints = snakeCase.table(
  'webhook_endpoints',
  {
    id: uuid().primaryKey(),
    institution: text().notNull(),
    url: text().notNull(),
    events: text().array().notNull(),
    secret: bytea().notNull(),
    active: boolean().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [index('webhook_endpoints_institution').on(t.institution), uniqueIndex('webhook_endpoints_url').on(t.institution, t.url), ...ownedBy(t.institution)],
)

/** One message to one endpoint, about an enrolment or a mobility. Owned by its receiver; the other side sees its state. */
export const deliveries = snakeCase.table(
  'deliveries',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    receiver: text().notNull(),
    /** The other party. */
    counterpart: text().notNull(),
    endpointId: uuid().notNull(),
    eventId: text().notNull(),
    eventType: text().notNull(),
    enrolmentId: uuid(),
    /** Nomination, agreement, transcript and confirmations of a mobility share this id. */
    mobilityId: uuid(),
    told: jsonb().$type<ToldOfMobility | null>(),
    payload: text().notNull(),
    state: text().$type<DeliveryState>().notNull(),
    attempts: integer().notNull(),
    nextAt: instant(),
    /** HTTP status of the last answer; null where none came. */
    remoteStatus: integer(),
    remoteReason: text(),
    createdAt: instant().notNull(),
    settledAt: instant(),
    correlationId: text().notNull(),
  },
  (t) => [
    uniqueIndex('deliveries_once').on(t.endpointId, t.eventId),
    index('deliveries_due').on(t.nextAt).where(sql`${t.state} = 'pending'`),
    index('deliveries_enrolment').on(t.enrolmentId),
    index('deliveries_mobility').on(t.mobilityId),
    ...ownedBy(t.receiver, { readers: [t.counterpart] }),
  ],
)

/** Who was told what of which rows, why and when. */
export const accessRecords = snakeCase.table(
  'access_records',
  {
    id: uuid().primaryKey(),
    owner: text().notNull(),
    submissions: integer().notNull(),
    runId: uuid().notNull(),
    caller: text().notNull(),
    purpose: text().notNull(),
    at: instant().notNull(),
    correlationId: text().notNull(),
  },
  (t) => [index('access_records_run').on(t.runId), ...ownedBy(t.owner)],
)

/** What everybody may know of institutions and offers, as registry and catalogue published it. */
export const publicInstitutions = snakeCase.table('public_institutions', {
  schacId: text().primaryKey(),
  version: integer().notNull(),
  name: jsonb().$type<Multilingual>().notNull(),
})
export const publicSpecifications = snakeCase.table('public_specifications', {
  id: uuid().primaryKey(),
  version: integer().notNull(),
  specHash: text().notNull(),
  specification: jsonb().$type<Specification>().notNull(),
})
export const publicInstances = snakeCase.table('public_instances', {
  id: uuid().primaryKey(),
  specificationId: uuid().notNull(),
  code: text().notNull(),
  lead: text().notNull(),
  partners: text().array().notNull(),
  instance: jsonb().$type<Instance>().notNull(),
  withdrawn: boolean().notNull(),
})
