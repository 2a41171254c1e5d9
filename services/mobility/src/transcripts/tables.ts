import type { MobilityType } from '@collegium/contracts'
import { ownedBy } from '@collegium/database'
import { sql } from 'drizzle-orm'
import { bytea, date, index, integer, jsonb, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { TranscriptLine } from './domain/line.ts'
import type { TranscriptState } from './domain/transitions.ts'
import type { TranscriptStatement } from './statement.ts'

/** The transcript of a mobility as it stands. Its id is the mobility's. The sending institution and the learner see it once it was issued. */
export const transcripts = snakeCase.table(
  'transcripts',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    state: text().$type<TranscriptState>().notNull(),
    receiving: text().notNull(),
    sending: text().notNull(),
    learnerId: uuid().notNull(),
    /** `sending` and `learnerId`, once they may see it. Computed, so that a row that follows a merged learner shows itself to the right one. */
    sendingSees: text().generatedAlwaysAs(sql`case when issued > 0 then sending end`),
    learnerSees: uuid().generatedAlwaysAs(sql`case when issued > 0 then learner_id end`),
    type: text().$type<MobilityType>().notNull(),
    academicYear: text().notNull(),
    issued: integer().notNull(),
    reason: text(),
    firstIssuedOn: date({ mode: 'string' }),
    dueOn: date({ mode: 'string' }),
    changedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    index('transcripts_receiving').on(t.receiving, t.academicYear),
    index('transcripts_learner').on(t.learnerId),
    ...ownedBy(t.receiving, { writers: [t.sendingSees], learner: t.learnerSees }),
  ],
)

/** What the receiving institution is writing; nobody else sees it before it is issued. */
export const transcriptDrafts = snakeCase.table(
  'transcript_drafts',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    receiving: text().notNull(),
    learnerId: uuid().notNull(),
    lines: jsonb().$type<TranscriptLine[]>().notNull(),
  },
  (t) => [...ownedBy(t.receiving)],
)

/** The versions that were issued. Rows are added, never changed: what was printed can be opened for ever. */
export const transcriptIssues = snakeCase.table(
  'transcript_issues',
  {
    id: uuid().primaryKey(),
    transcriptId: uuid().notNull(),
    issue: integer().notNull(),
    receiving: text().notNull(),
    sending: text().notNull(),
    learnerId: uuid().notNull(),
    /** Name, birth date and ESI as they were printed, under the learner's key. */
    holder: bytea().notNull(),
    statement: jsonb().$type<Omit<TranscriptStatement, 'holder' | 'recognition'>>().notNull(),
    issuedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [uniqueIndex('transcript_issues_number').on(t.transcriptId, t.issue), ...ownedBy(t.receiving, { readers: [t.sending], learner: t.learnerId })],
)
