import { ownedBy } from '@collegium/database'
import { date, index, integer, jsonb, primaryKey, snakeCase, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { ReminderRecipient } from '../reminders/domain/reminder.ts'
import type { DigestItem, MailState } from './domain/mail.ts'
import type { MailKind, MailLanguage } from './domain/template.ts'

/** How an institution writes: from where, to which of its offices, in which language, by which clock. Addresses of offices, not of people. */
export const mailSettings = snakeCase.table(
  'mail_settings',
  {
    institution: text().primaryKey(),
    version: integer().notNull(),
    sender: text(),
    offices: jsonb().$type<Partial<Record<Exclude<ReminderRecipient, 'learner'>, string>>>().notNull(),
    language: text().$type<MailLanguage | null>(),
    timeZone: text(),
    changedBy: text().notNull(),
    changedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [...ownedBy(t.institution)],
)

/** An institution's own words. Versions are added, never changed; the last one counts. */
export const mailTemplates = snakeCase.table(
  'mail_templates',
  {
    institution: text().notNull(),
    kind: text().$type<MailKind>().notNull(),
    language: text().$type<MailLanguage>().notNull(),
    version: integer().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    savedBy: text().notNull(),
    savedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.institution, t.kind, t.language, t.version] }), ...ownedBy(t.institution)],
)

/** Mails to send. Neither a learner's name nor address is in it: both are opened when it is written, at the moment of sending. */
export const mails = snakeCase.table(
  'mails',
  {
    /** Derived from institution, recipient and day; the message id is made of it. */
    id: uuid().primaryKey(),
    version: integer().notNull(),
    institution: text().notNull(),
    learnerId: uuid(),
    /** An office's address; null for a learner. */
    office: text(),
    kind: text().$type<MailKind>().notNull(),
    language: text().$type<MailLanguage>().notNull(),
    day: date({ mode: 'string' }).notNull(),
    /** What it says; null as soon as it is sent, and a while after it was kept, parked or dropped. */
    items: jsonb().$type<readonly DigestItem[] | null>(),
    state: text().$type<MailState>().notNull(),
    attempts: integer().notNull(),
    nextAt: timestamp({ withTimezone: true, mode: 'string' }),
    createdAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
    settledAt: timestamp({ withTimezone: true, mode: 'string' }),
    reason: text(),
  },
  (t) => [index('mails_due').on(t.state, t.nextAt), index('mails_institution').on(t.institution, t.id), ...ownedBy(t.institution, { learner: t.learnerId })],
)
