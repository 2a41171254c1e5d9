import { allNodes } from '../annex-one/nodes.ts'
import type { ValidSeal } from '../seal/verify-seal.ts'
import { issuerOf, type TrustList } from './trust-list.ts'
import { error, type Finding, ok, skipped } from './verdict.ts'

/** Accreditation: the quality assurance it names is in force, and someone other than the issuer confirms it. */
export function checkAccreditation(claims: Readonly<Record<string, unknown>>, seal: ValidSeal, trust: TrustList, at: Date): Finding {
  const named = allNodes(claims).filter((node) => [node['type']].flat().includes('Accreditation'))
  if (named.length === 0) return skipped('The credential names no accreditation.')
  const dated = named.filter((one) => typeof one['expiryDate'] === 'string').map((one) => new Date(String(one['expiryDate'])))
  // What counts is whether it was in force when the credential was sealed: an accreditation that ends later takes nothing back.
  const then = seal.sealedAt < at ? seal.sealedAt : at
  if (dated.length === named.length && dated.every((until) => until < then))
    return error(
      `Every accreditation it names had ended when it was sealed (the last on ${new Date(Math.max(...dated.map(Number))).toISOString().slice(0, 10)}).`,
    )
  const issuer = issuerOf(trust, seal.certificate.fingerprint)
  if (!issuer) return skipped('It names an accreditation, but its issuer is not in the trust list, so nobody confirms it.')
  if (issuer.accreditedUntil === null)
    return skipped(`It names an accreditation; the trust list, version ${trust.version}, has none for ${issuer.name} to compare it with.`)
  if (new Date(issuer.accreditedUntil) < then)
    return error(`The accreditation of ${issuer.name} ended on ${issuer.accreditedUntil.slice(0, 10)}, according to the trust list, version ${trust.version}.`)
  return ok(
    `The accreditation of ${issuer.name} is in force until ${issuer.accreditedUntil.slice(0, 10)}, according to the trust list, version ${trust.version}.`,
  )
}
