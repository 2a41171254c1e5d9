import { insertRows, type Transaction } from '@collegium/database'
import { v7 as newId } from 'uuid'
import type { HeldLearner } from './domain/identity.ts'
import { doubtAbout } from './domain/pair.ts'
import { learnerPairs } from './tables.ts'
import type { LearnerVault } from './vault.ts'

/** A learner whose data are new, or have just changed. */
export interface Newcomer {
  readonly id: string
  readonly home: string
  readonly birthIndex: string | null
  readonly held: HeldLearner
}

/** Puts every newcomer who might be somebody already held before a human. The same day of birth is the net; within it, names are compared. */
export async function noteDoubtfulPairs(tx: Transaction, vault: LearnerVault, newcomers: readonly Newcomer[], at: string): Promise<void> {
  const births = [...new Set(newcomers.flatMap((one) => one.birthIndex ?? []))]
  if (births.length === 0) return
  const rows = await tx.sql<{ id: string; home: string; birth_index: string; wrapped_key: Buffer; personal: Buffer }[]>`
    select id, home, birth_index, wrapped_key, personal from learners
    where birth_index = any(${births}::text[]) and merged_into is null and wrapped_key is not null and personal is not null`
  const bornAlike = new Map<string, (typeof rows)[number][]>()
  for (const row of rows) bornAlike.set(`${row.home}|${row.birth_index}`, [...(bornAlike.get(`${row.home}|${row.birth_index}`) ?? []), row])
  const opened = new Map(newcomers.map((one) => [one.id, one.held]))
  const pairs = newcomers.flatMap((one) =>
    (bornAlike.get(`${one.home}|${one.birthIndex}`) ?? []).flatMap((other) => {
      if (other.id === one.id) return []
      const held = opened.get(other.id) ?? vault.openHeld(vault.key(other.id, other.wrapped_key), other.id, other.personal)
      opened.set(other.id, held)
      const ground = doubtAbout(one.held, held)
      const [firstId, secondId] = [one.id, other.id].toSorted()
      return ground && firstId && secondId ? [{ id: newId(), version: 1, home: one.home, firstId, secondId, ground, state: 'open' as const, foundAt: at }] : []
    }),
  )
  await insertRows(tx.sql, learnerPairs, pairs, { skipExisting: true })
}
