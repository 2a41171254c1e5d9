import { type DataOf, type HubEvent, ResultAnnulled, ResultCorrected, ResultReleased } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import type { Handler } from '@collegium/events'
import type { Dependencies } from '@collegium/service-kit'
import type { Instruments } from '../instruments.ts'
import type { Achieved, ResultArrived, ResultFacts } from './domain/award.ts'
import { applyAwards, prepareAwards } from './settle-awards.ts'

type ResultType = typeof ResultReleased | typeof ResultCorrected | typeof ResultAnnulled
type Settled = Awaited<ReturnType<typeof prepareAwards>>

function arrivedOf(event: HubEvent<ResultType>): ResultArrived {
  const { enrolmentId, attempt, version, instanceId, specificationId, learnerId, lead, home } = event.data
  const result: ResultFacts = { enrolmentId, attempt, version, instanceId, specificationId, learnerId, lead, home }
  return { result, achieved: achievedOf(event), reason: 'reason' in event.data ? event.data.reason : null, correlationId: event.correlationId }
}

function achievedOf(event: HubEvent<ResultType>): Achieved | null {
  if (event.type === ResultAnnulled.type) return null
  const { outcome, ects, grade, gradingScheme, assessedOn, iscedF, academicYear } = event.data as DataOf<typeof ResultReleased>
  return { outcome, ects, grade, gradingScheme, assessedOn, iscedF, academicYear }
}

/**
 * What a result's release, correction or annulment means for its award. One handler for the three, so that they stay in order within a batch and are
 * settled together: the learners in one claim check, the credentials in one insert.
 */
export const followResults = (dependencies: Dependencies, instruments: Instruments): Handler<ResultType, Transaction, Settled> => ({
  prepare: (events) =>
    prepareAwards(
      dependencies,
      instruments,
      events.map((event) => ({ arrived: arrivedOf(event), cause: event })),
    ),
  apply: (_events, tx, settled) => applyAwards(settled, tx),
})
