import { insertRows, type Transaction } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { HeldLearner } from './domain/identity.ts'
import { doubtAbout } from './domain/pair.ts'
import { learnerPairs, learners } from './tables.ts'
import type { LearnerVault } from './vault.ts'

/** A learner whose data are new, or have just changed. */
export interface Newcomer {
  readonly id: string
  readonly home: string
  readonly birthIndex: string | null
  readonly nameTokens: readonly string[]
  readonly held: HeldLearner
}

/**
 * More learners of one home than this on one day are the default date of some system, not births: comparing them all would take hours and put
 * thousands of pairs before a human.
 */
const mostBornOnOneDay = 200

/**
 * Puts every newcomer who might be somebody already held before a human. Whoever was born on the same day and shares a word of the name is opened and
 * compared; a slip in one word leaves another to share, and the blind indexes do the rest without opening anybody.
 */
export async function noteDoubtfulPairs(tx: Transaction, vault: LearnerVault, newcomers: readonly Newcomer[], at: string): Promise<void> {
  const births = [...new Set(newcomers.flatMap((one) => one.birthIndex ?? []))]
  if (births.length === 0) return
  // By an array of values, and words compared here: joined in SQL, row-level security keeps the words out of every index.
  const bornThen = await tx.sql<{ id: string; home: string; birth_index: string; name_tokens: string[] }[]>`
    select id, home, birth_index, name_tokens from learners where birth_index = any(${births}::text[]) and merged_into is null and wrapped_key is not null`
  const byDay = new Map<string, (typeof bornThen)[number][]>()
  for (const row of bornThen) {
    const day = byDay.get(`${row.home}|${row.birth_index}`)
    if (day) day.push(row)
    else byDay.set(`${row.home}|${row.birth_index}`, [row])
  }
  const caught = newcomers.flatMap((one) => {
    const bornWith = byDay.get(`${one.home}|${one.birthIndex}`) ?? []
    if (bornWith.length > mostBornOnOneDay) return []
    return bornWith.flatMap((other) =>
      other.id !== one.id && other.name_tokens.some((token) => one.nameTokens.includes(token)) ? [{ one, id: other.id }] : [],
    )
  })
  if (caught.length === 0) return
  const found = await tx.db
    .select({ id: learners.id, wrappedKey: learners.wrappedKey, personal: learners.personal })
    .from(learners)
    .where(inArray(learners.id, [...new Set(caught.map(({ id }) => id))]))
  const held = new Map(
    found.flatMap(({ id, wrappedKey, personal }) => (wrappedKey && personal ? [[id, vault.openHeld(vault.key(id, wrappedKey), id, personal)]] : [])),
  )
  const pairs = caught.flatMap(({ one, id }) => {
    const other = held.get(id)
    const ground = other && doubtAbout(one.held, other)
    const [firstId, secondId] = [one.id, id].toSorted()
    return ground && firstId && secondId ? [{ id: newId(), version: 1, home: one.home, firstId, secondId, ground, state: 'open' as const, foundAt: at }] : []
  })
  await insertRows(tx.sql, learnerPairs, pairs, { skipExisting: true })
}
