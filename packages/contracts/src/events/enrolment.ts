import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Attempt, Ects, Id, SchacId, Version } from '../values.ts'
import { RecognitionOutcome } from './recognition-case.ts'

/** The home's decision stands on the enrolment: this is the end of the main path. */
export const EnrolmentOutcomeRecorded = eventType(
  'enrolment',
  'outcome-recorded',
  1,
  'enrolmentId',
  Type.Object({
    enrolmentId: Id,
    attempt: Attempt,
    version: Version,
    instanceId: Id,
    learnerId: Id,
    lead: SchacId,
    home: SchacId,
    caseId: Id,
    resultVersion: Version,
    outcome: RecognitionOutcome,
    credits: Ects,
  }),
)
export const enrolmentTopic = [EnrolmentOutcomeRecorded] as const
