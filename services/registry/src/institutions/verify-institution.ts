import { type DataOf, InstitutionVerified } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { fact } from '@collegium/events'
import { publicInstitutions } from '../tables.ts'

/** Makes an organisation known to the alliance, or known anew after a change. Its version grows with each. */
export async function verifyInstitution(tx: Transaction, institution: Omit<DataOf<typeof InstitutionVerified>, 'version'>): Promise<{ version: number }> {
  const [before] = await tx.sql<{ version: number }[]>`select version from public_institutions where schac_id = ${institution.schacId} for update`
  const version = (before?.version ?? 0) + 1
  const row = { ...institution, version }
  await tx.db.insert(publicInstitutions).values(row).onConflictDoUpdate({ target: publicInstitutions.schacId, set: row })
  tx.publish([fact(InstitutionVerified, { institution: institution.schacId, aggregateVersion: version, data: row })])
  return { version }
}
