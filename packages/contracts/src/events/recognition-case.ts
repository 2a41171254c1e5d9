import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { AcademicYear, Attempt, Ects, Id, IscedF, Nullable, OneOf, ReasonCode, SchacId, Version } from '../values.ts'

export const recognitionOutcomes = ['full', 'partial', 'alternative', 'refused'] as const
export const RecognitionOutcome = OneOf(recognitionOutcomes)
export const recognitionRoutes = ['academic', 'rpl'] as const

const facts = {
  caseId: Id,
  version: Version,
  awardId: Id,
  credentialId: Id,
  enrolmentId: Id,
  attempt: Attempt,
  resultVersion: Version,
  instanceId: Id,
  specificationId: Id,
  learnerId: Id,
  lead: SchacId,
  home: SchacId,
  iscedF: IscedF,
  academicYear: AcademicYear,
}

export const CaseSubmitted = eventType('recognition-case', 'submitted', 1, 'caseId', Type.Object({ ...facts, earnedEcts: Ects }))
/** No commitment applies: a person of the recognising body decides; the reason says why. */
export const CaseReferred = eventType('recognition-case', 'referred', 1, 'caseId', Type.Object({ ...facts, reason: ReasonCode }))
export const CaseDecided = eventType(
  'recognition-case',
  'decided',
  1,
  'caseId',
  Type.Object({
    ...facts,
    route: OneOf(recognitionRoutes),
    outcome: RecognitionOutcome,
    credits: Ects,
    earnedEcts: Ects,
    /** R12a: which clause decided; null where a person did. */
    commitment: Nullable(Type.Object({ agreementId: Id, agreementVersion: Version, clauseId: Id })),
    reasons: Type.Array(ReasonCode),
    daysOpen: Type.Integer({ minimum: 0 }),
  }),
)
/** A correction, an annulment or a revocation touched a decided case: a person looks at it again. */
export const CaseReopened = eventType('recognition-case', 'reopened', 1, 'caseId', Type.Object({ ...facts, reason: ReasonCode }))

export const recognitionCaseTopic = [CaseSubmitted, CaseReferred, CaseDecided, CaseReopened] as const
