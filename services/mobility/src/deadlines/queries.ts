import type { Term } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import { publicCalendars } from './tables.ts'

/** The published terms of institutions in academic years: ask the answer for one; empty where nobody published any. */
export async function termsAt(
  db: Pick<Transaction['db'], 'select'>,
  schacIds: readonly string[],
): Promise<(schacId: string, academicYear: string) => readonly Term[]> {
  const rows =
    schacIds.length === 0
      ? []
      : await db
          .select()
          .from(publicCalendars)
          .where(inArray(publicCalendars.schacId, [...schacIds]))
  const terms = new Map(rows.map((row) => [`${row.schacId} ${row.academicYear}`, row.terms]))
  return (schacId, academicYear) => terms.get(`${schacId} ${academicYear}`) ?? []
}
