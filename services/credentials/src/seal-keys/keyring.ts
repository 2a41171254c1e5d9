import { decrypt } from '@collegium/database'
import type { Dependencies } from '@collegium/service-kit'
import { and, desc, eq, gt, lte, sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import { publicCertificates, publicInstitutions, sealKeys } from '../tables.ts'
import type { KeyMaterial } from './key-material.ts'
import { keyContext } from './make-seal-key.ts'

export interface Keyring {
  /** The key an institution seals with now, under the legal identifier it has now; undefined while it has none. */
  of(institution: string): Promise<KeyMaterial | undefined>
}

/** Opened keys stay in memory this long; a key that was replaced is out of use by then. */
const minutes = 1

/** Opens the seal keys of this service's database. A key is read under its own institution's sight, and never leaves this process. */
export function openKeyring({ database, settings, clock }: Dependencies): Keyring {
  const opened = new LRUCache<string, KeyMaterial>({ max: 100, ttl: minutes * 60_000 })
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
        .innerJoin(
          publicInstitutions,
          and(
            eq(publicInstitutions.schacId, sealKeys.institution),
            sql`${publicInstitutions.institution} ->> 'legalIdentifier' = ${publicCertificates.legalIdentifier}`,
          ),
        )
        .where(and(eq(sealKeys.institution, institution), lte(publicCertificates.validFrom, now), gt(publicCertificates.validUntil, now)))
        .orderBy(desc(sealKeys.createdAt))
        .limit(1)
      if (!row) return undefined
      const material: KeyMaterial = {
        keyId: row.keyId,
        privateKey: Buffer.from(decrypt(settings.secret, row.privateKey, keyContext(row.keyId)), 'base64'),
        certificateChain: [row.certificate],
      }
      opened.set(institution, material)
      return material
    },
  }
}
