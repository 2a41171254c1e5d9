import { open, signingInput } from './open.ts'
import { rawToDer } from './ecdsa.ts'

/** What openssl needs to check a seal without this hub. */
export interface SealParts {
  readonly signingInput: Uint8Array
  /** DER for ECDSA; as it is for RSA. */
  readonly signature: Uint8Array
  readonly certificatePem: string
}

/** Takes the first signature apart for an independent check; the README beside this package has the commands. */
export function parts(sealed: Uint8Array): SealParts | { readonly fault: string } {
  const opened = open(sealed)
  if ('fault' in opened) return opened
  const [signature] = opened.signatures
  const [certificate] = signature?.certificates ?? []
  if (!signature || !certificate) return { fault: 'The seal carries no certificate (x5c), so there is nothing to check it with.' }
  const isEcdsa = String(signature.header['alg']).startsWith('ES')
  return {
    signingInput: signingInput(opened, signature),
    signature: isEcdsa ? rawToDer(signature.signature) : signature.signature,
    certificatePem: certificate.x509.toString(),
  }
}
