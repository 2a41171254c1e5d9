import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { type ClaimInput, buildClaims, claimBytes, seal, type StatusEntry } from '@collegium/credential-formats'
import { encryptBytes } from '@collegium/database'
import { type KeyMaterial, signerOf } from '../seal-keys/key-material.ts'

/** A batch of credentials to build and seal with one key. It holds all that is needed, so that it can be done in another thread. */
export interface SealTask {
  readonly kind: 'seal'
  readonly key: KeyMaterial
  /** Instant. */
  readonly issuedAt: string
  readonly credentials: readonly {
    readonly credentialId: string
    readonly awardId: string
    readonly status: StatusEntry
    readonly learner: ClaimInput['learner']
    readonly result: ClaimInput['result']
    /** The same object for all that share it: it crosses to the other thread once. */
    readonly offering: Pick<ClaimInput, 'specification' | 'instance' | 'institution'>
    /** The learner's key, under which the sealed bytes are kept. */
    readonly dataKey: Uint8Array
  }[]
}
export interface SealedBytes {
  readonly credentialId: string
  /** Of the sealed bytes in clear, hexadecimal. */
  readonly sha256: string
  readonly size: number
  /** Compressed, then encrypted: what is encrypted can no longer be compressed, and this is a third of the bytes to write and keep. */
  readonly kept: Uint8Array
}

export const credentialContext = (id: string) => `credential:${id}`

/** Throws when a claim set cannot be built, with the reason in words. */
export async function sealBatch(task: SealTask): Promise<SealedBytes[]> {
  const signer = signerOf(task.key)
  const iat = Math.floor(new Date(task.issuedAt).getTime() / 1000)
  const sealed: SealedBytes[] = []
  for (const { credentialId, awardId, status, learner, result, offering, dataKey } of task.credentials) {
    const built = buildClaims({ award: { credentialId, awardId, issuedAt: task.issuedAt, status }, learner, result, ...offering })
    if ('refused' in built) throw new Error(built.message)
    const bytes = await seal(claimBytes(built.claims), signer, iat)
    sealed.push({
      credentialId,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      kept: encryptBytes(dataKey, deflateRawSync(bytes, { level: 1 }), credentialContext(credentialId)),
    })
  }
  return sealed
}
