import { isRefusal } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { and, asc, eq } from 'drizzle-orm'
import { decide } from '../enrolments/domain/enrolment.ts'
import { enrolments } from '../enrolments/tables.ts'
import { fillFromLine } from './domain/seat-plan.ts'
import type { SeatCounter } from './seat-counter.ts'

/** Gives free seats to who waits, in the order of the line: they are accepted and keep that seat. The counter's row must be locked. */
export async function fillSeats(tx: Transaction, counter: SeatCounter): Promise<SeatCounter> {
  const line = await tx.db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.instanceId, counter.id), eq(enrolments.state, 'waiting-list')))
    .orderBy(asc(enrolments.waitingNumber))
    .for('update')
  const { seats, moveUp } = fillFromLine(
    counter,
    line.map((row) => ({ id: row.id, home: row.home, waitingNumber: row.waitingNumber ?? 0 })),
  )
  const rows = new Map(line.map((row) => [row.id, row]))
  const free = { prerequisitesAsked: false, legalFaults: [], seatFree: true, nextNumber: counter.nextNumber }
  const moved = moveUp.flatMap(({ id }) => {
    const row = rows.get(id)
    const outcome = row && decide(row, { move: 'move-up', by: ['system'], institution: row.lead, expectedVersion: row.version }, free)
    return row && outcome && !isRefusal(outcome) ? [{ ...row, ...outcome.state }] : []
  })
  await saveAggregates(tx.sql, enrolments, moved)
  return moved.length > 0 ? { ...counter, ...seats } : counter
}
