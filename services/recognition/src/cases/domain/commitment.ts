import type { RecognitionCommitment, Specification } from '@collegium/contracts'

/** A clause with the agreement that it stands in. */
export interface StandingCommitment {
  readonly agreementId: string
  readonly agreementVersion: number
  readonly agreementTitle: string
  readonly clause: RecognitionCommitment
  /** The day on which its agreement ended early; null while it stands. */
  readonly endedOn: string | null
}

export interface Claim {
  readonly home: string
  readonly earnedEcts: number
  readonly today: string
  readonly verdicts: readonly { readonly check: string; readonly verdict: string }[]
  readonly specification: Specification
  /** Whether the body that answers for quality is a recognised higher education institution with valid external quality assurance. */
  readonly responsibleBodyRecognised: boolean
  /** Clauses that this learner's earlier cases have used. */
  readonly usedClauses: readonly string[]
}

export type Applied = { readonly clause: StandingCommitment; readonly credits: number } | { readonly refer: string }

/** R2: smaller credentials are held and shown, but not recognised singly. */
export const smallestEcts = 1

/**
 * R12a with R1 and R2: whether a commitment made in advance decides this credential, or why a person has to.
 * The order of the checks is the order in which a person would want to hear of them.
 */
export function applyCommitment(claim: Claim, commitments: readonly StandingCommitment[]): Applied {
  if (
    claim.verdicts.some(({ check, verdict }) => verdict === 'error' && check !== 'custom' && check !== 'accreditation') ||
    !claim.verdicts.some(({ check, verdict }) => check === 'seal' && verdict === 'ok')
  )
    return { refer: 'not-authentic' }
  if (claim.earnedEcts < smallestEcts) return { refer: 'below-one-ects' }
  const ours = commitments.filter(({ clause }) => clause.recognisingBody === claim.home && clause.specificationId === claim.specification.specificationId)
  if (ours.length === 0) return { refer: 'no-commitment' }
  const current = ours.filter(({ clause }) => clause.specificationVersion === claim.specification.version)
  if (current.length === 0) return { refer: 'commitment-suspended' }
  const standing = current.filter(
    ({ clause, endedOn }) => clause.validFrom <= claim.today && claim.today <= clause.validUntil && (endedOn === null || claim.today < endedOn),
  )
  if (standing.length === 0) return { refer: 'commitment-not-in-force' }
  // R1: the academic route needs quality assurance that is clearly with a recognised institution; unclear means recognition of prior learning.
  const route = claim.responsibleBodyRecognised ? 'academic' : 'rpl'
  const byRoute = standing.filter(({ clause }) => clause.route === route)
  if (byRoute.length === 0) return { refer: 'route-differs' }
  const faults = byRoute.map((one) => ({ one, fault: faultOf(one.clause, claim) }))
  const applicable = faults.find(({ fault }) => fault === null)
  if (!applicable) return { refer: faults[0]?.fault ?? 'no-commitment' }
  return { clause: applicable.one, credits: applicable.one.clause.credits }
}

function faultOf({ clauseId, conditions }: RecognitionCommitment, claim: Claim): string | null {
  if (conditions.qualityAssuranceValid && claim.specification.qualityAssurance.validUntil < claim.today) return 'quality-assurance-lapsed'
  if (conditions.minimumEqfLevel !== null && (claim.specification.eqfLevel === null || claim.specification.eqfLevel < conditions.minimumEqfLevel))
    return 'level-too-low'
  if (conditions.oneUsePerProgramme && claim.usedClauses.includes(clauseId)) return 'commitment-used'
  return null
}
