import { isRefusal, refuse, type Refusal } from '@collegium/contracts'
import { insertRows, saveAggregates, type Transaction } from '@collegium/database'
import { and, eq, inArray } from 'drizzle-orm'
import { type HeldLearner, identityOf, identitiesOf } from './domain/identity.ts'
import { changedFields, type GivenLearner, heldFrom, type IdentityProofing } from './domain/registration.ts'
import { sealedColumns } from './hold-learner.ts'
import { noteDoubtfulPairs } from './note-doubtful-pairs.ts'
import { circumstancesOf, type HomeActing, takeIdentifiers } from './register-learner.ts'
import { learnerIdentifiers, learners, learnerVersions } from './tables.ts'

export const rectificationReasons = ['name-changed', 'recording-error', 'identifier-assigned', 'documents-seen', 'learner-request'] as const

/**
 * Corrects what the home holds of a learner (GDPR 16). What stood before stays readable under the learner's key, with who changed it, when and why.
 * Names on enrolments and nominations stay as they were given there.
 */
export async function rectifyLearner(
  tx: Transaction,
  acting: HomeActing,
  wanted: {
    readonly learnerId: string
    readonly given: GivenLearner
    readonly identityProofing: IdentityProofing | null
    readonly reason: string
    readonly expectedVersion: number
  },
): Promise<{ readonly id: string; readonly changed: readonly string[] } | Refusal> {
  const { vault, home, at, by } = acting
  const [row] = await tx.db
    .select()
    .from(learners)
    .where(and(eq(learners.id, wanted.learnerId), eq(learners.home, home)))
    .for('update')
  if (!row) return refuse('not-found')
  if (!row.wrappedKey || !row.personal) return refuse('learner-erased')
  if (row.mergedInto) return refuse('merged-meanwhile', { learnerId: row.mergedInto })
  if (wanted.expectedVersion !== row.version) return refuse('stale-version', { current: row.version })
  if (!(rectificationReasons as readonly string[]).includes(wanted.reason)) return refuse('reason-needed', { oneOf: rectificationReasons })
  const normal = heldFrom(wanted.given, await circumstancesOf(tx, acting))
  if (isRefusal(normal)) return normal
  const { held } = normal
  const key = vault.key(row.id, row.wrappedKey)
  const before = vault.openHeld(key, row.id, row.personal)
  const identityProofing = held.esi ? null : (wanted.identityProofing ?? row.identityProofing)
  if (!held.esi && !identityProofing) return refuse('identity-proofing-needed')
  const changed: string[] = changedFields(before, held)
  if (identityProofing !== row.identityProofing && !changed.includes('esi')) changed.push('identityProofing')
  if (changed.length === 0) return refuse('nothing-changed')

  const [stood, stands] = [identitiesOf(before), identitiesAfter(before, held)]
  const taken = await takeIdentifiers(
    tx,
    home,
    row.id,
    stands.map((identity) => vault.indexOf(home, identity)),
  )
  if (taken) return taken
  const gone = stood.filter((identity) => !stands.includes(identity)).map((identity) => vault.indexOf(home, identity))
  if (gone.length > 0)
    await tx.db.delete(learnerIdentifiers).where(and(eq(learnerIdentifiers.learnerId, row.id), inArray(learnerIdentifiers.identityIndex, gone)))
  const version = row.version + 1
  const columns = sealedColumns(vault, key, row, held)
  await saveAggregates(tx.sql, learners, [{ ...row, version, identityProofing, ...columns }])
  await insertRows(tx.sql, learnerVersions, [
    { learnerId: row.id, version, home, changed, reason: wanted.reason, by, at, before: Buffer.from(vault.seal(key, versionContext(row.id, version), before)) },
  ])
  await noteDoubtfulPairs(tx, vault, [{ id: row.id, home, birthIndex: columns.birthIndex, nameTokens: columns.nameTokens, held }], at)
  return { id: row.id, changed }
}

/** Binds what stood before a version to that version. */
export const versionContext = (learnerId: string, version: number): string => `learner-version:${learnerId}:${version}`

/** Whoever was known by name and birth date stays findable so, beside the identifiers that are new. */
function identitiesAfter(before: HeldLearner, after: HeldLearner): string[] {
  const byName = !before.esi && !before.localId ? [identityOf({ ...after, esi: null, localId: null })] : []
  return [...new Set([...identitiesOf(after), ...byName])]
}
