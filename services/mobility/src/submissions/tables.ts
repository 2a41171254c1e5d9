import type { EntryTemplate } from '@collegium/contracts'
import { ownedBy } from '@collegium/database'
import { boolean, index, integer, jsonb, snakeCase, text, timestamp, uuid } from 'drizzle-orm/pg-core'

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

/** Submissions that were taken back: what they brought is never restored, in whatever order runs are undone. */
export const withdrawnSubmissions = snakeCase.table('withdrawn_submissions', { submissionId: uuid().primaryKey(), lead: text().notNull() }, (t) => [
  ...ownedBy(t.lead),
])

/** What each entry of a list has written, so that it can be taken back and the same list changes nothing. Names nobody. */
export const importedEntries = snakeCase.table(
  'imported_entries',
  {
    submissionId: uuid().primaryKey(),
    streamId: uuid().notNull(),
    institution: text().notNull(),
    template: text().$type<EntryTemplate>().notNull(),
    /** The agreement, enrolment or precedent that it is about. */
    madeId: uuid().notNull(),
    /** How the entry left it: the hash of an agreement's content, the version of a precedent. */
    leftAs: text().notNull(),
    /** What stood before; null where the entry has made it. */
    before: jsonb(),
    takenBack: boolean().notNull().default(false),
  },
  (t) => [index('imported_entries_stream').on(t.streamId), ...ownedBy(t.institution)],
)
