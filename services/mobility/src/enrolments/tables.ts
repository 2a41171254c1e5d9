import { ownedBy } from '@collegium/database'
import { boolean, bytea, index, integer, jsonb, snakeCase, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Prerequisites } from './domain/enrolment.ts'
import type { StudentStatus } from './domain/student-status.ts'
import type { EnrolmentState } from './domain/transitions.ts'

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
    /** Where a blended programme meets: it receives the person and answers for their legal status there (H03). */
    host: text(),
    participant: bytea().notNull(),
    /** Who came with a result and never applied is `active`: they did take part. */
    state: text().$type<EnrolmentState>().notNull().default('active'),
    studentStatus: text().$type<StudentStatus>(),
    prerequisites: jsonb().$type<Prerequisites | null>(),
    seated: boolean().notNull().default(false),
    waitingNumber: integer(),
    /** Why it was refused or withdrawn. */
    reason: text(),
    /** The home's decision, once it stands. */
    outcome: jsonb().$type<EnrolmentOutcome | null>(),
  },
  (t) => [
    uniqueIndex('enrolments_identity').on(t.instanceId, t.learnerId),
    index('enrolments_learner').on(t.learnerId),
    ...ownedBy(t.lead, { writers: [t.home], readers: [t.host], learner: t.learnerId }),
  ],
)

export interface EnrolmentOutcome {
  readonly caseId: string
  readonly attempt: number
  readonly resultVersion: number
  readonly outcome: string
  readonly credits: number
}
