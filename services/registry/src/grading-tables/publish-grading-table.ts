import { GradingTablePublished, isRefusal, type Refusal } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { fact } from '@collegium/events'
import { scaleNamed } from '@collegium/vocabulary'
import { and, eq } from 'drizzle-orm'
import { type GradingTable, publish, type PublishGradingTable } from './domain/grading-table.ts'
import { publicGradingTables } from './tables.ts'

/** Publishes a grade distribution table: one for each institution, group of fields, cycle and scheme. */
export async function publishGradingTable(tx: Transaction, command: PublishGradingTable, at: string): Promise<GradingTable | Refusal> {
  const [before] = await tx.db
    .select()
    .from(publicGradingTables)
    .where(
      and(
        eq(publicGradingTables.schacId, command.schacId),
        eq(publicGradingTables.iscedF, command.iscedF),
        eq(publicGradingTables.cycle, command.cycle),
        eq(publicGradingTables.gradingScheme, scaleNamed(command.gradingScheme)?.id ?? command.gradingScheme),
      ),
    )
    .for('update')
  const outcome = publish(before, command)
  if (isRefusal(outcome)) return outcome
  const { state } = outcome
  await saveAggregates(tx.sql, publicGradingTables, [{ ...state, grades: [...state.grades], publishedAt: at }])
  const { id, ...said } = state
  tx.publish([
    fact(GradingTablePublished, { institution: state.schacId, aggregateVersion: state.version, data: { tableId: id, ...said, grades: [...state.grades] } }),
  ])
  return state
}
