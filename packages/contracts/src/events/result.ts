import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { AcademicYear, Attempt, Day, Ects, Id, IscedF, Nullable, OneOf, ReasonCode, SchacId, Version } from '../values.ts'

/** What every fact about a result says. No name, no ESI: `learnerId` is a pseudonym that only mobility can resolve. */
const facts = { enrolmentId: Id, attempt: Attempt, version: Version, instanceId: Id, specificationId: Id, learnerId: Id, lead: SchacId, home: SchacId }
export const resultOutcomes = ['passed', 'failed', 'withdrawn'] as const
const achieved = {
  outcome: OneOf(resultOutcomes),
  ects: Ects,
  grade: Nullable(Type.String()),
  gradingScheme: Nullable(Type.String()),
  assessedOn: Day,
  iscedF: IscedF,
  academicYear: AcademicYear,
}

export const ResultConfirmed = eventType('result', 'confirmed', 1, 'enrolmentId', Type.Object(facts))
export const ResultReleased = eventType('result', 'released', 1, 'enrolmentId', Type.Object({ ...facts, ...achieved }))
export const ResultCorrected = eventType('result', 'corrected', 1, 'enrolmentId', Type.Object({ ...facts, ...achieved, replaces: Version, reason: ReasonCode }))
export const ResultAnnulled = eventType('result', 'annulled', 1, 'enrolmentId', Type.Object({ ...facts, reason: ReasonCode }))

export const resultTopic = [ResultConfirmed, ResultReleased, ResultCorrected, ResultAnnulled] as const
