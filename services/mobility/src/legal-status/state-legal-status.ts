import type { LegalStatement, Refusal } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { and, eq, inArray } from 'drizzle-orm'
import { enrolments } from '../enrolments/tables.ts'
import { judgeStatements } from './domain/statement.ts'
import { legalStatements } from './tables.ts'

/**
 * An institution states the legal status of participants: the same answers for each of them, as an office gives them for a group. An institution speaks for
 * itself; what it said before is replaced. Refused where an answer is incomplete (`statement-incomplete`), or is about somebody else's house (`forbidden`).
 */
export async function stateLegalStatus(
  tx: Transaction,
  institution: string,
  enrolmentIds: readonly string[],
  statements: readonly LegalStatement[],
  now: string,
): Promise<readonly string[] | Refusal> {
  if (statements.some((one) => one.institution !== institution)) return { refused: 'forbidden', detail: { institution } }
  const faults = judgeStatements(statements, [institution]).filter((one) => one.fault !== 'missing')
  if (faults.length > 0) return { refused: 'statement-incomplete', detail: { statements: faults } }
  const about = await tx.db
    .select({ id: enrolments.id, lead: enrolments.lead, home: enrolments.home, learnerId: enrolments.learnerId })
    .from(enrolments)
    .where(inArray(enrolments.id, [...enrolmentIds]))
  const ids = about.map((one) => one.id)
  if (ids.length === 0 || statements.length === 0) return ids
  const questions = new Map(statements.map((one) => [one.question, one]))
  await tx.db
    .delete(legalStatements)
    .where(
      and(inArray(legalStatements.enrolmentId, ids), eq(legalStatements.institution, institution), inArray(legalStatements.question, [...questions.keys()])),
    )
  await insertRows(
    tx.sql,
    legalStatements,
    about.flatMap(({ id, ...parties }) => [...questions.values()].map((one) => ({ ...one, ...parties, enrolmentId: id, statedAt: now }))),
  )
  return ids
}

/** What was said of many participants, by enrolment. */
export async function statementsAbout(tx: Pick<Transaction, 'db'>, enrolmentIds: readonly string[]): Promise<Map<string, LegalStatement[]>> {
  const rows = enrolmentIds.length
    ? await tx.db
        .select()
        .from(legalStatements)
        .where(inArray(legalStatements.enrolmentId, [...enrolmentIds]))
    : []
  const byEnrolment = new Map<string, LegalStatement[]>()
  for (const row of rows) byEnrolment.set(row.enrolmentId, [...(byEnrolment.get(row.enrolmentId) ?? []), row])
  return byEnrolment
}
