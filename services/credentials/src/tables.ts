import type { DataOf, Instance, InstitutionVerified, Specification } from '@collegium/contracts'
import type { CheckVerdict } from '@collegium/credential-formats'
import { ownedBy } from '@collegium/database'
import { bigint, boolean, bytea, index, integer, jsonb, primaryKey, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Achieved, AwardState, CredentialState } from './awards/domain/award.ts'

const instant = () => timestamp({ withTimezone: true, mode: 'string' })

export const publicInstitutions = snakeCase.table('public_institutions', {
  schacId: text().primaryKey(),
  version: integer().notNull(),
  institution: jsonb().$type<DataOf<typeof InstitutionVerified>>().notNull(),
})

/** Every published version: a credential describes what was offered then, not what is offered now. */
export const publicSpecifications = snakeCase.table(
  'public_specifications',
  { id: uuid().notNull(), version: integer().notNull(), lead: text().notNull(), specification: jsonb().$type<Specification>().notNull() },
  (t) => [primaryKey({ columns: [t.id, t.version] })],
)

export const publicInstances = snakeCase.table('public_instances', {
  id: uuid().primaryKey(),
  lead: text().notNull(),
  instance: jsonb().$type<Instance>().notNull(),
})

/** Sealing certificates are for everyone to see; the keys that belong to them are in `seal_keys`. */
export const publicCertificates = snakeCase.table(
  'public_certificates',
  {
    fingerprint: text().primaryKey(),
    institution: text().notNull(),
    legalIdentifier: text().notNull(),
    certificate: bytea().notNull(),
    validFrom: instant().notNull(),
    validUntil: instant().notNull(),
  },
  (t) => [uniqueIndex('public_certificates_holder').on(t.institution, t.legalIdentifier)],
)

/** Private keys, encrypted under the service's secret; nobody but their institution's transactions can read them. */
export const sealKeys = snakeCase.table(
  'seal_keys',
  { fingerprint: text().primaryKey(), institution: text().notNull(), privateKey: bytea().notNull(), createdAt: instant().notNull() },
  (t) => [index('seal_keys_institution').on(t.institution), ...ownedBy(t.institution)],
)

/** Where the bits of an institution's credentials are handed out. `multiplier` and `shift` scatter them, so that a place does not tell the order of issuing. */
export const statusLists = snakeCase.table(
  'status_lists',
  {
    id: uuid().primaryKey(),
    institution: text().notNull(),
    taken: integer().notNull(),
    multiplier: integer().notNull(),
    shift: integer().notNull(),
    version: integer().notNull(),
  },
  (t) => [index('status_lists_institution').on(t.institution), ...ownedBy(t.institution)],
)

/** The sealed list as everyone reads it; sealed anew when `status_lists.version` has moved on. */
export const publicStatusLists = snakeCase.table('public_status_lists', {
  id: uuid().primaryKey(),
  institution: text().notNull(),
  version: integer().notNull(),
  sealed: bytea(),
  sealedAt: instant(),
})

/** The data key of a learner at a lead, wrapped under the service's secret. Destroying it destroys every credential sealed for them there. */
export const learnerKeys = snakeCase.table(
  'learner_keys',
  { lead: text().notNull(), learnerId: uuid().notNull(), home: text().notNull(), wrappedKey: bytea().notNull() },
  (t) => [primaryKey({ columns: [t.lead, t.learnerId] }), ...ownedBy(t.lead, { readers: [t.home], learner: t.learnerId })],
)

/** One credential through all its corrections. */
export const awards = snakeCase.table(
  'awards',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    state: text().$type<AwardState>().notNull(),
    lead: text().notNull(),
    home: text().notNull(),
    enrolmentId: uuid().notNull(),
    attempt: integer().notNull(),
    instanceId: uuid().notNull(),
    specificationId: uuid().notNull(),
    learnerId: uuid().notNull(),
    /** The newest version of the result that was looked at. */
    resultVersion: integer().notNull(),
    achieved: jsonb().$type<Achieved>().notNull(),
    /** The credential that stands, or stood last. */
    credentialId: uuid(),
    standing: boolean().notNull().default(false),
    reason: text(),
    correlationId: text().notNull(),
  },
  (t) => [
    uniqueIndex('awards_identity').on(t.enrolmentId, t.attempt),
    index('awards_state').on(t.state),
    ...ownedBy(t.lead, { readers: [t.home], learner: t.learnerId }),
  ],
)

export const credentials = snakeCase.table(
  'credentials',
  {
    id: uuid().primaryKey(),
    awardId: uuid().notNull(),
    state: text().$type<CredentialState>().notNull(),
    lead: text().notNull(),
    home: text().notNull(),
    enrolmentId: uuid().notNull(),
    attempt: integer().notNull(),
    instanceId: uuid().notNull(),
    learnerId: uuid().notNull(),
    resultVersion: integer().notNull(),
    supersedes: uuid(),
    issuedAt: instant().notNull(),
    /** Of the sealed bytes in clear. */
    sha256: text().notNull(),
    keyId: text().notNull(),
    statusListId: uuid().notNull(),
    statusIndex: integer().notNull(),
    /** The sealed bytes, encrypted under the learner's key. */
    sealed: bytea().notNull(),
    size: bigint({ mode: 'number' }).notNull(),
    reason: text(),
  },
  (t) => [
    index('credentials_award').on(t.awardId),
    index('credentials_enrolment').on(t.enrolmentId),
    index('credentials_instance').on(t.instanceId),
    index('credentials_status').on(t.statusListId, t.state),
    ...ownedBy(t.lead, { readers: [t.home], learner: t.learnerId }),
  ],
)

/** What the check of the stored bytes found; the newest counts. */
export const verifications = snakeCase.table(
  'verifications',
  {
    id: uuid().primaryKey(),
    credentialId: uuid().notNull(),
    lead: text().notNull(),
    home: text().notNull(),
    learnerId: uuid().notNull(),
    at: instant().notNull(),
    trustListVersion: text().notNull(),
    verdicts: jsonb().$type<readonly CheckVerdict[]>().notNull(),
  },
  (t) => [index('verifications_credential').on(t.credentialId), ...ownedBy(t.lead, { readers: [t.home], learner: t.learnerId })],
)

/** Links by which a holder lets others read one credential. Only the hash of the token is kept. */
export const publicShareTokens = snakeCase.table('public_share_tokens', {
  tokenHash: text().primaryKey(),
  credentialId: uuid().notNull(),
  lead: text().notNull(),
  expiresAt: instant().notNull(),
})
