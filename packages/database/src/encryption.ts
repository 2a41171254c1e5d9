import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/**
 * Encrypted columns. A record (a learner, a seal key) has a data key of its own, stored wrapped under the service's key:
 * destroying the data key destroys the record everywhere, backups of the table included.
 * AES-256-GCM; layout: 1 byte version, 12 bytes nonce, ciphertext, 16 bytes tag.
 */
const layout = 1

/** Encrypts bytes under a 32-byte key. `context` is bound to the ciphertext: a value moved to another row or column does not open. */
export function encryptBytes(key: Uint8Array, clear: Uint8Array, context: string): Uint8Array {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  return Buffer.concat([Buffer.from([layout]), nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()])
}

/** The same for text. */
export const encrypt = (key: Uint8Array, text: string, context: string): Uint8Array => encryptBytes(key, Buffer.from(text, 'utf8'), context)

/** The bytes back. Throws when key or context are not the ones they were encrypted with. */
export function decryptBytes(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  if (bytes[0] !== layout || bytes.length < 29) throw new Error('An encrypted value has a layout that this version does not know')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 13))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(bytes.length - 16))
  return Buffer.concat([decipher.update(bytes.subarray(13, bytes.length - 16)), decipher.final()])
}

/** The text back. */
export const decrypt = (key: Uint8Array, sealed: Uint8Array, context: string): string => Buffer.from(decryptBytes(key, sealed, context)).toString('utf8')

/** A fresh data key, as bytes and wrapped under the service's key for its column. */
export function newDataKey(serviceKey: Uint8Array, context: string): { key: Uint8Array; wrapped: Uint8Array } {
  const key = randomBytes(32)
  return { key, wrapped: encrypt(serviceKey, key.toString('base64'), context) }
}

export function unwrapDataKey(serviceKey: Uint8Array, wrapped: Uint8Array, context: string): Uint8Array {
  return Buffer.from(decrypt(serviceKey, wrapped, context), 'base64')
}

/** Finds a value without storing it: equal values give equal indexes, and without the key nobody can try values out. */
export function blindIndex(serviceKey: Uint8Array, purpose: string, value: string): string {
  return createHmac('sha256', serviceKey).update(purpose).update('\0').update(value).digest('base64url')
}
