import type { SeatPlan } from '@collegium/contracts'
import { ownedBy } from '@collegium/database'
import { integer, jsonb, snakeCase, text, uuid } from 'drizzle-orm/pg-core'

/** The counter of seats of one instance: whoever gives or takes a seat locks its row first. */
export const seatPlans = snakeCase.table(
  'seat_plans',
  {
    /** The instance. */
    id: uuid().primaryKey(),
    version: integer().notNull(),
    lead: text().notNull(),
    /** The last request of the lead that was answered; 0 before any. */
    request: integer().notNull(),
    plan: jsonb().$type<SeatPlan | null>(),
    taken: jsonb().$type<Readonly<Record<string, number>>>().notNull(),
    nextNumber: integer().notNull(),
  },
  (t) => [...ownedBy(t.lead)],
)
