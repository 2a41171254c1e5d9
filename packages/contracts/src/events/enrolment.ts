import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Attempt, Ects, Id, Nullable, OneOf, ReasonCode, SchacId, Version } from '../values.ts'
import { RecognitionOutcome } from './recognition-case.ts'

/** The status in which a learner takes part (H04); fees and access follow it. */
export const studentStatuses = ['regular', 'visiting', 'virtual-mobility', 'external', 'staff', 'none'] as const
export type StudentStatus = (typeof studentStatuses)[number]

const facts = { enrolmentId: Id, version: Version, instanceId: Id, learnerId: Id, lead: SchacId, home: SchacId }

/** The learner has a seat, a student status and a complete legal status. Who takes part without having applied is told by the result. */
export const EnrolmentConfirmed = eventType(
  'enrolment',
  'confirmed',
  1,
  'enrolmentId',
  Type.Object({ ...facts, specificationId: Id, studentStatus: OneOf(studentStatuses) }),
)
/** Taking part is over: `reason` says why where it was withdrawn. */
export const EnrolmentEnded = eventType(
  'enrolment',
  'ended',
  1,
  'enrolmentId',
  Type.Object({ ...facts, specificationId: Id, ending: OneOf(['completed', 'withdrawn'] as const), reason: Nullable(ReasonCode) }),
)
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
export const enrolmentTopic = [EnrolmentConfirmed, EnrolmentEnded, EnrolmentOutcomeRecorded] as const
