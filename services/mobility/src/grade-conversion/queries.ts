import type { Transaction } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import type { DistributionTable } from './domain/convert-grade.ts'
import { publicGradingTables } from './tables.ts'

/** The grade distribution tables that institutions have published, narrowest group of fields first. */
export async function gradingTablesOf(db: Pick<Transaction['db'], 'select'>, schacIds: readonly string[]): Promise<DistributionTable[]> {
  const rows =
    schacIds.length === 0
      ? []
      : await db
          .select()
          .from(publicGradingTables)
          .where(inArray(publicGradingTables.schacId, [...schacIds]))
  return rows.toSorted((a, b) => b.iscedF.length - a.iscedF.length || a.gradingScheme.localeCompare(b.gradingScheme))
}
