import { X509Certificate } from 'node:crypto'

/** What a verifier needs to know of a sealing certificate. */
export interface SealingCertificate {
  readonly x509: X509Certificate
  /** SHA-256 of the DER bytes, hexadecimal, lower case: how trust lists name it. */
  readonly fingerprint: string
  /** The organisation's legal identifier (OID 2.5.4.97), where the certificate has one. */
  readonly organisationIdentifier: string | null
  readonly organisation: string | null
  readonly validFrom: Date
  readonly validUntil: Date
  /** Nobody but the holder vouches for it. */
  readonly selfSigned: boolean
}

/** OpenSSL 1 prints the attribute by number, OpenSSL 3 by name: Node on either must find it. */
const attribute = (subject: string, ...names: string[]) => {
  const line = subject.split('\n').find((l) => names.some((name) => l.startsWith(`${name}=`)))
  return line === undefined ? null : line.slice(line.indexOf('=') + 1)
}

/** Reads a DER certificate; undefined for bytes that are none. */
export function readCertificate(der: Uint8Array): SealingCertificate | undefined {
  try {
    const x509 = new X509Certificate(der)
    return {
      x509,
      fingerprint: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
      organisationIdentifier: attribute(x509.subject, 'organizationIdentifier', '2.5.4.97'),
      organisation: attribute(x509.subject, 'O'),
      validFrom: new Date(x509.validFrom),
      validUntil: new Date(x509.validTo),
      selfSigned: x509.subject === x509.issuer && x509.verify(x509.publicKey),
    }
  } catch {
    return undefined
  }
}
