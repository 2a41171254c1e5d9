import { isRefusal, type Refusal } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { searchWords } from '@collegium/vocabulary'
import { and, inArray } from 'drizzle-orm'
import { type Equivalence, judgeEquivalence, sameEquivalence } from './domain/equivalence.ts'
import { courseEquivalences } from './tables.ts'

type Row = typeof courseEquivalences.$inferSelect

/** What became of one entry of a list, in the list's order. */
export type Recorded = { readonly recorded: 'new' | 'confirmed' | 'unchanged'; readonly id: string } | Refusal

/**
 * Takes in equivalences, from a list or from a recognised mobility. The same pair of courses again is one equivalence: a later decision takes the
 * place of an earlier one and counts up; an older or equal one changes nothing, so that the same list can be imported twice.
 */
export async function recordEquivalences(
  tx: Transaction,
  entries: readonly Equivalence[],
  { today, newId }: { readonly today: string; readonly newId: () => string },
): Promise<readonly Recorded[]> {
  const judged = entries.map((one) => judgeEquivalence(one, today))
  const good = entries.filter((_, i) => !judged[i])
  const known = new Map(
    good.length === 0
      ? []
      : (
          await tx.db
            .select()
            .from(courseEquivalences)
            .where(
              and(
                inArray(courseEquivalences.home, [...new Set(good.map((one) => one.home))]),
                inArray(courseEquivalences.identity, [...new Set(good.map(sameEquivalence))]),
              ),
            )
            .orderBy(courseEquivalences.id)
            .for('update')
        ).map((row) => [`${row.home}|${row.identity}`, row]),
  )
  const stored = new Map([...known].map(([key, row]) => [key, row.version]))
  const changed = new Map<string, Row>()
  const outcomes = entries.map((one, i): Recorded => {
    const refused = judged[i]
    if (refused) return refused
    const identity = sameEquivalence(one)
    const key = `${one.home}|${identity}`
    const before = known.get(key)
    if (before && before.withdrawnAt === null && before.decidedOn >= one.decidedOn) return { recorded: 'unchanged', id: before.id }
    const row: Row = {
      ...one,
      id: before?.id ?? newId(),
      // Two entries of one list about the same pair are one step of its row.
      version: (stored.get(key) ?? 0) + 1,
      identity,
      decisions: (before?.decisions ?? 0) + 1,
      searchText: searchWords([one.provider, one.losCode, one.title, one.recognisedCode, one.recognisedTitle].join(' ')).join(' '),
      withdrawnAt: null,
    }
    known.set(key, row)
    changed.set(key, row)
    return { recorded: before ? 'confirmed' : 'new', id: row.id }
  })
  await saveAggregates(tx.sql, courseEquivalences, [...changed.values()])
  return outcomes
}

/** How a list went: what the office reads above its report. */
export const summaryOf = (outcomes: readonly Recorded[]) => ({
  new: outcomes.filter((one) => !isRefusal(one) && one.recorded === 'new').length,
  confirmed: outcomes.filter((one) => !isRefusal(one) && one.recorded === 'confirmed').length,
  unchanged: outcomes.filter((one) => !isRefusal(one) && one.recorded === 'unchanged').length,
  refused: outcomes.filter(isRefusal).length,
})
