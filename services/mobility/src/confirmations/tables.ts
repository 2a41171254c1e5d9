import type { MobilityType } from '@collegium/contracts'
import { ownedBy } from '@collegium/database'
import { bytea, date, index, integer, jsonb, numeric, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import type { ConfirmationKind, ConfirmationState, RealDates } from './domain/confirmation.ts'

/** What the receiving institution confirmed of a mobility; the sending one and the learner read it. At most one of a kind stands. */
export const confirmations = snakeCase.table(
  'confirmations',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    state: text().$type<ConfirmationState>().notNull(),
    kind: text().$type<ConfirmationKind>().notNull(),
    mobilityId: uuid().notNull(),
    receiving: text().notNull(),
    sending: text().notNull(),
    learnerId: uuid().notNull(),
    type: text().$type<MobilityType>().notNull(),
    academicYear: text().notNull(),
    programme: text(),
    arrivedOn: date({ mode: 'string' }),
    leftOn: date({ mode: 'string' }),
    online: jsonb().$type<RealDates['online']>(),
    hours: numeric({ precision: 7, scale: 2, mode: 'number' }),
    /** Name, birth date and ESI as they were printed, under the learner's key. */
    holder: bytea().notNull(),
    signer: jsonb().$type<{ name: string; position: string }>().notNull(),
    reason: text(),
    issuedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    uniqueIndex('confirmations_standing').on(t.mobilityId, t.kind).where(sql`${t.state} = 'issued'`),
    index('confirmations_mobility').on(t.mobilityId),
    index('confirmations_learner').on(t.learnerId),
    ...ownedBy(t.receiving, { readers: [t.sending], learner: t.learnerId }),
  ],
)
