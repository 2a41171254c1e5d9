import type { LearnersAnswer } from '@collegium/contracts'
import { statusEntry } from '@collegium/credential-formats'
import { newDataKey, unwrapDataKey } from '@collegium/database'
import type { Dependencies } from '@collegium/service-kit'
import { inArray } from 'drizzle-orm'
import type { Reference } from '../references/load-references.ts'
import type { Workshop } from '../seal-keys/workshop.ts'
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

export const learnerKeyContext = (lead: string, learnerId: string) => `learner-key:${lead}:${learnerId}`

/** The learners' data keys at a lead, and places in its status lists. Two batches may want the same missing key at once: the first one written counts. */
async function reserve({ database, settings }: Dependencies, lead: string, toSeal: readonly ToSeal[], correlationId: string) {
  const wanted = new Map(toSeal.map(({ award }) => [award.learnerId, award.home]))
  return database.write({ tenants: [lead] }, { correlationId }, async (tx) => {
    const find = async () =>
      (
        await tx.db
          .select()
          .from(learnerKeys)
          .where(inArray(learnerKeys.learnerId, [...wanted.keys()]))
      ).filter((row) => row.lead === lead)
    const found = new Set((await find()).map((row) => row.learnerId))
    const missing = [...wanted].filter(([learnerId]) => !found.has(learnerId))
    if (missing.length > 0) {
      const rows = missing.map(([learnerId, home]) => ({
        lead,
        learnerId,
        home,
        wrappedKey: Buffer.from(newDataKey(settings.secret, learnerKeyContext(lead, learnerId)).wrapped),
      }))
      await tx.db.insert(learnerKeys).values(rows).onConflictDoNothing()
    }
    const keys = new Map((await find()).map((row) => [row.learnerId, unwrapDataKey(settings.secret, row.wrappedKey, learnerKeyContext(lead, row.learnerId))]))
    return { keys, places: await takePlaces(tx, lead, toSeal.length) }
  })
}

/**
 * Builds and seals one lead's credentials, outside any transaction of its own awards: places in the status list and learners' keys are taken first, in a short
 * one. Throws when a claim set cannot be built; the event is then parked, and says why.
 */
export async function sealCredentials(
  dependencies: Dependencies,
  workshop: Workshop,
  lead: string,
  toSeal: readonly ToSeal[],
  correlationId: string,
): Promise<Map<string, NewCredential>> {
  const [first] = toSeal
  if (!first) return new Map()
  const { settings, clock } = dependencies
  const { key } = first.reference
  const { keys, places } = await reserve(dependencies, lead, toSeal, correlationId)
  const issuedAt = clock().toISOString()
  const placed = toSeal.map((one, i) => {
    const place = places[i]
    const dataKey = keys.get(one.award.learnerId)
    if (!place || !dataKey) throw new Error(`No place in a status list, or no key, for credential ${one.credentialId}`)
    return { ...one, place, dataKey }
  })
  const sealed = await workshop.seal({
    kind: 'seal',
    key,
    issuedAt,
    credentials: placed.map(({ award, credentialId, learner, reference, place, dataKey }) => ({
      credentialId,
      awardId: award.id,
      status: statusEntry(statusListUrl(settings.publicUrl, place.listId), place.index),
      learner,
      result: award.achieved,
      offering: reference.offering,
      dataKey,
    })),
  })
  const bytesOf = new Map(sealed.map((one) => [one.credentialId, one]))
  return new Map(
    placed.map(({ award, credentialId, supersedes, place }) => {
      const bytes = bytesOf.get(credentialId)
      if (!bytes) throw new Error(`Credential ${credentialId} was not sealed`)
      const { id: awardId, enrolmentId, attempt, instanceId, learnerId, home, resultVersion } = award
      const row: NewCredential = {
        id: credentialId,
        awardId,
        state: 'issued',
        lead,
        home,
        enrolmentId,
        attempt,
        instanceId,
        learnerId,
        resultVersion,
        supersedes,
        issuedAt,
        sha256: bytes.sha256,
        keyId: key.keyId,
        statusListId: place.listId,
        statusIndex: place.index,
        sealed: Buffer.from(bytes.kept),
        size: bytes.size,
        reason: null,
      }
      return [credentialId, row]
    }),
  )
}
