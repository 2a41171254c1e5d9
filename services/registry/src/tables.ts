import type { InstitutionVerified, RecognitionCommitment, Role, Level, DataOf } from '@collegium/contracts'
import { ownedBy, ownedByAll } from '@collegium/database'
import { date, index, integer, jsonb, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

type VerifiedInstitution = DataOf<typeof InstitutionVerified>

/** What everyone may know of an organisation. */
export const publicInstitutions = snakeCase.table('public_institutions', {
  schacId: text().primaryKey(),
  version: integer().notNull(),
  name: jsonb().$type<VerifiedInstitution['name']>().notNull(),
  country: text().notNull(),
  city: text().notNull(),
  legalIdentifier: text().notNull(),
  accreditation: jsonb().$type<VerifiedInstitution['accreditation']>(),
})

/** A member of staff as sign-in knows them. `subject` is the OpenID Connect subject, or the e-mail address it vouches for. */
export const staff = snakeCase.table(
  'staff',
  { id: uuid().primaryKey(), institution: text().notNull(), subject: text().notNull(), displayName: text().notNull(), unit: text() },
  (t) => [uniqueIndex('staff_subject').on(t.institution, t.subject), ...ownedBy(t.institution)],
)

/** A role held at an institution, in one unit or all of it. */
export const staffRoles = snakeCase.table(
  'staff_roles',
  {
    id: uuid().primaryKey(),
    institution: text().notNull(),
    staffId: uuid()
      .notNull()
      .references(() => staff.id, { onDelete: 'cascade' }),
    role: text().$type<Role>().notNull(),
    unit: text(),
    level: text().$type<Level>().notNull(),
  },
  (t) => [index('staff_roles_staff').on(t.staffId), ...ownedBy(t.institution)],
)

export type AgreementState = 'proposed' | 'active' | 'terminated'

/** A cooperation agreement: every party signs the same content hash. */
export const agreements = snakeCase.table(
  'agreements',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    parties: text().array().notNull(),
    state: text().$type<AgreementState>().notNull(),
    title: text().notNull(),
    contentHash: text().notNull(),
    validFrom: date({ mode: 'string' }).notNull(),
    validUntil: date({ mode: 'string' }).notNull(),
    commitments: jsonb().$type<RecognitionCommitment[]>().notNull(),
    signatures: jsonb().$type<{ party: string; by: string; at: string }[]>().notNull(),
    changedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [...ownedByAll(t.parties)],
)
