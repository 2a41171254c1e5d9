import {
  CredentialIssued,
  CredentialNotIssued,
  CredentialRevoked,
  CredentialSealed,
  CredentialSuperseded,
  type HubEvent,
  type Specification,
} from '@collegium/contracts'
import { fact, type NewEvent } from '@collegium/events'
import type { Decision } from './domain/award.ts'

/** What sealing brought, as far as facts tell it. */
export interface Sealed {
  readonly sha256: string
  readonly keyId: string
  readonly supersedes: string | null
  readonly specification: Specification
}

/** What a decision makes known, in the order in which it holds. Later facts repeat the result's version, so that an older one can be told. */
export function factsOf({ state, move, ended, reason }: Decision, sealed: Sealed | undefined, cause: HubEvent | undefined): NewEvent[] {
  const { id: awardId, version, resultVersion, enrolmentId, attempt, instanceId, specificationId, learnerId, lead, home, achieved, correlationId } = state
  const award = { awardId, version, enrolmentId, attempt, resultVersion, instanceId, learnerId, lead, home }
  const about = { institution: lead, aggregateVersion: version, cause, correlationId }
  const facts: NewEvent[] = []
  if (sealed && state.credentialId) {
    const credential = { ...award, specificationId, credentialId: state.credentialId }
    const { ects, iscedF, academicYear, grade, gradingScheme } = achieved
    facts.push(
      fact(CredentialSealed, { ...about, data: { ...credential, sha256: sealed.sha256, keyId: sealed.keyId } }),
      fact(CredentialIssued, {
        ...about,
        data: { ...credential, supersedes: sealed.supersedes, ects, iscedF, academicYear, eqfLevel: sealed.specification.eqfLevel, grade, gradingScheme },
      }),
    )
  }
  if (move === 'supersede' && ended && state.credentialId)
    facts.push(
      fact(CredentialSuperseded, {
        ...about,
        data: { ...award, specificationId, credentialId: ended, supersededBy: state.credentialId, reason: reason ?? 'result-corrected' },
      }),
    )
  if (move === 'revoke' && ended)
    facts.push(fact(CredentialRevoked, { ...about, data: { ...award, specificationId, credentialId: ended, reason: reason ?? 'result-annulled' } }))
  if (move === 'decline') facts.push(fact(CredentialNotIssued, { ...about, data: { ...award, reason: reason ?? 'result-annulled' } }))
  return facts
}
