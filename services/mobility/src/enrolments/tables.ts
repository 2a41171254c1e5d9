import { ownedBy } from '@collegium/database'
import { bytea, index, integer, jsonb, snakeCase, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

/** A learner at an instance. `participant` is the name as the lead gave it: what the lead sees and what the credential carries. */
export const enrolments = snakeCase.table(
  'enrolments',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    instanceId: uuid().notNull(),
    specificationId: uuid().notNull(),
    learnerId: uuid().notNull(),
    lead: text().notNull(),
    home: text().notNull(),
    participant: bytea().notNull(),
    /** The home's decision, once it stands. */
    outcome: jsonb().$type<EnrolmentOutcome | null>(),
  },
  (t) => [
    uniqueIndex('enrolments_identity').on(t.instanceId, t.learnerId),
    index('enrolments_learner').on(t.learnerId),
    ...ownedBy(t.lead, { writers: [t.home], learner: t.learnerId }),
  ],
)

export interface EnrolmentOutcome {
  readonly caseId: string
  readonly attempt: number
  readonly resultVersion: number
  readonly outcome: string
  readonly credits: number
}
