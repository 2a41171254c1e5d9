import { insertRows, saveAggregates, type Transaction } from '@collegium/database'
import { asc, inArray } from 'drizzle-orm'
import { seatPlans } from './tables.ts'

export type SeatCounter = typeof seatPlans.$inferSelect

/**
 * Locks the seat counters of instances until the transaction ends, making those that are not there yet. Always before the enrolments,
 * and in the order of their ids: so that two transactions never wait for each other.
 */
export async function lockSeats(tx: Transaction, instances: readonly { id: string; lead: string }[]): Promise<Map<string, SeatCounter>> {
  const wanted = new Map(instances.map((one) => [one.id, one]))
  if (wanted.size === 0) return new Map()
  const fresh = [...wanted.values()]
    .sort((a, b) => a.id.localeCompare(b.id))
    .map(({ id, lead }) => ({ id, lead, version: 1, request: 0, plan: null, taken: {}, nextNumber: 1 }))
  await insertRows(tx.sql, seatPlans, fresh, { skipExisting: true })
  const rows = await tx.db
    .select()
    .from(seatPlans)
    .where(inArray(seatPlans.id, [...wanted.keys()]))
    .orderBy(asc(seatPlans.id))
    .for('update')
  return new Map(rows.map((row) => [row.id, row]))
}

/** Saves the counters that have changed since they were locked. */
export async function saveSeats(tx: Transaction, locked: ReadonlyMap<string, SeatCounter>, now: ReadonlyMap<string, SeatCounter>): Promise<void> {
  await saveAggregates(
    tx.sql,
    seatPlans,
    [...now.values()].filter((row) => row !== locked.get(row.id)).map((row) => ({ ...row, version: (locked.get(row.id)?.version ?? 0) + 1 })),
  )
}
