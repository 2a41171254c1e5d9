import { isObject } from '../seal/bounded-json.ts'
import type { ValidSeal } from '../seal/verify-seal.ts'
import { issuerOf, type TrustList } from './trust-list.ts'
import { error, type Finding, ok, skipped } from './verdict.ts'

/** The legal identifier an EDC names for its issuer. */
export function issuerIdentifier(claims: Readonly<Record<string, unknown>>): string | undefined {
  const issuer = claims['issuer']
  const identifier = isObject(issuer) ? issuer['eIDASIdentifier'] : undefined
  const notation = isObject(identifier) ? identifier['notation'] : undefined
  return typeof notation === 'string' ? notation : undefined
}

/** Owner: the seal belongs to the issuer that the credential names. */
export function checkOwner(claims: Readonly<Record<string, unknown>>, seal: ValidSeal, trust: TrustList): Finding {
  const named = issuerIdentifier(claims)
  const holder = seal.certificate.organisationIdentifier
  if (!named) return error('The credential does not say who issued it (issuer.eIDASIdentifier).')
  if (holder !== null && holder !== named) return error(`The credential names the issuer ${named}, but it is sealed by ${holder}.`)
  const trusted = issuerOf(trust, seal.certificate.fingerprint)
  if (!trusted) return skipped(`The sealing certificate is not in the trust list (version ${trust.version}), so nobody vouches that it belongs to ${named}.`)
  if (trusted.legalIdentifier !== named)
    return error(
      `The trust list (version ${trust.version}) knows this certificate as that of ${trusted.name} (${trusted.legalIdentifier}), but the credential names ${named}.`,
    )
  return ok(`Sealed by its issuer, ${trusted.name} (${trusted.legalIdentifier}), according to the trust list, version ${trust.version}.`)
}
