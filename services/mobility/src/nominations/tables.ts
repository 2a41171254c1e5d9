import type { MobilityType } from '@collegium/contracts'
import { ownedBy } from '@collegium/database'
import { sql } from 'drizzle-orm'
import { bytea, index, integer, jsonb, primaryKey, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { NominationContent } from './domain/content.ts'
import type { NominationState, NominationVerb } from './domain/transitions.ts'

const instant = () => timestamp({ withTimezone: true, mode: 'string' })

/** A nomination as it stands. Its id is the mobility's: learning agreement and transcript carry the same (EWP's omobility-id). */
export const nominations = snakeCase.table(
  'nominations',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    state: text().$type<NominationState>().notNull(),
    sending: text().notNull(),
    receiving: text().notNull(),
    coordinator: text(),
    learnerId: uuid().notNull(),
    type: text().$type<MobilityType>().notNull(),
    academicYear: text().notNull(),
    opportunityId: uuid(),
    callYear: integer(),
    proposal: integer().notNull(),
    contentHash: text().notNull(),
    answered: text().$type<NominationVerb>().array().notNull(),
    reason: text(),
    proposedAt: instant().notNull(),
    changedAt: instant().notNull(),
  },
  (t) => [
    index('nominations_sending').on(t.sending, t.academicYear, t.state),
    index('nominations_receiving').on(t.receiving, t.academicYear, t.state),
    index('nominations_learner').on(t.learnerId),
    uniqueIndex('nominations_programme').on(t.opportunityId, t.callYear, t.learnerId).where(sql`${t.state} in ('pending', 'approved', 'rejected')`),
    ...ownedBy(t.sending, { writers: [t.receiving], readers: [t.coordinator], learner: t.learnerId }),
  ],
)

/** Every content that was ever proposed. `nominee` is the person and the comment, under the learner's key. */
export const nominationVersions = snakeCase.table(
  'nomination_versions',
  {
    nominationId: uuid().notNull(),
    proposal: integer().notNull(),
    sending: text().notNull(),
    receiving: text().notNull(),
    learnerId: uuid().notNull(),
    contentHash: text().notNull(),
    content: jsonb().$type<NominationContent>().notNull(),
    nominee: bytea().notNull(),
    by: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.nominationId, t.proposal] }), ...ownedBy(t.sending, { writers: [t.receiving], learner: t.learnerId })],
)

/** What was said of a content: once per verb, and readable for ever. `comment` is under the learner's key. */
export const nominationAnswers = snakeCase.table(
  'nomination_answers',
  {
    nominationId: uuid().notNull(),
    proposal: integer().notNull(),
    verb: text().$type<NominationVerb>().notNull(),
    sending: text().notNull(),
    receiving: text().notNull(),
    learnerId: uuid().notNull(),
    institution: text().notNull(),
    comment: bytea(),
    by: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.nominationId, t.proposal, t.verb] }), ...ownedBy(t.sending, { writers: [t.receiving], learner: t.learnerId })],
)

/** How many learners each sending institution may nominate to a programme of a call; set by whoever coordinates it. */
export const programmeQuotas = snakeCase.table(
  'programme_quotas',
  { coordinator: text().notNull(), opportunityId: uuid().notNull(), callYear: integer().notNull(), sending: text().notNull(), places: integer().notNull() },
  (t) => [primaryKey({ columns: [t.coordinator, t.opportunityId, t.callYear, t.sending] }), ...ownedBy(t.coordinator, { readers: [t.sending] })],
)
