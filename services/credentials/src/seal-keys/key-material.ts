import { createPrivateKey, sign } from 'node:crypto'
import type { Signer } from '@collegium/credential-formats'

/** An opened seal key. It crosses threads of this process and nothing else. */
export interface KeyMaterial {
  /** SHA-256 of the certificate. */
  readonly keyId: string
  /** PKCS #8, DER. */
  readonly privateKey: Uint8Array
  /** DER, the signer's own first. */
  readonly certificateChain: readonly [Uint8Array, ...Uint8Array[]]
}

export function signerOf({ privateKey, certificateChain }: KeyMaterial): Signer {
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' })
  return { alg: 'ES256', certificateChain, sign: (bytes) => sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }) }
}
