import type { LegalAnswer, LegalQuestion } from '@collegium/contracts'
import { ownedBy } from '@collegium/database'
import { date, index, primaryKey, snakeCase, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** What an institution says about one participant's legal status (H03). The newest answer stands. */
export const legalStatements = snakeCase.table(
  'legal_statements',
  {
    enrolmentId: uuid().notNull(),
    institution: text().notNull(),
    question: text().$type<LegalQuestion>().notNull(),
    lead: text().notNull(),
    home: text().notNull(),
    learnerId: uuid().notNull(),
    answer: text().$type<LegalAnswer>().notNull(),
    basis: text().notNull(),
    /** The organisation that clears an unclear answer up; it sees the statement, whether or not the learner is its own. */
    owner: text(),
    reviewOn: date({ mode: 'string' }),
    statedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.enrolmentId, t.institution, t.question] }),
    index('legal_statements_owner').on(t.owner, t.reviewOn),
    ...ownedBy(t.lead, { writers: [t.home, t.institution], readers: [t.owner], learner: t.learnerId }),
  ],
)
