import { type HubEvent, ResultAnnulled, ResultConfirmed, ResultCorrected, ResultReleased, type Specification } from '@collegium/contracts'
import { fact, type NewEvent } from '@collegium/events'
import type { Result, ResultFact } from './domain/result.ts'

export interface Whereabouts {
  readonly enrolmentId: string
  readonly attempt: number
  readonly instanceId: string
  readonly specificationId: string
  readonly learnerId: string
  readonly lead: string
  readonly home: string
}

/**
 * A result's facts as events. `specification` and `academicYear` are repeated so that consumers need nothing else to count it.
 * `reason`: why it was corrected or annulled, one of the codes of its table of moves.
 */
export function resultEvents(
  facts: readonly ResultFact[],
  result: Result,
  at: Whereabouts,
  about: { specification: Specification; academicYear: string },
  cause: HubEvent | undefined,
  reason: string | null,
): NewEvent[] {
  const common = {
    enrolmentId: at.enrolmentId,
    attempt: at.attempt,
    version: result.version,
    instanceId: at.instanceId,
    specificationId: at.specificationId,
    learnerId: at.learnerId,
    lead: at.lead,
    home: at.home,
  }
  const achieved = {
    outcome: result.outcome,
    ects: result.ects,
    grade: result.grade,
    gradingScheme: result.gradingScheme,
    assessedOn: result.assessedOn,
    iscedF: about.specification.iscedF,
    academicYear: about.academicYear,
  }
  const envelope = { institution: at.lead, aggregateVersion: result.version, cause }
  return facts.map((one): NewEvent => {
    switch (one) {
      case 'confirmed':
        return fact(ResultConfirmed, { ...envelope, data: common })
      case 'released':
        return fact(ResultReleased, { ...envelope, data: { ...common, ...achieved } })
      case 'corrected':
        return fact(ResultCorrected, { ...envelope, data: { ...common, ...achieved, replaces: result.version - 1, reason: reason ?? 'recording-error' } })
      case 'annulled':
        return fact(ResultAnnulled, { ...envelope, data: { ...common, reason: reason ?? 'recording-error' } })
    }
  })
}
