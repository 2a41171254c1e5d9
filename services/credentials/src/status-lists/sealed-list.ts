import { claimBytes, encodeStatusList, seal } from '@collegium/credential-formats'
import type { Dependencies } from '@collegium/service-kit'
import { and, eq, ne } from 'drizzle-orm'
import { signerOf } from '../seal-keys/key-material.ts'
import type { Keyring } from '../seal-keys/keyring.ts'
import { credentials, publicStatusLists, statusLists } from '../tables.ts'

/** A list is sealed anew at least this often, so that a verifier can tell a fresh one from a kept one. */
const hours = 24

export const statusListUrl = (publicUrl: string, id: string): string => `${publicUrl}/api/status-lists/${id}`

/** The id in an address of this hub's status lists; undefined for any other address. */
export function statusListId(publicUrl: string, url: string): string | undefined {
  const prefix = statusListUrl(publicUrl, '')
  return url.startsWith(prefix) ? url.slice(prefix.length) : undefined
}

/**
 * The sealed status list as everyone reads it, sealed anew when a bit was set since, or after a day. Undefined when there is no such list.
 * Sealing happens here, when somebody asks, and so never in the transaction that sets a bit.
 */
export async function sealedStatusList(dependencies: Dependencies, keyring: Keyring, id: string, requestId: string): Promise<Uint8Array | undefined> {
  const { database, settings, clock } = dependencies
  const [kept] = await database.unowned<{ institution: string; version: number; sealed: Uint8Array | null; sealed_at: string | null }[]>`
    select institution, version, sealed, sealed_at::text from public_status_lists where id::text = ${id}`
  if (!kept) return undefined
  const sight = { tenants: [kept.institution] }
  const db = database.reader(sight)
  const [list] = await db.select({ version: statusLists.version }).from(statusLists).where(eq(statusLists.id, id))
  if (!list) return undefined
  const now = clock()
  if (kept.sealed && kept.version === list.version && kept.sealed_at && now.getTime() - new Date(kept.sealed_at).getTime() < hours * 3_600_000)
    return kept.sealed
  const key = await keyring.of(kept.institution)
  if (!key) return kept.sealed ?? undefined
  const ended = await db
    .select({ index: credentials.statusIndex })
    .from(credentials)
    .where(and(eq(credentials.statusListId, id), ne(credentials.state, 'issued')))
  const claims = await encodeStatusList({
    url: statusListUrl(settings.publicUrl, id),
    issuer: kept.institution,
    issuedAt: now.toISOString(),
    revoked: ended.map((row) => row.index),
  })
  const sealed = await seal(claimBytes(claims), signerOf(key), Math.floor(now.getTime() / 1000))
  await database.write(sight, { correlationId: requestId }, async (tx) => {
    // An older state never overwrites a newer one: two may be asked for at once.
    await tx.db
      .update(publicStatusLists)
      .set({ version: list.version, sealed: Buffer.from(sealed), sealedAt: now.toISOString() })
      .where(and(eq(publicStatusLists.id, id), eq(publicStatusLists.version, kept.version)))
  })
  return sealed
}
