import type { CheckName, VerdictName } from '../vocabulary/verification.ts'

/** What one check found. `reason` is for people and always there; a check that could not be made is `skipped`, never `ok`. */
export interface CheckVerdict {
  readonly check: CheckName
  readonly verdict: VerdictName
  readonly reason: string
}
export type Finding = Omit<CheckVerdict, 'check'>

export const ok = (reason: string): Finding => ({ verdict: 'ok', reason })
export const error = (reason: string): Finding => ({ verdict: 'error', reason })
export const skipped = (reason: string): Finding => ({ verdict: 'skipped', reason })
