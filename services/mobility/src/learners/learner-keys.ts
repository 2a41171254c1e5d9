import type { Dependencies } from '@collegium/service-kit'
import { inArray } from 'drizzle-orm'
import { learners } from './tables.ts'
import { learnerVault } from './vault.ts'

/** The keys of learners; an erased one has none. They lie under the home and are fetched there: only for rows that the session may see. */
export async function learnerKeys(
  { database, settings }: Pick<Dependencies, 'database' | 'settings'>,
  rows: readonly { readonly home: string; readonly learnerId: string }[],
): Promise<Map<string, Uint8Array>> {
  const vault = learnerVault(settings.secret)
  const keys = new Map<string, Uint8Array>()
  for (const home of new Set(rows.map((row) => row.home))) {
    const ids = [...new Set(rows.filter((row) => row.home === home).map((row) => row.learnerId))]
    const found = await database
      .reader({ tenants: [home] })
      .select({ id: learners.id, wrappedKey: learners.wrappedKey })
      .from(learners)
      .where(inArray(learners.id, ids))
    for (const { id, wrappedKey } of found) if (wrappedKey) keys.set(id, vault.key(id, wrappedKey))
  }
  return keys
}
