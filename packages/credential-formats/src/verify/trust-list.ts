/** Who may seal for whom, as the verifier sees it at one time. */
export interface TrustList {
  /** Names this state of the list; is recorded with each verification. */
  readonly version: string
  readonly issuers: readonly TrustedIssuer[]
}
export interface TrustedIssuer {
  readonly name: string
  /** As in the certificate's organisation identifier and the credential's `eIDASIdentifier`. */
  readonly legalIdentifier: string
  /** SHA-256 of each sealing certificate, hexadecimal, lower case. */
  readonly certificates: readonly string[]
  /** Quality assurance that the list's keeper has confirmed; until when (instant). */
  readonly accreditedUntil: string | null
}
export const emptyTrustList: TrustList = { version: 'empty', issuers: [] }

/** An issuer counts as known only by its certificate: a name or number inside a credential proves nothing. */
export const issuerOf = (list: TrustList, fingerprint: string): TrustedIssuer | undefined =>
  list.issuers.find((issuer) => issuer.certificates.includes(fingerprint))
