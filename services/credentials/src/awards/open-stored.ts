import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { maximumBytes } from '@collegium/credential-formats'
import { decryptBytes } from '@collegium/database'
import { credentialContext } from './seal-task.ts'

/** A credential as it is kept, with the key that opens it. */
export interface StoredBytes {
  readonly id: string
  readonly sha256: string
  readonly kept: Uint8Array
  readonly dataKey: Uint8Array
}

/** The bytes exactly as they were sealed. Throws when they are not: a fault of the storage, which nobody may be handed. */
export function openStored({ id, sha256, kept, dataKey }: StoredBytes): Uint8Array {
  const bytes = inflateRawSync(decryptBytes(dataKey, kept, credentialContext(id)), { maxOutputLength: maximumBytes })
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`The stored bytes of credential ${id} are not those that were sealed`)
  return bytes
}
