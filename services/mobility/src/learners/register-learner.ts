import { isRefusal, refuse, type Refusal, type Role } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import { publicInstitutions } from '../institutions/tables.ts'
import { type GivenLearner, heldFrom, type IdentityProofing } from './domain/registration.ts'
import { identityIndexes, sealedColumns } from './hold-learner.ts'
import { noteDoubtfulPairs } from './note-doubtful-pairs.ts'
import { learnerIdentifiers, learners } from './tables.ts'
import type { LearnerVault } from './vault.ts'

/** Whoever of a home acts, with what a command brings from outside. */
export interface HomeActing {
  readonly home: string
  readonly roles: readonly Role[]
  readonly by: string
  readonly at: string
  readonly vault: LearnerVault
  readonly newId: () => string
}

/** What the home's own data are checked against. */
export async function circumstancesOf(tx: Transaction, { home, at }: Pick<HomeActing, 'home' | 'at'>) {
  const [known] = await tx.db
    .select()
    .from(publicInstitutions)
    .where(inArray(publicInstitutions.schacId, [home]))
  return { home, country: known?.country ?? null, today: at.slice(0, 10) }
}

/** Registers a learner under their home. Whoever has no ESI gets the hub's identifier (the id), and the home says how sure it is of the person (A01). */
export async function registerLearner(
  tx: Transaction,
  acting: HomeActing,
  given: GivenLearner,
  identityProofing: IdentityProofing | null,
): Promise<{ readonly id: string } | Refusal> {
  const { vault, home, at } = acting
  const normal = heldFrom(given, await circumstancesOf(tx, acting))
  if (isRefusal(normal)) return normal
  const { held } = normal
  if (!held.esi && !identityProofing) return refuse('identity-proofing-needed')
  const id = acting.newId()
  const indexes = identityIndexes(vault, home, held)
  const taken = await takeIdentifiers(tx, home, id, indexes)
  if (taken) return taken
  const { key, wrapped } = vault.newKey(id)
  const columns = sealedColumns(vault, key, { id, home }, held)
  await insertRows(tx.sql, learners, [
    { id, version: 1, home, wrappedKey: Buffer.from(wrapped), identityProofing: held.esi ? null : identityProofing, ...columns },
  ])
  await noteDoubtfulPairs(tx, vault, [{ id, home, birthIndex: columns.birthIndex, nameTokens: columns.nameTokens, held }], at)
  return { id }
}

/** Claims identifiers for a learner; refused where another learner of the home has one. The caller's transaction is to end with the refusal. */
export async function takeIdentifiers(tx: Transaction, home: string, learnerId: string, indexes: readonly string[]): Promise<Refusal | null> {
  await insertRows(
    tx.sql,
    learnerIdentifiers,
    indexes.map((identityIndex) => ({ home, identityIndex, learnerId })),
    { skipExisting: true },
  )
  const now = await tx.db
    .select()
    .from(learnerIdentifiers)
    .where(inArray(learnerIdentifiers.identityIndex, [...indexes]))
  const other = now.find((row) => row.home === home && row.learnerId !== learnerId)
  return other ? refuse('identifier-taken', { learnerId: other.learnerId }) : null
}
