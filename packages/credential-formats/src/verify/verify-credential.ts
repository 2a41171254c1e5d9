import { open } from '../seal/open.ts'
import { verifySeal } from '../seal/verify-seal.ts'
import type { Standards } from '../shapes/standards.ts'
import { checkIris, type CheckName, verdictIris } from '../vocabulary/verification.ts'
import { checkAccreditation } from './check-accreditation.ts'
import { checkAnnexOne } from './check-annex-one.ts'
import { checkExpiry } from './check-expiry.ts'
import { checkFormat } from './check-format.ts'
import { checkOwner } from './check-owner.ts'
import { checkRevocation, type FetchStatusList } from './check-revocation.ts'
import { checkSeal } from './check-seal.ts'
import type { TrustList } from './trust-list.ts'
import { type CheckVerdict, error, type Finding, skipped } from './verdict.ts'

export interface VerificationOptions {
  /** The time of asking. */
  readonly at: Date
  readonly trustList: TrustList
  /** Shapes and code lists; without them the format check is skipped and the hub's own code tables are used. */
  readonly standards?: Standards
  readonly fetchStatusList?: FetchStatusList
}

/** Seven verdicts, always in the order of the Europass viewer. */
export type Verification = readonly CheckVerdict[]

const notSealed = 'The seal does not hold, so what the credential says about this cannot be relied on.'

/** Nothing here may escape: a check that breaks on a strange file is a fault to show, not to throw. */
async function guarded(check: CheckName, find: () => Finding | Promise<Finding>): Promise<CheckVerdict> {
  try {
    return { check, ...(await find()) }
  } catch (fault) {
    return { check, ...error(`This check came upon something it cannot read: ${fault instanceof Error ? fault.message : 'unknown fault'}.`) }
  }
}

/** Verifies a credential as received. Never throws and never asks the network by itself; the bytes may be anything. */
export async function verifyCredential(bytes: Uint8Array, options: VerificationOptions): Promise<Verification> {
  const { at, trustList, standards, fetchStatusList } = options
  const opened = open(bytes)
  if ('fault' in opened) {
    const rest = (['owner', 'expiry', 'revocation', 'accreditation', 'custom'] as const).map((check) => ({
      check,
      ...skipped('There is nothing to check: the file could not be opened as a sealed credential.'),
    }))
    return [{ check: 'format', ...error(opened.fault) }, { check: 'seal', ...error(opened.fault) }, ...rest]
  }
  const { claims } = opened
  const verdict = verifySeal(opened)
  const seal = 'fault' in verdict ? undefined : verdict.seals[0]
  return Promise.all([
    guarded('format', () => checkFormat(claims, standards)),
    guarded('seal', () => checkSeal(verdict)),
    guarded('owner', () => (seal ? checkOwner(claims, seal, trustList) : error(notSealed))),
    guarded('expiry', () => checkExpiry(claims, at)),
    guarded('revocation', () => (seal ? checkRevocation(claims, seal, trustList, fetchStatusList) : skipped(notSealed))),
    guarded('accreditation', () => (seal ? checkAccreditation(claims, seal, trustList, at) : skipped(notSealed))),
    guarded('custom', () => checkAnnexOne(claims, standards?.codeLists ?? new Map())),
  ])
}

/** One word for the seven: `error` if any failed; `ok` only if seal, owner and expiry were really checked and held. */
export function overall(verification: Verification): 'ok' | 'error' | 'undecided' {
  if (verification.some((v) => v.verdict === 'error')) return 'error'
  const held = (check: CheckName) => verification.some((v) => v.check === check && v.verdict === 'ok')
  return held('seal') && held('owner') && held('expiry') ? 'ok' : 'undecided'
}

/** A verdict in the Europass vocabulary, as it may be written into another document. */
export const withIris = (verdict: CheckVerdict) => ({ ...verdict, checkIri: checkIris[verdict.check], verdictIri: verdictIris[verdict.verdict] })
