import { isRefusal, refuse, type Refusal } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import type { Session } from '@collegium/service-kit'
import { academicYearOf } from '@collegium/vocabulary'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { enrolments } from '../enrolments/tables.ts'
import { publicSpecifications } from '../offers/tables.ts'
import { results } from '../results/tables.ts'
import { transcriptIssues } from '../transcripts/tables.ts'
import { type Command, decide } from './domain/conversion.ts'
import { chooseTables, convertGrade, cycleOf, type OverlapRule } from './domain/convert-grade.ts'
import { gradingTablesOf } from './queries.ts'
import { conversionRules, gradeConversions } from './tables.ts'

export type ConversionRow = typeof gradeConversions.$inferSelect

/** What was graded: the result of an enrolment, or a line of the transcript that stands. */
export type Subject = { readonly enrolmentId: string } | { readonly mobilityId: string; readonly lineId: string }
export const subjectKey = (subject: Subject): string =>
  'enrolmentId' in subject ? `enrolment:${subject.enrolmentId}` : `transcript:${subject.mobilityId}:${subject.lineId}`

interface Graded {
  readonly learnerId: string
  readonly home: string
  readonly given: string
  readonly grade: string
  readonly gradingScheme: string
  readonly iscedF: string
  readonly eqfLevel: number | null
  readonly year: string
}

async function gradedIn(tx: Transaction, subject: Subject): Promise<Graded | Refusal> {
  if ('enrolmentId' in subject) {
    const [row] = await tx.db
      .select({ enrolment: enrolments, result: results, specification: publicSpecifications.specification })
      .from(enrolments)
      .innerJoin(results, eq(results.enrolmentId, enrolments.id))
      .innerJoin(publicSpecifications, eq(publicSpecifications.id, enrolments.specificationId))
      .where(and(eq(enrolments.id, subject.enrolmentId), inArray(results.state, ['released', 'corrected'])))
      .orderBy(desc(results.attempt))
      .limit(1)
    if (!row) return refuse('not-found')
    const { grade, gradingScheme, assessedOn } = row.result
    if (grade === null || gradingScheme === null) return refuse('no-grade')
    const { learnerId, home, lead } = row.enrolment
    return {
      learnerId,
      home,
      given: lead,
      grade,
      gradingScheme,
      iscedF: row.specification.iscedF,
      eqfLevel: row.specification.eqfLevel,
      year: academicYearOf(assessedOn),
    }
  }
  const [issue] = await tx.db
    .select()
    .from(transcriptIssues)
    .where(eq(transcriptIssues.transcriptId, subject.mobilityId))
    .orderBy(desc(transcriptIssues.issue))
    .limit(1)
  const line = issue?.statement.lines.find((one) => one.lineId === subject.lineId)
  if (!issue || !line) return refuse('not-found')
  if (line.gradingScheme === null || line.iscedF === null) return refuse('no-grade')
  const { learnerId, sending, receiving } = issue
  return {
    learnerId,
    home: sending,
    given: receiving,
    grade: line.label,
    gradingScheme: line.gradingScheme,
    iscedF: line.iscedF,
    eqfLevel: null,
    year: issue.statement.academicYear,
  }
}

/** The rule of a home; `average` until it has fixed one, as the suggestion then says. */
export async function ruleOf(db: Pick<Transaction['db'], 'select'>, home: string): Promise<OverlapRule> {
  const [fixed] = await db.select({ rule: conversionRules.rule }).from(conversionRules).where(eq(conversionRules.home, home))
  return fixed?.rule ?? 'average'
}

/**
 * Suggests what a grade of elsewhere is at home (R17), with its working. One that was suggested before is suggested anew, as long as nobody has decided. `eqfLevel` says
 * the level where the subject does not.
 */
export async function suggestGrade(
  tx: Transaction,
  command: { readonly subject: Subject; readonly eqfLevel: number | null; readonly homeScheme: string | null; readonly expectedVersion: number },
  session: Session,
  at: string,
): Promise<ConversionRow | Refusal> {
  const graded = await gradedIn(tx, command.subject)
  if (isRefusal(graded)) return graded
  if (graded.home !== session.institution) return refuse('not-the-home')
  const tables = chooseTables(await gradingTablesOf(tx.db, [graded.given, graded.home]), {
    ...graded,
    cycle: cycleOf(graded.eqfLevel ?? command.eqfLevel ?? 6),
    from: graded.year,
    ...(command.homeScheme && { homeScheme: command.homeScheme }),
  })
  if (isRefusal(tables)) return tables
  const working = convertGrade(tables.given, tables.home, graded.grade, await ruleOf(tx.db, graded.home))
  if (isRefusal(working)) return working
  const subject = subjectKey(command.subject)
  const [before] = await tx.db
    .select()
    .from(gradeConversions)
    .where(and(eq(gradeConversions.home, graded.home), eq(gradeConversions.subject, subject)))
    .for('update')
  if (!before && command.expectedVersion !== 0) return refuse('stale-version', { current: 0 })
  if (!before) {
    const { learnerId, home } = graded
    const row: ConversionRow = { id: newId(), version: 1, state: 'suggested', home, learnerId, subject, working, decided: null, changedAt: at }
    await saveAggregates(tx.sql, gradeConversions, [row])
    return row
  }
  return save(tx, before, { move: 'suggest-anew', working, roles: session.roles, by: session.subject, at, expectedVersion: command.expectedVersion })
}

async function save(tx: Transaction, before: ConversionRow, command: Command): Promise<ConversionRow | Refusal> {
  const outcome = decide(before, command)
  if (isRefusal(outcome)) return outcome
  const row = { ...before, ...outcome.state, changedAt: command.at }
  await saveAggregates(tx.sql, gradeConversions, [row])
  return row
}

/** The home approves what was suggested, or decides otherwise and says why. */
export async function decideConversion(
  tx: Transaction,
  command: { readonly id: string; readonly override: { readonly grade: string; readonly reason: string } | null; readonly expectedVersion: number },
  session: Session,
  at: string,
): Promise<ConversionRow | Refusal> {
  const [before] = await tx.db.select().from(gradeConversions).where(eq(gradeConversions.id, command.id)).for('update')
  if (!before) return refuse('not-found')
  const acting = { roles: session.roles, by: session.subject, at, expectedVersion: command.expectedVersion }
  return save(tx, before, command.override ? { ...acting, move: 'override', ...command.override } : { ...acting, move: 'approve' })
}

/** Fixes which grade of the home is taken where several ranges meet. Suggestions that were made stay as they are. */
export async function fixConversionRule(
  tx: Transaction,
  rule: OverlapRule,
  expectedVersion: number,
  session: Session,
  at: string,
): Promise<typeof conversionRules.$inferSelect | Refusal> {
  const [before] = await tx.db.select().from(conversionRules).where(eq(conversionRules.home, session.institution)).for('update')
  if ((before?.version ?? 0) !== expectedVersion) return refuse('stale-version', { current: before?.version ?? 0 })
  const row = { id: before?.id ?? newId(), version: expectedVersion + 1, home: session.institution, rule, by: session.subject, at }
  await saveAggregates(tx.sql, conversionRules, [row])
  return row
}
