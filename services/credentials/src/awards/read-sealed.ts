import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { maximumBytes } from '@collegium/credential-formats'
import { decryptBytes, type Reader, unwrapDataKey } from '@collegium/database'
import { and, eq, inArray } from 'drizzle-orm'
import { credentials, learnerKeys } from '../tables.ts'
import { credentialContext, learnerKeyContext } from './seal-credentials.ts'

export interface StoredCredential {
  readonly id: string
  readonly sha256: string
  readonly lead: string
  readonly home: string
  readonly learnerId: string
  /** The bytes exactly as they were sealed. */
  readonly bytes: Uint8Array
}

/**
 * The sealed bytes of these credentials, as far as `reader` may see them and their learners' keys have not been destroyed.
 * Throws when stored bytes are not those that were sealed: a fault of the storage, which nobody may be handed.
 */
export async function readSealed(reader: Reader, secret: Uint8Array, ids: readonly string[]): Promise<StoredCredential[]> {
  if (ids.length === 0) return []
  const rows = await reader
    .select({ id: credentials.id, sha256: credentials.sha256, lead: credentials.lead, home: credentials.home, learnerId: credentials.learnerId, sealed: credentials.sealed, wrappedKey: learnerKeys.wrappedKey })
    .from(credentials)
    .innerJoin(learnerKeys, and(eq(learnerKeys.lead, credentials.lead), eq(learnerKeys.learnerId, credentials.learnerId)))
    .where(inArray(credentials.id, [...ids]))
  return rows.map(({ sealed, wrappedKey, ...row }) => {
    const key = unwrapDataKey(secret, wrappedKey, learnerKeyContext(row.lead, row.learnerId))
    const bytes = inflateRawSync(decryptBytes(key, sealed, credentialContext(row.id)), { maxOutputLength: maximumBytes })
    if (createHash('sha256').update(bytes).digest('hex') !== row.sha256) throw new Error(`The stored bytes of credential ${row.id} are not those that were sealed`)
    return { ...row, bytes }
  })
}
