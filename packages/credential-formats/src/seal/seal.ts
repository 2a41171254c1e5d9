import { createHash } from 'node:crypto'
import { derToRaw } from './ecdsa.ts'
import { issuerSerial } from './issuer-serial.ts'

/** Whoever can sign. The private key stays where it is; only bytes pass. */
export interface Signer {
  readonly alg: 'ES256'
  /** Signs (ECDSA P-256 over SHA-256); answers r and s side by side, or DER. */
  readonly sign: (signingInput: Uint8Array) => Uint8Array | Promise<Uint8Array>
  /** DER certificates, the signer's own first. */
  readonly certificateChain: readonly [Uint8Array, ...Uint8Array[]]
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const headersOf = new WeakMap<Signer, { readonly before: string; readonly after: string }>()

/** All of the protected header but `iat` is the same for every seal of a key, and the certificate in it is its bulk. */
function headerOf(signer: Signer) {
  const known = headersOf.get(signer)
  if (known) return known
  const [own] = signer.certificateChain
  const before = JSON.stringify({ alg: signer.alg, typ: 'jose+json', cty: 'ld+json', kid: issuerSerial(own) }).slice(0, -1)
  const after = JSON.stringify({
    crit: ['b64'],
    b64: false,
    'x5t#S256': createHash('sha256').update(own).digest('base64url'),
    x5c: signer.certificateChain.map((der) => Buffer.from(der).toString('base64')),
  }).slice(1)
  const made = { before, after }
  headersOf.set(signer, made)
  return made
}

/**
 * Seals claims as JAdES B-B: JWS JSON General Serialisation, enveloping, payload not base64url-encoded (ETSI TS 119 182-1, RFC 7797).
 * The payload is the exact text of the bytes given; nothing is parsed or written anew.
 * @param claims UTF-8 JSON text
 * @param iat claimed time of sealing, seconds since 1970
 * @throws TypeError when the claims are not UTF-8 or the signer answers with something that is no ES256 signature
 */
export async function seal(claims: Uint8Array, signer: Signer, iat: number): Promise<Uint8Array> {
  const { before, after } = headerOf(signer)
  const header = Buffer.from(`${before},"iat":${Math.floor(iat)},${after}`).toString('base64url')
  const answer = await signer.sign(Buffer.concat([Buffer.from(`${header}.`, 'latin1'), claims]))
  const signature = answer.length === 64 ? answer : derToRaw(answer, 32)
  if (!signature)
    throw new TypeError(
      `The signer answered with ${answer.length} bytes that are no ES256 signature (64 bytes, or DER). Check that the key is on the curve P-256.`,
    )
  const payload = JSON.stringify(utf8.decode(claims))
  return Buffer.from(`{"payload":${payload},"signatures":[{"protected":"${header}","signature":"${Buffer.from(signature).toString('base64url')}"}]}`)
}
