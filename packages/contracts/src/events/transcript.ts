import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { mobilityTypes } from '../mobility.ts'
import { AcademicYear, Day, Ects, Id, Nullable, OneOf, ReasonCode, SchacId, Version } from '../values.ts'

/** What every fact about a transcript of records says. `mobilityId` is that of nomination and learning agreement; `issue` counts the versions that were handed out. */
const facts = {
  mobilityId: Id,
  version: Version,
  issue: Type.Integer({ minimum: 1 }),
  learnerId: Id,
  sending: SchacId,
  receiving: SchacId,
  mobilityType: OneOf(mobilityTypes),
  academicYear: AcademicYear,
}

/** The receiving institution has issued a transcript, or, with a reason, one that replaces the last. `dueOn` is the day of R13. */
export const TranscriptIssued = eventType(
  'transcript',
  'issued',
  1,
  'mobilityId',
  Type.Object({
    ...facts,
    issuedOn: Day,
    dueOn: Nullable(Day),
    ectsEarned: Ects,
    passed: Type.Integer({ minimum: 0 }),
    failed: Type.Integer({ minimum: 0 }),
    reason: Nullable(ReasonCode),
  }),
)
/** The sending institution has taken note of it. */
export const TranscriptReceived = eventType('transcript', 'received', 1, 'mobilityId', Type.Object({ ...facts, receivedOn: Day }))

export const transcriptTopic = [TranscriptIssued, TranscriptReceived] as const
