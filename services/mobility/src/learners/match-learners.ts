import { insertRows, type Transaction } from '@collegium/database'
import type { SubmittedRow } from '@collegium/contracts'
import { learners } from './tables.ts'
import { differs, type HeldLearner, identityOf } from './domain/identity.ts'
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
export async function matchLearners(tx: Transaction, vault: LearnerVault, rows: readonly SubmittedRow[], newId: () => string): Promise<Map<string, Match>> {
  const keyed = rows.map((row) => ({ row, home: row.home, index: vault.indexOf(row.home, identityOf(row.learner)) }))
  const indexes = [...new Set(keyed.map((one) => one.index))]
  const load = async () => {
    const found = await tx.sql<{ id: string; home: string; identity_index: string; wrapped_key: Buffer | null; personal: Buffer | null }[]>`
      select id, home, identity_index, wrapped_key, personal from learners where identity_index = any(${indexes}::text[])`
    return new Map(found.map((row) => [`${row.home}|${row.identity_index}`, row]))
  }
  let known = await load()
  const fresh = new Map<string, typeof learners.$inferInsert>()
  for (const { row, home, index } of keyed) {
    if (known.has(`${home}|${index}`) || fresh.has(`${home}|${index}`)) continue
    const id = newId()
    const { key, wrapped } = vault.newKey(id)
    const { esi, localId, givenNames, familyName, birthDate, email } = row.learner
    fresh.set(`${home}|${index}`, {
      id,
      version: 1,
      home,
      identityIndex: index,
      wrappedKey: Buffer.from(wrapped),
      personal: Buffer.from(vault.sealHeld(key, id, { esi, localId, givenNames, familyName, birthDate, email })),
    })
  }
  if (fresh.size > 0) {
    await insertRows(tx.sql, learners, [...fresh.values()], { skipExisting: true })
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
