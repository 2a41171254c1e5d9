import { ownedBy } from '@collegium/database'
import { index, integer, primaryKey, snakeCase, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { ReceiptState } from './domain/receipt.ts'

const instant = () => timestamp({ withTimezone: true, mode: 'string' })

/** What an endpoint of a partner's own system was told last of a nomination or an agreement, and what it acknowledged. The partner's; the other side reads it. */
export const receipts = snakeCase.table(
  'receipts',
  {
    mobilityId: uuid().notNull(),
    /** nomination or learning-agreement. */
    aggregate: text().notNull(),
    receiver: text().notNull(),
    endpointId: uuid().notNull(),
    sender: text().notNull(),
    state: text().$type<ReceiptState>().notNull(),
    version: integer().notNull(),
    proposal: integer(),
    deliveryVersion: integer().notNull(),
    at: instant().notNull(),
    reason: text(),
    acknowledgedVersion: integer(),
    acknowledgedProposal: integer(),
    acknowledgedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.mobilityId, t.aggregate, t.endpointId] }),
    index('receipts_sender').on(t.sender, t.state),
    ...ownedBy(t.receiver, { readers: [t.sender] }),
  ],
)
