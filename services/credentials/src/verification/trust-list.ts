import { createHash } from 'node:crypto'
import type { DataOf, InstitutionVerified } from '@collegium/contracts'
import type { TrustList } from '@collegium/credential-formats'
import type { Database } from '@collegium/database'

/** A list is read again after this time: a key or accreditation that was withdrawn stops counting soon. */
const seconds = 10

export type TrustListSource = () => Promise<TrustList>

/** The alliance's trust list: the verified institutions, their sealing certificates, and until when their quality assurance is confirmed. */
export function trustListOf(database: Database, clock: () => Date): TrustListSource {
  let read: { readonly at: number; readonly list: Promise<TrustList> } | undefined
  return () => {
    const at = clock().getTime()
    if (!read || at - read.at > seconds * 1000) read = { at, list: readTrustList(database) }
    const { list } = read
    // A failed reading is not kept.
    list.catch(() => {
      read = undefined
    })
    return list
  }
}

async function readTrustList(database: Database): Promise<TrustList> {
  const rows = await database.unowned<{ institution: DataOf<typeof InstitutionVerified>; legal_identifier: string; fingerprint: string }[]>`
    select i.institution, c.legal_identifier, c.fingerprint from public_certificates c join public_institutions i on i.schac_id = c.institution order by c.fingerprint`
  const issuers = rows.map((row) => ({
    name: row.institution.name.en ?? Object.values(row.institution.name)[0] ?? row.institution.schacId,
    legalIdentifier: row.legal_identifier,
    certificates: [row.fingerprint],
    accreditedUntil: row.institution.accreditation ? `${row.institution.accreditation.validUntil}T23:59:59Z` : null,
  }))
  // The version names the content: the same list is the same version in every process and after every restart.
  return { version: createHash('sha256').update(JSON.stringify(issuers)).digest('hex').slice(0, 16), issuers }
}
