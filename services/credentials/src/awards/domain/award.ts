import type { DataOf, ResultReleased } from '@collegium/contracts'
import { awardMoves, type AwardMove } from './moves.ts'

export type AwardState = 'waiting-for-reference' | 'issued' | 'revoked' | 'not-issued'
export type CredentialState = 'issued' | 'superseded' | 'revoked'

type Released = DataOf<typeof ResultReleased>
/** Which result an award is about. */
export type ResultFacts = Pick<Released, 'enrolmentId' | 'attempt' | 'version' | 'instanceId' | 'specificationId' | 'learnerId' | 'lead' | 'home'>
/** What was achieved, as far as a credential and its facts say it. */
export type Achieved = Pick<Released, 'outcome' | 'ects' | 'grade' | 'gradingScheme' | 'assessedOn' | 'iscedF' | 'academicYear'>

export interface Award extends Omit<ResultFacts, 'version'> {
  readonly id: string
  readonly version: number
  readonly state: AwardState
  readonly resultVersion: number
  readonly achieved: Achieved
  /** The newest credential, whether it stands or not. */
  readonly credentialId: string | null
  /** Whether that credential stands. */
  readonly standing: boolean
  readonly reason: string | null
  readonly correlationId: string
}

/** A version of a result that has been reached: it stands (`achieved`), or it was annulled. */
export interface ResultArrived {
  readonly result: ResultFacts
  readonly achieved: Achieved | null
  /** Why it was annulled or corrected. */
  readonly reason: string | null
  readonly correlationId: string
}

/** What is known of the world when the decision falls. */
export interface Circumstances {
  /** Institution, specification, instance and seal key are at hand. */
  readonly ready: boolean
  /** The learner's data has not been erased. Only asked where a credential is due. */
  readonly learnerKnown: boolean
  readonly newAwardId: string
  readonly newCredentialId: string
}

export interface Decision {
  /** `note`: nothing changes but the version of the result that was looked at. */
  readonly move: AwardMove | 'note'
  readonly state: Award
  /** The credential that no longer stands. */
  readonly ended: string | null
  /** Why it ended, or why there is none. */
  readonly reason: string | null
}

/** Whether a credential would be due, so that the learner has to be asked for. */
export const wantsCredential = (award: Award | undefined, arrived: ResultArrived): boolean =>
  (award === undefined || arrived.result.version > award.resultVersion) && arrived.achieved?.outcome === 'passed'

/**
 * Decides what a version of a result means for its award. Undefined: nothing, because it is older than what was looked at, or because nothing was or
 * is due. Pure: time, ids and knowledge come with the circumstances.
 */
export function decide(award: Award | undefined, arrived: ResultArrived, circumstances: Circumstances): Decision | undefined {
  const { result, achieved } = arrived
  if (award && result.version <= award.resultVersion) return undefined
  if (!award && achieved?.outcome !== 'passed') return undefined
  const { version: resultVersion, ...identity } = result
  const next: Award = {
    ...identity,
    id: award?.id ?? circumstances.newAwardId,
    version: (award?.version ?? 0) + 1,
    state: award?.state ?? 'waiting-for-reference',
    resultVersion,
    // An annulled result achieved nothing new; what was sealed last stays on the record.
    achieved: achieved ?? (award as Award).achieved,
    credentialId: award?.credentialId ?? null,
    standing: award?.standing ?? false,
    reason: null,
    correlationId: arrived.correlationId,
  }
  if (achieved?.outcome !== 'passed')
    return settle(award, next, award?.standing ? 'revoke' : 'decline', arrived.reason ?? (achieved ? 'result-not-passed' : 'result-annulled'), circumstances)
  const move = due(award, circumstances)
  return settle(award, next, move, move === 'supersede' ? (arrived.reason ?? 'result-corrected') : 'learner-erased', circumstances)
}

/** Looks again at an award that waits. Undefined while there is still something missing. */
export function lookAgain(award: Award, circumstances: Circumstances): Decision | undefined {
  if (award.state !== 'waiting-for-reference' || !circumstances.ready) return undefined
  const move = due(award, circumstances)
  return settle(award, { ...award, version: award.version + 1 }, move, move === 'supersede' ? 'result-corrected' : 'learner-erased', circumstances)
}

const due = (award: Award | undefined, { ready, learnerKnown }: Circumstances): AwardMove => {
  if (!ready) return 'wait'
  if (award?.standing) return learnerKnown ? 'supersede' : 'revoke'
  return learnerKnown ? 'issue' : 'decline'
}

function settle(before: Award | undefined, next: Award, move: AwardMove, reason: string, circumstances: Circumstances): Decision | undefined {
  const from = before?.state ?? 'none'
  // Where the award already is where the move would bring it (declined twice, revoked twice), only the result's version is noted.
  if (!(awardMoves[move].from as readonly string[]).includes(from))
    return before ? { move: 'note', state: { ...next, state: before.state, reason: before.reason }, ended: null, reason: null } : undefined
  const issues = move === 'issue' || move === 'supersede'
  return {
    move,
    state: {
      ...next,
      state: awardMoves[move].to,
      credentialId: issues ? circumstances.newCredentialId : next.credentialId,
      standing: move === 'wait' ? next.standing : issues,
      reason: move === 'revoke' || move === 'decline' ? reason : null,
    },
    ended: move === 'supersede' || move === 'revoke' ? (before?.credentialId ?? null) : null,
    reason: move === 'supersede' || move === 'revoke' || move === 'decline' ? reason : null,
  }
}
