import { ownedBy } from '@collegium/database'
import { bytea, index, integer, snakeCase, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** What notes and attachments have in common: whose they are, on which mobility or enrolment, about whom. */
const belonging = {
  institution: text().notNull(),
  /** The mobility (agreement, nomination) or enrolment. */
  subjectId: uuid().notNull(),
  learnerId: uuid().notNull(),
  home: text().notNull(),
  author: text().notNull(),
}

/** What an institution's offices write down for themselves. Sealed under the learner's key: it is about a person, and goes with the erasure. */
export const dossierNotes = snakeCase.table(
  'dossier_notes',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    ...belonging,
    text: bytea().notNull(),
    writtenAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
    changedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [index('dossier_notes_subject').on(t.institution, t.subjectId), ...ownedBy(t.institution, { learner: t.learnerId })],
)

/** A file that an institution keeps beside a mobility or enrolment; name and bytes sealed as notes are. */
export const dossierAttachments = snakeCase.table(
  'dossier_attachments',
  {
    id: uuid().primaryKey(),
    ...belonging,
    name: bytea().notNull(),
    /** The bytes in base64, as one sealed text. */
    content: bytea().notNull(),
    mediaType: text().notNull(),
    /** Bytes. */
    size: integer().notNull(),
    sha256: text().notNull(),
    addedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [index('dossier_attachments_subject').on(t.institution, t.subjectId), ...ownedBy(t.institution, { learner: t.learnerId })],
)
