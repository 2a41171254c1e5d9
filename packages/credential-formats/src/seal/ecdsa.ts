const asInteger = (part: Uint8Array): Buffer => {
  let start = 0
  while (start < part.length - 1 && part[start] === 0) start++
  const bytes = part.subarray(start)
  // DER integers are signed: a set top bit would make a negative number of it.
  const padded = (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : Buffer.from(bytes)
  return Buffer.concat([Buffer.of(0x02, padded.length), padded])
}

/** ECDSA signature as JWS carries it (r and s side by side) to DER, which openssl reads. */
export function rawToDer(raw: Uint8Array): Buffer {
  const half = raw.length / 2
  const body = Buffer.concat([asInteger(raw.subarray(0, half)), asInteger(raw.subarray(half))])
  return Buffer.concat([body.length < 0x80 ? Buffer.of(0x30, body.length) : Buffer.of(0x30, 0x81, body.length), body])
}

/**
 * DER to the two halves that JWS wants. Signing devices and cloud keys answer in DER.
 * @param size bytes of one half: 32 for P-256, 48 for P-384, 66 for P-521
 * @returns undefined for bytes that are no such signature
 */
export function derToRaw(der: Uint8Array, size: number): Buffer | undefined {
  const raw = Buffer.alloc(size * 2)
  let at = der[1] === 0x81 ? 3 : 2
  if (der[0] !== 0x30) return undefined
  for (const end of [size, size * 2]) {
    const length = der[at + 1] ?? 0
    if (der[at] !== 0x02 || at + 2 + length > der.length) return undefined
    let integer = der.subarray(at + 2, at + 2 + length)
    while (integer.length > size && integer[0] === 0) integer = integer.subarray(1)
    if (integer.length > size) return undefined
    raw.set(integer, end - integer.length)
    at += 2 + length
  }
  return at === der.length ? raw : undefined
}
