import { type Static, Type } from '@sinclair/typebox'
import { purposes } from './claim-checks.ts'
import { studentStatuses } from './events/enrolment.ts'
import { mobilityTypes } from './mobility.ts'
import { AcademicYear, Attempt, Day, Ects, Id, Nullable, OneOf, SchacId } from './values.ts'

/** The institutions of the caller's batch: the rows are read under their tenancy, so a caller gets nothing of others. */
const tenants = Type.Array(SchacId, { minItems: 1, maxItems: 200 })

/** `POST /internal/submissions/batch-get` at exchange: the rows behind `submission.submitted` events. `tenants` are their leads. */
export const SubmissionsRequest = Type.Object({ purpose: OneOf(purposes), tenants, ids: Type.Array(Id, { maxItems: 2000 }) })
const SubmittedLearner = Type.Object({
  /** European Student Identifier, lower-case scope; null where the file has none and a person decided to go on without. */
  esi: Nullable(Type.String()),
  /** The identifier the row was matched by when there is no ESI, e.g. a student number of the home. */
  localId: Nullable(Type.String()),
  givenNames: Type.String(),
  familyName: Type.String(),
  birthDate: Nullable(Day),
  email: Nullable(Type.String()),
})
/** One accepted row of results in its normal form. Only in this shape and those of entries a learner's data leave exchange. */
export const SubmittedRow = Type.Object({
  submissionId: Id,
  runId: Id,
  streamId: Id,
  instanceId: Id,
  lead: SchacId,
  home: SchacId,
  attempt: Attempt,
  learner: SubmittedLearner,
  outcome: OneOf(['passed', 'failed', 'withdrawn'] as const),
  grade: Nullable(Type.String()),
  gradingScheme: Nullable(Type.String()),
  ects: Ects,
  assessedOn: Day,
})

const NullableText = Nullable(Type.String())
const Period = Type.Object({ startsOn: Day, endsOn: Day })
/** One row of an agreement; `row` names it in reports. */
const SubmittedComponent = Type.Object({
  row: Type.Integer({ minimum: 1 }),
  table: OneOf(['studied', 'recognised', 'virtual', 'blended', 'doctoral'] as const),
  title: Type.String(),
  code: NullableText,
  ects: Ects,
  term: Nullable(Type.Object({ number: Type.Integer(), of: Type.Integer() })),
  description: NullableText,
  /** Null: recognised automatically. Of table A they are those of what it is recognised as. */
  conditions: NullableText,
  recognisedAs: Type.Array(Type.Object({ title: Type.String(), code: NullableText, ects: Ects, conditions: NullableText })),
})
/** A learning agreement out of the rows of one mobility. Names are empty where the file leaves them to what the home holds. */
export const SubmittedAgreement = Type.Object({
  submissionId: Id,
  learner: SubmittedLearner,
  citizenship: NullableText,
  gender: Nullable(Type.Integer()),
  receiving: SchacId,
  receivingUnit: NullableText,
  sendingUnit: NullableText,
  mobilityType: OneOf(mobilityTypes),
  academicYear: AcademicYear,
  physical: Nullable(Period),
  virtual: Nullable(Period),
  programmeCode: NullableText,
  iscedF: NullableText,
  eqfLevel: Nullable(Type.Integer()),
  language: NullableText,
  languageLevel: NullableText,
  components: Type.Array(SubmittedComponent),
})
/** One line of a roster. */
export const SubmittedEnrolment = Type.Object({
  submissionId: Id,
  home: SchacId,
  learner: SubmittedLearner,
  studentStatus: OneOf(studentStatuses),
  /** `met`, or why the student may do without; null where the list says nothing. */
  prerequisites: NullableText,
})
/** One line of a list of precedents. */
export const SubmittedEquivalence = Type.Object({
  submissionId: Id,
  provider: SchacId,
  courseCode: Type.String(),
  courseTitle: Type.String(),
  ects: Nullable(Ects),
  recognisedCode: Type.String(),
  recognisedTitle: Type.String(),
  recognisedEcts: Ects,
  decidedBy: Type.String(),
  decidedOn: Day,
  validUntil: Nullable(Day),
})
/** Rows and entries that are gone (wiped or erased) are simply missing. */
export const SubmissionsAnswer = Type.Object({
  submissions: Type.Array(SubmittedRow),
  agreements: Type.Optional(Type.Array(SubmittedAgreement)),
  enrolments: Type.Optional(Type.Array(SubmittedEnrolment)),
  equivalences: Type.Optional(Type.Array(SubmittedEquivalence)),
})

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
export type SubmittedAgreement = Static<typeof SubmittedAgreement>
export type SubmittedEnrolment = Static<typeof SubmittedEnrolment>
export type SubmittedEquivalence = Static<typeof SubmittedEquivalence>
export type SubmissionsAnswer = Static<typeof SubmissionsAnswer>
export type LearnersAnswer = Static<typeof LearnersAnswer>
