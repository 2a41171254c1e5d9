import { firstVersion, type LearningAgreement, latest, type Proposal, standing } from './agreement.ts'

/** What EWP's `get` shows of an agreement: at most these three, and nothing at all while there is neither (R14, mobility-standards 1.3). */
export interface ThreeSlots {
  readonly firstVersion: Proposal | null
  readonly approvedChanges: Proposal | null
  readonly changesProposal: Proposal | null
}

/**
 * EWP's three slots, derived from the log. A version that only the learner has signed, or that the receiver commented on, is in
 * none of them: there EWP forgets what the log keeps. Null where `get` and `index` would not know the agreement.
 */
export function threeSlots(agreement: LearningAgreement): ThreeSlots | null {
  const first = firstVersion(agreement)
  const stands = standing(agreement)
  const last = latest(agreement)
  const proposed = last.state === 'proposed' ? last : null
  if (agreement.state === 'deleted' || (!first && !proposed)) return null
  return { firstVersion: first, approvedChanges: stands && stands !== first ? stands : null, changesProposal: proposed }
}
