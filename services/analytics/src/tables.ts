import { ownedBy } from '@collegium/database'
import { date, integer, numeric, primaryKey, snakeCase, text, timestamp, uuid } from 'drizzle-orm/pg-core'

const ects = () => numeric({ precision: 14, scale: 2, mode: 'number' })

/** What is counted of one award. No learner, no name, no ESI: an award's id leads to nobody without the services that own people. */
export const awardFacts = snakeCase.table(
  'award_facts',
  {
    awardId: uuid().primaryKey(),
    lead: text().notNull(),
    home: text().notNull(),
    iscedF: text().notNull(),
    academicYear: text().notNull(),
    resultVersion: integer().notNull(),
    /** 1 while a credential stands, 0 once it was revoked. */
    standing: integer().notNull(),
    earned: ects().notNull(),
    decided: integer().notNull(),
    recognised: ects().notNull(),
  },
  (t) => [...ownedBy(t.lead, { readers: [t.home] })],
)

/**
 * The cube: sums per lead, home, field and year, kept in step with the facts, so that a question costs the same on a
 * thousand awards and on ten million. `audience` is always `aggregate`: only the disclosure control reads under that name.
 */
export const creditCells = snakeCase.table(
  'credit_cells',
  {
    lead: text().notNull(),
    home: text().notNull(),
    iscedF: text().notNull(),
    academicYear: text().notNull(),
    audience: text().notNull().default('aggregate'),
    credentials: integer().notNull(),
    earned: ects().notNull(),
    decided: integer().notNull(),
    recognised: ects().notNull(),
  },
  (t) => [primaryKey({ columns: [t.lead, t.home, t.iscedF, t.academicYear] }), ...ownedBy(t.lead, { readers: [t.home, t.audience] })],
)

/** Which organisations have delivered, for which year, until when: every figure carries it. */
export const publicCoverage = snakeCase.table(
  'public_coverage',
  {
    institution: text().notNull(),
    academicYear: text().notNull(),
    since: date({ mode: 'string' }).notNull(),
    until: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.institution, t.academicYear] })],
)
