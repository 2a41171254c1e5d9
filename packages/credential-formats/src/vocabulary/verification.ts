import type { verificationChecks } from '@collegium/contracts'
import { snbScheme } from './concept.ts'

export type CheckName = (typeof verificationChecks)[number]
export type VerdictName = 'ok' | 'error' | 'skipped'

const check = snbScheme('verification check', 'verification')
const status = snbScheme('verification status', 'verification-status')
/** IRIs of the checks that the Europass viewer reports, so that a verdict can be written into an EDC as it stands. */
export const checkIris: Readonly<Record<CheckName, string>> = {
  format: `${check.base}2f5b89b96f`,
  seal: `${check.base}f9c2016fe9`,
  owner: `${check.base}1faf8d450f`,
  expiry: `${check.base}94d828f160`,
  revocation: `${check.base}271aef9eb4`,
  accreditation: `${check.base}e2bbc86a28`,
  custom: `${check.base}c_50990fe3`,
}
export const verdictIris: Readonly<Record<VerdictName, string>> = {
  ok: `${status.base}9895008394`,
  error: `${status.base}9d26eb9a37`,
  skipped: `${status.base}641f0c5e5d`,
}
