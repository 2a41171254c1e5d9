import { createHmac, timingSafeEqual } from 'node:crypto'

/** Crockford's base 32: no letter that is read as another. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The short code that is printed on a document and opens exactly that version: 60 bits, computed from the service's secret, so that none is kept. `of` is what
 * tells the version apart, and the institution under which it is found.
 */
export function printedCode(secret: Uint8Array, of: readonly (string | number)[]): string {
  const bytes = createHmac('sha256', secret)
    .update(JSON.stringify(['printed-code', ...of]))
    .digest()
  const letters = Array.from({ length: 12 }, (_, i) => alphabet[(bytes[i] ?? 0) % 32])
  return [0, 4, 8].map((from) => letters.slice(from, from + 4).join('')).join('-')
}

/** Whether a code that somebody typed is the one of the document: case and blanks do not matter, nor O for 0 and I or L for 1. */
export function opens(secret: Uint8Array, of: readonly (string | number)[], typed: string): boolean {
  const plain = (text: string) =>
    text
      .toUpperCase()
      .replaceAll('O', '0')
      .replace(/[IL]/g, '1')
      .replace(/[^0-9A-Z]/g, '')
  const [expected, given] = [Buffer.from(plain(printedCode(secret, of))), Buffer.from(plain(typed))]
  return expected.length === given.length && timingSafeEqual(expected, given)
}
