import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** What parties sign and others refer to: the RFC 8785 canonical form, SHA-256, hexadecimal. The order of an object's fields means nothing. */
export const contentHash = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex')
