import { randomBytes } from 'node:crypto'
import { decrypt, encrypt } from '@collegium/database'

const context = (endpointId: string) => `webhook-endpoint:${endpointId}`

/** A signing secret in the form of Standard Webhooks; shown to the office once, when the endpoint is made. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`
export const sealSecret = (key: Uint8Array, endpointId: string, secret: string): Buffer => Buffer.from(encrypt(key, secret, context(endpointId)))
export const openSecret = (key: Uint8Array, endpointId: string, sealed: Uint8Array): string => decrypt(key, sealed, context(endpointId))
