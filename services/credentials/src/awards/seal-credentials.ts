import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { deflateRawSync } from 'node:zlib'
import type { LearnersAnswer } from '@collegium/contracts'
import { buildClaims, claimBytes, seal, statusEntry } from '@collegium/credential-formats'
import { encryptBytes, newDataKey, unwrapDataKey } from '@collegium/database'
import type { Dependencies } from '@collegium/service-kit'
import { and, inArray } from 'drizzle-orm'
import type { Reference } from '../references/load-references.ts'
import { takePlaces } from '../status-lists/places.ts'
import { statusListUrl } from '../status-lists/sealed-list.ts'
import { type credentials, learnerKeys } from '../tables.ts'
import type { Award } from './domain/award.ts'

type Learner = LearnersAnswer['learners'][number]
export type NewCredential = typeof credentials.$inferInsert

export interface ToSeal {
  readonly award: Award
  readonly credentialId: string
  readonly supersedes: string | null
  readonly learner: Learner
  readonly reference: Reference
}

/** So many seals are made before others get a turn: some ten milliseconds of work. */
const sealsPerTurn = 50

export const credentialContext = (id: string) => `credential:${id}`
export const learnerKeyContext = (lead: string, learnerId: string) => `learner-key:${lead}:${learnerId}`

/** The learners' data keys at a lead; missing ones are made. Two batches may want the same key at once: the first one written counts. */
async function dataKeys({ database, settings }: Dependencies, lead: string, wanted: ReadonlyMap<string, string>, correlationId: string, count: number) {
  return database.write({ tenants: [lead] }, { correlationId }, async (tx) => {
    const find = () => tx.db.select().from(learnerKeys).where(and(inArray(learnerKeys.learnerId, [...wanted.keys()])))
    const found = new Set((await find()).map((row) => row.learnerId))
    const missing = [...wanted].filter(([learnerId]) => !found.has(learnerId))
    if (missing.length > 0) {
      const rows = missing.map(([learnerId, home]) => ({ lead, learnerId, home, wrappedKey: Buffer.from(newDataKey(settings.secret, learnerKeyContext(lead, learnerId)).wrapped) }))
      await tx.db.insert(learnerKeys).values(rows).onConflictDoNothing()
    }
    const rows = (await find()).filter((row) => row.lead === lead)
    const keys = new Map(rows.map((row) => [row.learnerId, unwrapDataKey(settings.secret, row.wrappedKey, learnerKeyContext(lead, row.learnerId))]))
    return { keys, places: await takePlaces(tx, lead, count) }
  })
}

/**
 * Builds and seals one lead's credentials, outside any transaction of its own awards: places in the status list and learners' keys are taken first, in a short
 * one. Throws when a claim set cannot be built; the event is then parked, and says why.
 */
export async function sealCredentials(dependencies: Dependencies, lead: string, toSeal: readonly ToSeal[], correlationId: string): Promise<Map<string, NewCredential>> {
  const { settings, clock } = dependencies
  const { keys, places } = await dataKeys(dependencies, lead, new Map(toSeal.map(({ award }) => [award.learnerId, award.home])), correlationId, toSeal.length)
  const sealed = new Map<string, NewCredential>()
  for (const [i, { award, credentialId, supersedes, learner, reference }] of toSeal.entries()) {
    if (i % sealsPerTurn === sealsPerTurn - 1) await nextTurn()
    const place = places[i]
    const dataKey = keys.get(award.learnerId)
    if (!place || !dataKey) throw new Error(`No place in a status list, or no key, for credential ${credentialId}`)
    const now = clock()
    const { specification, instance, institution, key } = reference
    const built = buildClaims({
      award: { credentialId, awardId: award.id, issuedAt: now.toISOString(), status: statusEntry(statusListUrl(settings.publicUrl, place.listId), place.index) },
      learner,
      specification,
      instance,
      institution,
      result: award.achieved,
    })
    if ('refused' in built) throw new Error(built.message)
    const bytes = await seal(claimBytes(built.claims), key.signer, Math.floor(now.getTime() / 1000))
    const { enrolmentId, attempt, instanceId, learnerId, home, resultVersion } = award
    sealed.set(credentialId, {
      id: credentialId,
      awardId: award.id,
      state: 'issued',
      lead,
      home,
      enrolmentId,
      attempt,
      instanceId,
      learnerId,
      resultVersion,
      supersedes,
      issuedAt: now.toISOString(),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      keyId: key.keyId,
      statusListId: place.listId,
      statusIndex: place.index,
      // Compressed first, for what is encrypted can no longer be: a third of the bytes to write, to keep and to back up.
      sealed: Buffer.from(encryptBytes(dataKey, deflateRawSync(bytes, { level: 1 }), credentialContext(credentialId))),
      size: bytes.length,
      reason: null,
    })
  }
  return sealed
}
