import { isRefusal } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import { decide } from './domain/enrolment.ts'
import { enrolmentMoves, type EnrolmentState } from './domain/transitions.ts'
import { enrolments } from './tables.ts'

/**
 * A result has arrived of these: who was not enrolled yet did take part all the same. The lead's file is the truth about that; seats are
 * neither asked for nor given. Reads nothing where everybody is active already.
 */
export async function takePart(tx: Transaction, enrolled: readonly { id: string; state: EnrolmentState }[]): Promise<void> {
  const due = enrolled.filter((one) => (enrolmentMoves['take-part'].from as readonly EnrolmentState[]).includes(one.state)).map((one) => one.id)
  if (due.length === 0) return
  const rows = await tx.db.select().from(enrolments).where(inArray(enrolments.id, due)).orderBy(enrolments.id).for('update')
  const nothingAsked = { prerequisitesAsked: false, legalFaults: [], seatFree: false, nextNumber: 0 }
  const moved = rows.flatMap((row) => {
    const outcome = decide(row, { move: 'take-part', by: ['system'], institution: row.lead, expectedVersion: row.version }, nothingAsked)
    return isRefusal(outcome) ? [] : [{ ...row, ...outcome.state }]
  })
  await saveAggregates(tx.sql, enrolments, moved)
}
