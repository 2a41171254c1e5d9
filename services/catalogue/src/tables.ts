import type { Instance, SeatPlan, Specification } from '@collegium/contracts'
import { ownedBy } from '@collegium/database'
import { index, integer, jsonb, snakeCase, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { OpportunityState } from './opportunities/domain/opportunity.ts'

/** A learning opportunity while its lead works on it; what is published is copied to the public tables. */
export const opportunities = snakeCase.table(
  'opportunities',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    lead: text().notNull(),
    state: text().$type<OpportunityState>().notNull(),
    specification: jsonb().$type<Specification>().notNull(),
    changedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [...ownedBy(t.lead)],
)

export const publicOpportunities = snakeCase.table('public_opportunities', {
  id: uuid().primaryKey(),
  version: integer().notNull(),
  code: text().notNull().unique(),
  lead: text().notNull(),
  specHash: text().notNull(),
  specification: jsonb().$type<Specification>().notNull(),
})

export const publicInstances = snakeCase.table(
  'public_instances',
  {
    id: uuid().primaryKey(),
    opportunityId: uuid()
      .notNull()
      .references(() => publicOpportunities.id),
    code: text().notNull().unique(),
    lead: text().notNull(),
    instance: jsonb().$type<Instance>().notNull(),
    /** What the lead wishes; mobility, which counts who sits, confirms or refuses it. */
    requestedSeats: jsonb().$type<RequestedSeats | null>(),
    /** What holds. */
    confirmedSeats: jsonb().$type<SeatPlan | null>(),
  },
  (t) => [index('public_instances_opportunity').on(t.opportunityId)],
)

export interface RequestedSeats {
  /** Counts the lead's requests for this instance. */
  readonly request: number
  readonly plan: SeatPlan
  readonly state: 'requested' | 'confirmed' | 'refused'
  /** Why it was refused. */
  readonly reason: string | null
}
