import { insertRows, type Transaction } from '@collegium/database'
import type { SubmittedRow } from '@collegium/contracts'
import { differs, type HeldLearner, identityOf } from './domain/identity.ts'
import { sealedColumns } from './hold-learner.ts'
import { type Newcomer, noteDoubtfulPairs } from './note-doubtful-pairs.ts'
import { learners } from './tables.ts'
import type { LearnerVault } from './vault.ts'

export interface MatchedLearner {
  readonly id: string
  readonly key: Uint8Array
  readonly held: HeldLearner
}

/** Who a submitted row is about, seen from its home: a learner, one whose data differs from the file's, or one who was erased. */
export type Match = { readonly learner: MatchedLearner } | { readonly differs: MatchedLearner } | { readonly erased: true }

/**
 * Finds the learners of many rows under their home's tenancy, making those that are new. Two services recording the same
 * new learner at once end with one: the second finds what the first wrote.
 */
export async function matchLearners(
  tx: Transaction,
  vault: LearnerVault,
  rows: readonly Pick<SubmittedRow, 'submissionId' | 'home' | 'learner'>[],
  newId: () => string,
  now: string,
): Promise<Map<string, Match>> {
  const keyed = keyedBy(vault, rows)
  const load = () => learnersBehind(tx, keyed)
  let known = await load()
  const fresh = new Map<string, Fresh>()
  for (const { row, home, index } of keyed)
    if (!known.has(`${home}|${index}`) && !fresh.has(`${home}|${index}`)) fresh.set(`${home}|${index}`, { ...row.learner, id: newId(), home, index })
  if (fresh.size > 0) {
    await addLearners(tx, vault, [...fresh.values()], now)
    known = await load()
  }
  const opened = new Map<string, MatchedLearner | null>()
  const matches = new Map<string, Match>()
  for (const { row, home, index } of keyed) {
    const stored = known.get(`${home}|${index}`)
    if (!stored) throw new Error('A learner that was just written is not there')
    if (!opened.has(stored.id)) {
      const key = stored.wrapped_key && vault.key(stored.id, stored.wrapped_key)
      opened.set(stored.id, key && stored.personal ? { id: stored.id, key, held: vault.openHeld(key, stored.id, stored.personal) } : null)
    }
    const learner = opened.get(stored.id)
    matches.set(row.submissionId, learner ? (differs(row.learner, learner.held) ? { differs: learner } : { learner }) : { erased: true })
  }
  return matches
}

const keyedBy = <Row extends Pick<SubmittedRow, 'home' | 'learner'>>(vault: LearnerVault, rows: readonly Row[]) =>
  rows.map((row) => ({ row, home: row.home, index: vault.indexOf(row.home, identityOf(row.learner)) }))

/** Locked against a merge: whoever is found here stays who they are until the rows that follow are written. */
async function learnersBehind(tx: Transaction, keyed: readonly { readonly index: string }[]) {
  const indexes = [...new Set(keyed.map((one) => one.index))]
  const found = await tx.sql<{ id: string; home: string; identity_index: string; wrapped_key: Buffer | null; personal: Buffer | null }[]>`
    select l.id, l.home, i.identity_index, l.wrapped_key, l.personal from learner_identifiers i join learners l on l.id = i.learner_id
    where i.identity_index = any(${indexes}::text[]) order by l.id for key share of l`
  return new Map(found.map((row) => [`${row.home}|${row.identity_index}`, row]))
}

/** Which of these rows are about a learner that the home already knows by this identifier, by submission; makes nobody. */
export async function knownLearners(
  tx: Transaction,
  vault: LearnerVault,
  rows: readonly Pick<SubmittedRow, 'submissionId' | 'home' | 'learner'>[],
): Promise<Map<string, HeldLearner | null>> {
  const keyed = keyedBy(vault, rows)
  const found = await learnersBehind(tx, keyed)
  return new Map(
    keyed.flatMap(({ row, home, index }) => {
      const learner = found.get(`${home}|${index}`)
      if (!learner) return []
      const key = learner.wrapped_key && vault.key(learner.id, learner.wrapped_key)
      return [[row.submissionId, key && learner.personal ? vault.openHeld(key, learner.id, learner.personal) : null] as const]
    }),
  )
}

type Fresh = SubmittedRow['learner'] & { readonly id: string; readonly home: string; readonly index: string }

/** Whoever claims an identifier first is the learner behind it; the others of the race find them. */
async function addLearners(tx: Transaction, vault: LearnerVault, fresh: readonly Fresh[], now: string): Promise<void> {
  const claimed = await tx.sql<{ learner_id: string }[]>`
    insert into learner_identifiers (home, identity_index, learner_id)
    select f.home, f.index, f.id from jsonb_to_recordset(${JSON.stringify(fresh.map(({ home, index, id }) => ({ home, index, id })))}::text::jsonb) as f(home text, index text, id uuid)
    on conflict do nothing returning learner_id`
  const ours = new Set(claimed.map((row) => row.learner_id))
  const newcomers: Newcomer[] = []
  const rows = fresh
    .filter(({ id }) => ours.has(id))
    .map(({ id, home, index: _index, esi, localId, givenNames, familyName, birthDate, email }) => {
      const { key, wrapped } = vault.newKey(id)
      const held: HeldLearner = { esi, localId, givenNames, familyName, birthDate, email }
      const columns = sealedColumns(vault, key, { id, home }, held)
      newcomers.push({ id, home, birthIndex: columns.birthIndex, nameTokens: columns.nameTokens, held })
      // A file proves nothing about a person: without an ESI nobody has checked who this is (A01).
      return { id, version: 1, home, wrappedKey: Buffer.from(wrapped), identityProofing: esi ? null : ('none' as const), ...columns }
    })
  await insertRows(tx.sql, learners, rows)
  await noteDoubtfulPairs(tx, vault, newcomers, now)
}
