import { type HubEvent, isRefusal, refuse, type SubmittedEquivalence } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import { forget, remember, writtenBy } from '../submissions/imported-entries.ts'
import { type Entry, entrySettled } from '../submissions/settlements.ts'
import { type Equivalence, sameEquivalence } from './domain/equivalence.ts'
import { recordEquivalences } from './record-equivalences.ts'
import { courseEquivalences } from './tables.ts'

type Row = typeof courseEquivalences.$inferSelect
interface Doing {
  readonly newId: () => string
  readonly now: string
}

/** Takes in the precedents of an accepted list, each for itself. At most one entry for each pair of courses in one step. */
export async function importEquivalences(
  tx: Transaction,
  { newId, now }: Doing,
  taken: readonly { readonly entry: Entry; readonly said: SubmittedEquivalence | undefined; readonly cause: HubEvent }[],
): Promise<void> {
  const good = taken.flatMap(({ entry, said, cause }) => (said ? [{ entry, cause, equivalence: equivalenceFrom(entry, said) }] : []))
  const before = await standing(
    tx,
    good.map(({ equivalence }) => sameEquivalence(equivalence)),
  )
  const outcomes = await recordEquivalences(
    tx,
    good.map(({ equivalence }) => equivalence),
    { today: now.slice(0, 10), newId },
  )
  const ends = good.map(({ entry, cause, equivalence }, i) => {
    const outcome = outcomes[i] ?? refuse('not-found')
    if (isRefusal(outcome)) return { settled: entrySettled(entry, { outcome: 'refused', reason: outcome.refused }, cause), written: [] }
    const { id: madeId, recorded } = outcome
    if (recorded === 'unchanged') return { settled: entrySettled(entry, { outcome: 'unchanged', madeId }, cause), written: [] }
    const stood = before.get(sameEquivalence(equivalence)) ?? null
    const { submissionId, streamId, institution, template } = entry
    return {
      settled: entrySettled(entry, { outcome: stood && stood.withdrawnAt === null ? 'corrected' : 'recorded', madeId }, cause),
      written: [
        {
          submissionId,
          streamId,
          institution,
          template,
          madeId,
          leftAs: leftAs({ decisions: (stood?.decisions ?? 0) + 1, decidedOn: equivalence.decidedOn }),
          before: stood,
        },
      ],
    }
  })
  await remember(
    tx,
    ends.flatMap(({ written }) => written),
  )
  tx.publish([
    ...ends.map(({ settled }) => settled),
    ...taken.filter(({ said }) => !said).map(({ entry, cause }) => entrySettled(entry, { outcome: 'refused', reason: 'content-gone' }, cause)),
  ])
}

/** The run was undone: what it brought first is withdrawn, what it took the place of stands again. What was decided otherwise since stays. */
export async function takeBackEquivalences(
  tx: Transaction,
  { now }: Pick<Doing, 'now'>,
  entries: readonly { readonly entry: Entry; readonly cause: HubEvent }[],
): Promise<void> {
  const written = await writtenBy(
    tx,
    entries.map(({ entry }) => entry.submissionId),
  )
  const ids = [...new Set([...written.values()].map((one) => one.madeId))]
  const rows = new Map(
    (ids.length === 0
      ? []
      : await tx.db.select().from(courseEquivalences).where(inArray(courseEquivalences.id, ids)).orderBy(courseEquivalences.id).for('update')
    ).map((row) => [row.id, row]),
  )
  const changed: Row[] = []
  const ends = entries.map(({ entry, cause }) => {
    const mine = written.get(entry.submissionId)
    const row = mine && rows.get(mine.madeId)
    if (!mine || !row) return entrySettled(entry, { outcome: 'annulled', reason: 'nothing-recorded' }, cause)
    if (row.withdrawnAt !== null) return entrySettled(entry, { outcome: 'annulled', reason: 'nothing-recorded', madeId: row.id }, cause)
    if (leftAs(row) !== mine.leftAs) return entrySettled(entry, { outcome: 'recorded', reason: 'edited-since', madeId: row.id }, cause)
    const stood = mine.before as Row | null
    changed.push({ ...(stood ?? { ...row, withdrawnAt: now }), id: row.id, version: row.version + 1 })
    return entrySettled(entry, { outcome: stood ? 'corrected' : 'annulled', reason: 'run-undone', madeId: row.id }, cause)
  })
  await saveAggregates(tx.sql, courseEquivalences, changed)
  const back = new Set(changed.map((row) => row.id))
  await forget(
    tx,
    [...written.values()].filter((one) => back.has(one.madeId)).map((one) => one.submissionId),
  )
  tx.publish(ends)
}

/** What tells whether somebody has decided since; the same again once a later decision is taken back. */
const leftAs = ({ decisions, decidedOn }: Pick<Row, 'decisions' | 'decidedOn'>): string => `${decisions} ${decidedOn}`

async function standing(tx: Transaction, identities: readonly string[]): Promise<Map<string, Row>> {
  if (identities.length === 0) return new Map()
  const rows = await tx.db
    .select()
    .from(courseEquivalences)
    .where(inArray(courseEquivalences.identity, [...new Set(identities)]))
    .orderBy(courseEquivalences.id)
    .for('update')
  return new Map(rows.map((row) => [row.identity, row]))
}

const equivalenceFrom = ({ institution }: Entry, said: SubmittedEquivalence): Equivalence => ({
  home: institution,
  provider: said.provider,
  losCode: said.courseCode,
  title: said.courseTitle,
  ects: said.ects,
  recognisedCode: said.recognisedCode,
  recognisedTitle: said.recognisedTitle,
  recognisedEcts: said.recognisedEcts,
  source: 'imported-list',
  decidedBy: said.decidedBy,
  decidedOn: said.decidedOn,
  validUntil: said.validUntil,
})
