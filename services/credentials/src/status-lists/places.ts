import { randomInt } from 'node:crypto'
import { statusListLength } from '@collegium/credential-formats'
import type { Transaction } from '@collegium/database'
import { v7 as uuidv7 } from 'uuid'

/** Where one credential's bit is kept. */
export interface Place {
  readonly listId: string
  readonly index: number
}

interface ListRow {
  readonly id: string
  readonly taken: number
  readonly multiplier: number
  readonly shift: number
}

/** Scatters the n-th place over the list: an odd multiplier visits every index of a power of two exactly once. */
export const scattered = (n: number, { multiplier, shift }: Pick<ListRow, 'multiplier' | 'shift'>): number =>
  (((n * multiplier) % statusListLength) + shift) % statusListLength

/**
 * Takes places in an institution's status lists; a full list is followed by a new one. The row is locked, so no place is given twice; places that are taken
 * and then not used (a crash) stay unused.
 */
export async function takePlaces(tx: Transaction, institution: string, count: number): Promise<Place[]> {
  const places: Place[] = []
  while (places.length < count) {
    let [list] = await tx.sql<
      ListRow[]
    >`select id, taken, multiplier, shift from status_lists where institution = ${institution} and taken < ${statusListLength} order by id limit 1 for update`
    if (!list) {
      list = { id: uuidv7(), taken: 0, multiplier: randomInt(statusListLength / 2) * 2 + 1, shift: randomInt(statusListLength) }
      await tx.sql`insert into status_lists (id, institution, taken, multiplier, shift, version) values (${list.id}, ${institution}, 0, ${list.multiplier}, ${list.shift}, 1)`
      await tx.sql`insert into public_status_lists (id, institution, version) values (${list.id}, ${institution}, 0)`
    }
    const { id, taken } = list
    const some = Math.min(count - places.length, statusListLength - taken)
    for (let n = taken; n < taken + some; n++) places.push({ listId: id, index: scattered(n, list) })
    await tx.sql`update status_lists set taken = taken + ${some} where id = ${id}`
  }
  return places
}
