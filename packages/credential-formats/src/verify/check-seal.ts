import type { SealVerdict } from '../seal/verify-seal.ts'
import { error, type Finding, ok } from './verdict.ts'

/** Seal: nothing was changed since it was sealed. What a seal is worth is the owner check's matter; no seal is called qualified here. */
export function checkSeal(verdict: SealVerdict): Finding {
  if ('fault' in verdict) return error(verdict.fault)
  const [{ certificate, sealedAt, alg }] = verdict.seals
  const by = certificate.organisation ?? certificate.organisationIdentifier ?? 'an unnamed holder'
  const standing = certificate.selfSigned
    ? 'The certificate is self-signed: it proves integrity, not identity, and this is not a qualified seal.'
    : 'Whether it is a qualified seal is for the trusted lists of the EU to say; that was not looked up.'
  return ok(`Unchanged since it was sealed (${alg}) by ${by}, at ${sealedAt.toISOString()} by the sealer's own clock. ${standing}`)
}
