import { ownedBy } from '@collegium/database'
import { date, index, primaryKey, snakeCase, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { ReminderKind, ReminderRecipient, SubjectKind } from './domain/reminder.ts'

/** What a recipient was reminded of, or has put off or muted. A row is the memory of it; whether the matter is still open is computed from the matter. */
export const reminders = snakeCase.table(
  'reminders',
  {
    /** Derived from recipient, subject, kind and day, so that the same reminder cannot be there twice. */
    id: uuid().primaryKey(),
    institution: text().notNull(),
    recipient: text().$type<ReminderRecipient>().notNull(),
    /** The learner who is reminded; null for an office. */
    learnerId: uuid(),
    subject: text().$type<SubjectKind>().notNull(),
    subjectId: uuid().notNull(),
    kind: text().$type<ReminderKind>().notNull(),
    dueOn: date({ mode: 'string' }).notNull(),
    mailedOn: date({ mode: 'string' }),
    snoozedUntil: date({ mode: 'string' }),
    /** The recipient wants to hear nothing more of this subject. */
    mutedAt: timestamp({ withTimezone: true, mode: 'string' }),
    noticedOn: date({ mode: 'string' }).notNull(),
  },
  (t) => [index('reminders_subject').on(t.institution, t.subjectId), ...ownedBy(t.institution, { learner: t.learnerId })],
)

/** Days whose digests an institution has made. The row is written with them, so that two workers cannot make a day twice, and a crash leaves none half made. */
export const digestDays = snakeCase.table(
  'digest_days',
  { institution: text().notNull(), day: date({ mode: 'string' }).notNull(), madeAt: timestamp({ withTimezone: true, mode: 'string' }).notNull() },
  (t) => [primaryKey({ columns: [t.institution, t.day] }), ...ownedBy(t.institution)],
)
