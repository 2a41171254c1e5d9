import { insertRows, type Transaction } from '@collegium/database'
import { and, arrayContains, count, desc, eq, inArray, isNull, lt, type SQL } from 'drizzle-orm'
import { folded, identityOf } from './domain/identity.ts'
import type { HomeActing } from './register-learner.ts'
import { accessRecords, learnerIdentifiers, learners } from './tables.ts'

/** Why an office may look people up. */
export const directoryPurposes = ['nomination', 'learning-agreement', 'enrolment', 'recognition', 'identity-check', 'data-request'] as const
export type DirectoryPurpose = (typeof directoryPurposes)[number]

export interface Search {
  /** An ESI or the home's own number, whole. */
  readonly identifier: string | null
  /** Words of the name, whole, in any order. */
  readonly name: string | null
}
type Row = typeof learners.$inferSelect

/**
 * Looks learners of the home up. Neither identifiers nor names lie in the database as they are, so both are found whole or not at all.
 * Whoever is shown is told: each one gets an access record with the purpose that was named. Answers one row more than `limit`, where there is one;
 * that one is not to be shown.
 */
export async function searchDirectory(
  tx: Transaction,
  acting: HomeActing,
  search: Search,
  purpose: DirectoryPurpose,
  asked: { readonly limit: number; readonly after: string | null; readonly correlationId: string },
): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const { vault, home } = acting
  const where: (SQL | undefined)[] = [eq(learners.home, home), isNull(learners.mergedInto), isNull(learners.erasedAt)]
  if (search.identifier) {
    const identifier = search.identifier.trim()
    const nobody = { givenNames: '', familyName: '', birthDate: null }
    const indexes = [identityOf({ ...nobody, esi: identifier, localId: null }), identityOf({ ...nobody, esi: null, localId: identifier })].map((identity) =>
      vault.indexOf(home, identity),
    )
    const found = await tx.db
      .select()
      .from(learnerIdentifiers)
      .where(and(eq(learnerIdentifiers.home, home), inArray(learnerIdentifiers.identityIndex, indexes)))
    if (found.length === 0) return { rows: [], total: 0 }
    where.push(
      inArray(
        learners.id,
        found.map((row) => row.learnerId),
      ),
    )
  }
  const words = (search.name ?? '')
    .split(/[\s-]+/u)
    .map(folded)
    .filter(Boolean)
  if (words.length > 0)
    where.push(
      arrayContains(
        learners.nameTokens,
        words.map((word) => vault.wordIndex(home, word)),
      ),
    )
  const wanted = and(...where)
  const rows = await tx.db
    .select()
    .from(learners)
    .where(and(wanted, asked.after ? lt(learners.id, asked.after) : undefined))
    .orderBy(desc(learners.id))
    .limit(asked.limit + 1)
  const [counted] = await tx.db.select({ n: count() }).from(learners).where(wanted)
  await insertRows(
    tx.sql,
    accessRecords,
    rows.slice(0, asked.limit).map((row) => ({
      id: acting.newId(),
      home,
      learnerId: row.id,
      caller: acting.by,
      purpose: `directory:${purpose}`,
      at: acting.at,
      correlationId: asked.correlationId,
    })),
  )
  return { rows, total: counted?.n ?? 0 }
}
