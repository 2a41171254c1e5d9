import { type Static, Type } from '@sinclair/typebox'
import { purposes } from './claim-checks.ts'
import { Attempt, Day, Ects, Id, Nullable, OneOf, SchacId } from './values.ts'

/** The institutions of the caller's batch: the rows are read under their tenancy, so a caller gets nothing of others. */
const tenants = Type.Array(SchacId, { minItems: 1, maxItems: 200 })

/** `POST /internal/submissions/batch-get` at exchange: the rows behind `submission.submitted` events. `tenants` are their leads. */
export const SubmissionsRequest = Type.Object({ purpose: OneOf(purposes), tenants, ids: Type.Array(Id, { maxItems: 2000 }) })
/** One accepted row in its normal form. The only shape in which a learner's data leaves exchange. */
export const SubmittedRow = Type.Object({
  submissionId: Id,
  runId: Id,
  streamId: Id,
  instanceId: Id,
  lead: SchacId,
  home: SchacId,
  attempt: Attempt,
  learner: Type.Object({
    /** European Student Identifier, lower-case scope; null where the file has none and a person decided to go on without. */
    esi: Nullable(Type.String()),
    /** The identifier the row was matched by when there is no ESI, e.g. a student number of the home. */
    localId: Nullable(Type.String()),
    givenNames: Type.String(),
    familyName: Type.String(),
    birthDate: Nullable(Day),
    email: Nullable(Type.String()),
  }),
  outcome: OneOf(['passed', 'failed', 'withdrawn'] as const),
  grade: Nullable(Type.String()),
  gradingScheme: Nullable(Type.String()),
  ects: Ects,
  assessedOn: Day,
})
/** Rows that are gone (wiped or erased) are simply missing. */
export const SubmissionsAnswer = Type.Object({ submissions: Type.Array(SubmittedRow) })

/** `POST /internal/learners/batch-get` at mobility. `enrolmentId` picks the name as the lead gave it; `tenants` are the homes. */
export const LearnersRequest = Type.Object({ purpose: OneOf(purposes), tenants, enrolmentIds: Type.Array(Id, { maxItems: 2000 }) })
export const LearnersAnswer = Type.Object({
  learners: Type.Array(
    Type.Object({
      enrolmentId: Id,
      learnerId: Id,
      givenNames: Type.String(),
      familyName: Type.String(),
      birthDate: Nullable(Day),
      /** ESI, or the hub's own identifier for a learner without one. */
      identifier: Type.Object({ scheme: OneOf(['esi', 'hub'] as const), value: Type.String() }),
    }),
  ),
})
export type SubmittedRow = Static<typeof SubmittedRow>
export type LearnersAnswer = Static<typeof LearnersAnswer>
