import { constants, createHash, verify, type KeyObject } from 'node:crypto'
import type { SealingCertificate } from './certificate.ts'
import { type Opened, type OpenedSignature, open, signingInput } from './open.ts'

export interface ValidSeal {
  readonly certificate: SealingCertificate
  /** Claimed by the sealer (`iat`, or `sigT` of older seals); no time stamp is examined. */
  readonly sealedAt: Date
  readonly alg: string
}
export type SealVerdict = { readonly seals: readonly [ValidSeal, ...ValidSeal[]] } | { readonly fault: string }

/** Header parameters that may be named as critical, because their meaning is checked below. */
const understood = new Set(['b64', 'sigT', 'adoTst', 'iat'])
const ecdsa: Readonly<Record<string, { readonly hash: string; readonly curve: string; readonly size: number }>> = {
  ES256: { hash: 'sha256', curve: 'prime256v1', size: 64 },
  ES384: { hash: 'sha384', curve: 'secp384r1', size: 96 },
  ES512: { hash: 'sha512', curve: 'secp521r1', size: 132 },
}
const rsaHash: Readonly<Record<string, string>> = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512', PS256: 'sha256', PS384: 'sha384', PS512: 'sha512' }

function signatureFits(alg: string, key: KeyObject, input: Uint8Array, signature: Uint8Array): boolean | 'unsupported' {
  const curve = ecdsa[alg]
  if (curve) {
    if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== curve.curve || signature.length !== curve.size) return false
    return verify(curve.hash, input, { key, dsaEncoding: 'ieee-p1363' }, signature)
  }
  const hash = rsaHash[alg]
  if (hash) {
    if (!key.asymmetricKeyType?.startsWith('rsa') || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) return false
    const padding = alg.startsWith('PS')
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { padding: constants.RSA_PKCS1_PADDING }
    return verify(hash, input, { key, ...padding }, signature)
  }
  if (alg === 'EdDSA' && key.asymmetricKeyType === 'ed25519') return verify(null, input, key, signature)
  return 'unsupported'
}

/** A content time stamp must at least be about this payload: its imprint is the payload's SHA-256. Who issued it is not examined. */
function timeStampCovers(value: unknown, payload: Uint8Array): boolean {
  const tokens = (value as { tstTokens?: readonly { val?: unknown }[] } | null)?.tstTokens
  if (!Array.isArray(tokens) || tokens.length === 0) return false
  const imprint = Buffer.concat([Buffer.of(0x04, 0x20), createHash('sha256').update(payload).digest()])
  return tokens.every((token: { val?: unknown } | null) => typeof token?.val === 'string' && Buffer.from(token.val, 'base64').includes(imprint))
}

function sealingTime(header: Readonly<Record<string, unknown>>): Date | undefined {
  const { iat, sigT } = header
  const at = typeof iat === 'number' ? new Date(iat * 1000) : typeof sigT === 'string' ? new Date(sigT) : undefined
  return at && !Number.isNaN(at.getTime()) ? at : undefined
}

function verifyOne(opened: Opened, signature: OpenedSignature): ValidSeal | { readonly fault: string } {
  const { header } = signature
  const critical = header['crit'] ?? []
  if (!Array.isArray(critical)) return { fault: 'The list of critical header parameters (crit) is malformed.' }
  const unknown = critical.find((name) => typeof name !== 'string' || !understood.has(name) || !(name in header))
  if (unknown !== undefined) return { fault: `The seal demands that "${String(unknown)}" be understood, which this verifier cannot promise.` }
  if (header['b64'] === false && !critical.includes('b64'))
    return { fault: 'The payload is not encoded (b64:false), but "crit" does not say so, which RFC 7797 demands.' }
  const [certificate] = signature.certificates
  if (!certificate) return { fault: 'The seal names no certificate (x5c), so nobody can be held to it.' }
  if (header['x5t#S256'] !== undefined && header['x5t#S256'] !== Buffer.from(certificate.fingerprint, 'hex').toString('base64url'))
    return { fault: 'The certificate in the seal is not the one whose fingerprint (x5t#S256) was sealed.' }
  const alg = String(header['alg'])
  const fits = signatureFits(alg, certificate.x509.publicKey, signingInput(opened, signature), signature.signature)
  if (fits === 'unsupported')
    return { fault: `The seal's algorithm "${alg}" is not one that is accepted (ES256/384/512, RS256/384/512, PS256/384/512, EdDSA).` }
  if (!fits) return { fault: 'The seal does not fit the content: the credential was changed after it was sealed, or the seal belongs to another document.' }
  if (critical.includes('adoTst') && !timeStampCovers(header['adoTst'], opened.payload))
    return { fault: 'The content time stamp in the seal (adoTst) is about other content.' }
  const sealedAt = sealingTime(header)
  if (!sealedAt) return { fault: 'The seal does not say when it was made (iat, or sigT in older seals).' }
  if (sealedAt < certificate.validFrom || sealedAt > certificate.validUntil) {
    return {
      fault: `The seal claims ${sealedAt.toISOString()}, when its certificate was not valid (${certificate.validFrom.toISOString()} to ${certificate.validUntil.toISOString()}).`,
    }
  }
  const broken = signature.certificates.findIndex((c, i) => i > 0 && !signature.certificates[i - 1]?.x509.verify(c.x509.publicKey))
  if (broken > 0) return { fault: `The certificate chain is broken: certificate ${broken} was not issued by certificate ${broken + 1}.` }
  return { certificate, sealedAt, alg }
}

/** Verifies every signature of an opened document: one that does not hold spoils the whole. Cryptography faults are answered, not thrown. */
export function verifySeal(opened: Opened): SealVerdict {
  const seals: ValidSeal[] = []
  for (const signature of opened.signatures) {
    try {
      const one = verifyOne(opened, signature)
      if ('fault' in one) return one
      seals.push(one)
    } catch (error) {
      return { fault: `The seal cannot be checked: ${error instanceof Error ? error.message : 'unknown fault'}.` }
    }
  }
  const [first, ...more] = seals
  return first ? { seals: [first, ...more] } : { fault: 'There is no signature.' }
}

/** Opens and verifies in one step, for sealed documents of any content (status lists, for one). */
export function openVerified(bytes: Uint8Array): { readonly opened: Opened; readonly seal: ValidSeal } | { readonly fault: string } {
  const opened = open(bytes)
  if ('fault' in opened) return opened
  const verdict = verifySeal(opened)
  return 'fault' in verdict ? verdict : { opened, seal: verdict.seals[0] }
}
