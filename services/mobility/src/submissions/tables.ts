import { ownedBy } from '@collegium/database'
import { index, integer, snakeCase, text, timestamp, uuid } from 'drizzle-orm/pg-core'

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
