import 'reflect-metadata'
import { createHash, generateKeyPairSync, webcrypto } from 'node:crypto'
import type { DataOf, InstitutionVerified } from '@collegium/contracts'
import { encrypt } from '@collegium/database'
import { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, Name, X509CertificateGenerator } from '@peculiar/x509'
import type { publicCertificates, sealKeys } from '../tables.ts'

export interface NewSealKey {
  readonly certificate: typeof publicCertificates.$inferInsert
  readonly sealKey: typeof sealKeys.$inferInsert
}

const years = 5
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
/** Binds a stored key to its row: one that is copied to another row does not open. */
export const keyContext = (fingerprint: string) => `seal-key:${fingerprint}`

/**
 * An ES256 key and a certificate that the institution signs for itself: it proves integrity, and identity only to those who take the certificate from the
 * hub's trust list. It is not a qualified seal, and no check of the hub calls it one.
 * @param secret the service's 32 bytes, under which the private key is stored
 */
export async function makeSealKey(institution: DataOf<typeof InstitutionVerified>, secret: Uint8Array, now: Date): Promise<NewSealKey> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' })
  const { x = '', y = '' } = privateKey.export({ format: 'jwk' })
  const keys = {
    privateKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, algorithm, true, ['verify']),
  }
  const name = institution.name.en ?? Object.values(institution.name)[0] ?? institution.schacId
  const notBefore = new Date(now.getTime() - 60_000)
  const notAfter = new Date(now)
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years)
  const certificate = await X509CertificateGenerator.createSelfSigned({
    keys,
    // 2.5.4.97 is the organisation identifier: verifiers compare it with the issuer that a credential names.
    name: new Name([
      { C: [institution.country] },
      { O: [name] },
      { '2.5.4.97': [institution.legalIdentifier] },
      { CN: [`${institution.schacId} seal`] },
    ]).toString(),
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true),
    ],
  })
  const der = Buffer.from(certificate.rawData)
  const fingerprint = createHash('sha256').update(der).digest('hex')
  return {
    certificate: {
      fingerprint,
      institution: institution.schacId,
      legalIdentifier: institution.legalIdentifier,
      certificate: der,
      validFrom: notBefore.toISOString(),
      validUntil: notAfter.toISOString(),
    },
    sealKey: {
      fingerprint,
      institution: institution.schacId,
      privateKey: Buffer.from(encrypt(secret, pkcs8.toString('base64'), keyContext(fingerprint))),
      createdAt: now.toISOString(),
    },
  }
}
