import { readCertificate, type SealingCertificate } from './certificate.ts'
import { isObject, parseBounded, parseBoundedBytes } from './bounded-json.ts'

export interface OpenedSignature {
  /** The protected header exactly as it was signed (base64url). */
  readonly protectedText: string
  readonly header: Readonly<Record<string, unknown>>
  readonly unprotected: Readonly<Record<string, unknown>>
  readonly signature: Uint8Array
  readonly certificates: readonly SealingCertificate[]
}

/** The parts of a sealed document, none of them written anew. */
export interface Opened {
  /** The exact bytes that were sealed. */
  readonly payload: Uint8Array
  /** What they say. */
  readonly claims: Readonly<Record<string, unknown>>
  readonly signatures: readonly OpenedSignature[]
}

/** Base64url in its one canonical spelling; anything else is refused, or a changed last character could go unnoticed. */
function fromBase64Url(text: unknown): Buffer | undefined {
  if (typeof text !== 'string') return undefined
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}

/** Certificates repeat in every seal of an issuer, and reading one costs as much as verifying a signature. Oversized ones are not kept. */
const readBefore = new Map<string, SealingCertificate>()
const mostKept = 200
const longestKept = 8_192
function certificateOf(text: string): SealingCertificate | undefined {
  const known = readBefore.get(text)
  if (known) return known
  const read = readCertificate(Buffer.from(text, 'base64'))
  if (read && text.length <= longestKept) {
    if (readBefore.size >= mostKept) readBefore.clear()
    readBefore.set(text, read)
  }
  return read
}

function certificatesOf(header: Readonly<Record<string, unknown>>): SealingCertificate[] | undefined {
  const chain = header['x5c']
  if (chain === undefined) return []
  if (!Array.isArray(chain) || chain.length > 10) return undefined
  const read = chain.map((text) => (typeof text === 'string' ? certificateOf(text) : undefined))
  return read.every((c) => c !== undefined) ? read : undefined
}

function signatureOf(entry: unknown, index: number): OpenedSignature | { readonly fault: string } {
  const where = `signature ${index + 1}`
  if (!isObject(entry)) return { fault: `The ${where} is not a JSON object.` }
  const headerBytes = fromBase64Url(entry['protected'])
  const signature = fromBase64Url(entry['signature'])
  if (!headerBytes || !signature) return { fault: `In ${where}, "protected" and "signature" must be base64url text without padding.` }
  const header = parseBounded(headerBytes.toString('utf8'))
  if ('fault' in header || !isObject(header.value)) return { fault: `The protected header of ${where} is not a JSON object.` }
  const certificates = certificatesOf(header.value)
  if (!certificates) return { fault: `The certificates (x5c) of ${where} cannot be read.` }
  return {
    protectedText: String(entry['protected']),
    header: header.value,
    unprotected: isObject(entry['header']) ? entry['header'] : {},
    signature,
    certificates,
  }
}

/**
 * Takes a sealed document apart: JWS JSON, general or flattened, enveloping. Bad input is answered with a fault in plain words, never thrown.
 * Nothing is verified here.
 */
export function open(bytes: Uint8Array): Opened | { readonly fault: string } {
  const parsed = parseBoundedBytes(bytes)
  if ('fault' in parsed) return parsed
  const sealed = parsed.value
  if (!isObject(sealed)) return { fault: 'A sealed credential is a JSON object with "payload" and "signatures".' }
  if (!('payload' in sealed) && 'credentialSubject' in sealed)
    return { fault: 'This credential is not sealed: it has claims but no "payload" and "signatures".' }
  if (typeof sealed['payload'] !== 'string') return { fault: 'There is no "payload" text. Seals whose payload lies elsewhere (detached) are not read.' }
  const entries = Array.isArray(sealed['signatures']) ? sealed['signatures'] : 'signature' in sealed ? [sealed] : []
  if (entries.length === 0) return { fault: 'There is no signature: "signatures" is missing or empty.' }
  if (entries.length > 16) return { fault: `There are ${entries.length} signatures; at most 16 are read.` }
  const signatures: OpenedSignature[] = []
  for (const [i, entry] of entries.entries()) {
    const signature = signatureOf(entry, i)
    if ('fault' in signature) return signature
    signatures.push(signature)
  }
  // RFC 7797: all signatures of a document agree on whether the payload is encoded.
  const encoded = signatures[0]?.header['b64'] !== false
  if (signatures.some((s) => (s.header['b64'] !== false) !== encoded)) return { fault: 'The signatures disagree on whether the payload is encoded (b64).' }
  // A lone surrogate has no UTF-8: what was sealed and what is read here would be two texts.
  if (/\p{Surrogate}/u.test(sealed['payload'])) return { fault: 'The payload is not well-formed text.' }
  const payload = encoded ? fromBase64Url(sealed['payload']) : Buffer.from(sealed['payload'])
  if (!payload) return { fault: 'The payload is declared as base64url, but is not.' }
  const claims = parseBounded(encoded ? payload.toString('utf8') : sealed['payload'])
  if ('fault' in claims || !isObject(claims.value)) return { fault: 'The sealed payload is not a JSON object.' }
  return { payload, claims: claims.value, signatures }
}

/** The bytes a signature covers (RFC 7797 with b64:false, RFC 7515 otherwise). */
export const signingInput = (opened: Opened, signature: OpenedSignature): Buffer =>
  Buffer.concat([
    Buffer.from(`${signature.protectedText}.`, 'latin1'),
    signature.header['b64'] === false ? opened.payload : Buffer.from(Buffer.from(opened.payload).toString('base64url'), 'latin1'),
  ])
