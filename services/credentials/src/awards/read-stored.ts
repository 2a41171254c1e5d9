import { type Reader, unwrapDataKey } from '@collegium/database'
import { and, eq, inArray } from 'drizzle-orm'
import { credentials, learnerKeys } from '../tables.ts'
import type { StoredBytes } from './open-stored.ts'
import { learnerKeyContext } from './seal-credentials.ts'

export interface StoredCredential extends StoredBytes {
  readonly lead: string
  readonly home: string
  readonly learnerId: string
  readonly statusListId: string
}

/** These credentials, as far as `reader` may see them and their learners' keys have not been destroyed. */
export async function readStored(reader: Reader, secret: Uint8Array, ids: readonly string[]): Promise<StoredCredential[]> {
  if (ids.length === 0) return []
  const rows = await reader
    .select({
      id: credentials.id,
      sha256: credentials.sha256,
      lead: credentials.lead,
      home: credentials.home,
      learnerId: credentials.learnerId,
      statusListId: credentials.statusListId,
      kept: credentials.sealed,
      wrappedKey: learnerKeys.wrappedKey,
    })
    .from(credentials)
    .innerJoin(learnerKeys, and(eq(learnerKeys.lead, credentials.lead), eq(learnerKeys.learnerId, credentials.learnerId)))
    .where(inArray(credentials.id, [...ids]))
  return rows.map(({ wrappedKey, ...row }) => ({ ...row, dataKey: unwrapDataKey(secret, wrappedKey, learnerKeyContext(row.lead, row.learnerId)) }))
}
