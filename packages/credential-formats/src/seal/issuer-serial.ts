/** One DER element: where its content begins and where it ends. */
function element(der: Uint8Array, at: number): { readonly tag: number; readonly start: number; readonly end: number } {
  const first = der[at + 1] ?? 0
  if (first < 0x80) return { tag: der[at] ?? 0, start: at + 2, end: at + 2 + first }
  const octets = first & 0x7f
  let length = 0
  for (let i = 0; i < octets; i++) length = length * 256 + (der[at + 2 + i] ?? 0)
  return { tag: der[at] ?? 0, start: at + 2 + octets, end: at + 2 + octets + length }
}

function wrap(tag: number, content: Uint8Array): Buffer {
  const length: number[] = []
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256)
  const head = content.length < 0x80 ? [content.length] : [0x80 | length.length, ...length]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

/**
 * Names a certificate by issuer and serial number, base64 of the DER type IssuerSerial: what JAdES wants in `kid` (ETSI TS 119 182-1, 5.1.4).
 * @param der an X.509 certificate
 */
export function issuerSerial(der: Uint8Array): string {
  const tbs = element(der, element(der, 0).start)
  let at = tbs.start
  // The version is explicit and optional; version 1 certificates begin with the serial number.
  if (der[at] === 0xa0) at = element(der, at).end
  const serial = der.subarray(at, element(der, at).end)
  at = element(der, at).end
  at = element(der, at).end
  const issuer = der.subarray(at, element(der, at).end)
  const names = wrap(0x30, wrap(0xa4, issuer))
  return wrap(0x30, Buffer.concat([names, serial])).toString('base64')
}
