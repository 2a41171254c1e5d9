import { createPrivateKey, sign } from 'node:crypto'
import type { Signer } from '@collegium/credential-formats'
import { decrypt } from '@collegium/database'
import type { Dependencies } from '@collegium/service-kit'
import { and, desc, eq, gt, lte, sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import { publicCertificates, publicInstitutions, sealKeys } from '../tables.ts'
import { keyContext } from './make-seal-key.ts'

export interface SealKey {
  /** SHA-256 of the certificate. */
  readonly keyId: string
  readonly signer: Signer
}
export interface Keyring {
  /** The key an institution seals with now, under the legal identifier it has now; undefined while it has none. */
  of(institution: string): Promise<SealKey | undefined>
}

/** Opened keys stay in memory this long; a key that was replaced is out of use by then. */
const minutes = 1

/** Opens the seal keys of this service's database. A key is read under its own institution's sight, and never leaves this process. */
export function openKeyring({ database, settings, clock }: Dependencies): Keyring {
  const opened = new LRUCache<string, SealKey>({ max: 100, ttl: minutes * 60_000 })
  return {
    async of(institution) {
      const known = opened.get(institution)
      if (known) return known
      const now = clock().toISOString()
      const [row] = await database
        .reader({ tenants: [institution] })
        .select({ keyId: sealKeys.fingerprint, privateKey: sealKeys.privateKey, certificate: publicCertificates.certificate })
        .from(sealKeys)
        .innerJoin(publicCertificates, eq(publicCertificates.fingerprint, sealKeys.fingerprint))
        .innerJoin(publicInstitutions, and(eq(publicInstitutions.schacId, sealKeys.institution), sql`${publicInstitutions.institution} ->> 'legalIdentifier' = ${publicCertificates.legalIdentifier}`))
        .where(and(eq(sealKeys.institution, institution), lte(publicCertificates.validFrom, now), gt(publicCertificates.validUntil, now)))
        .orderBy(desc(sealKeys.createdAt))
        .limit(1)
      if (!row) return undefined
      const key = createPrivateKey({ key: Buffer.from(decrypt(settings.secret, row.privateKey, keyContext(row.keyId)), 'base64'), format: 'der', type: 'pkcs8' })
      const made: SealKey = { keyId: row.keyId, signer: { alg: 'ES256', certificateChain: [row.certificate], sign: (bytes) => sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }) } }
      opened.set(institution, made)
      return made
    },
  }
}
