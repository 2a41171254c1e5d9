import { createHash, generateKeyPairSync, type KeyObject, sign, webcrypto } from 'node:crypto'
import 'reflect-metadata'
import { Name, X509CertificateGenerator } from '@peculiar/x509'
import type { Signer } from '../seal/seal.ts'
import type { TrustList } from '../verify/trust-list.ts'

export interface ExampleSigner {
  readonly signer: Signer
  readonly privateKey: KeyObject
  readonly fingerprint: string
  readonly trustList: TrustList
}

/** A throw-away key with a self-signed certificate of the invented University of Alder; for tests and benchmarks, never for a credential of a person. */
export async function exampleSigner(options: { readonly legalIdentifier?: string; readonly signatures?: 'raw' | 'der' } = {}): Promise<ExampleSigner> {
  const { legalIdentifier = 'VATDE-000000000', signatures = 'raw' } = options
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' })
  const jwk = privateKey.export({ format: 'jwk' })
  const keys = {
    privateKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x: jwk.x ?? '', y: jwk.y ?? '' }, algorithm, true, ['verify']),
  }
  const name = new Name([{ C: ['DE'] }, { O: ['University of Alder'] }, { '2.5.4.97': [legalIdentifier] }, { CN: ['University of Alder, test seal'] }])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    keys,
    name: name.toString(),
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2031-01-01T00:00:00Z'),
    signingAlgorithm: algorithm,
  })
  const der = Buffer.from(certificate.rawData)
  const fingerprint = createHash('sha256').update(der).digest('hex')
  return {
    signer: {
      alg: 'ES256',
      certificateChain: [der],
      sign: (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: signatures === 'raw' ? 'ieee-p1363' : 'der' }),
    },
    privateKey,
    fingerprint,
    trustList: {
      version: 'example-1',
      issuers: [{ name: 'University of Alder', legalIdentifier, certificates: [fingerprint], accreditedUntil: '2031-03-31T00:00:00Z' }],
    },
  }
}
