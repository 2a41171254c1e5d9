import { ownedBy } from '@collegium/database'
import { bytea, index, integer, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

/** A learner under their home institution. `personal` is encrypted under the learner's own key: without the key nobody is in it. */
export const learners = snakeCase.table(
  'learners',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    home: text().notNull(),
    /** Blind index of what the learner is found by: ESI, else the home's own number, else name and birth date. */
    identityIndex: text().notNull(),
    /** The data key, wrapped under the service's key; null once the learner is erased. */
    wrappedKey: bytea(),
    personal: bytea(),
    erasedAt: timestamp({ withTimezone: true, mode: 'string' }),
  },
  (t) => [uniqueIndex('learners_identity').on(t.home, t.identityIndex), ...ownedBy(t.home, { learner: t.id })],
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
    at: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
    correlationId: text().notNull(),
  },
  (t) => [index('access_records_learner').on(t.learnerId), ...ownedBy(t.home)],
)
