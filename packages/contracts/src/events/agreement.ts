import { type Static, Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Day, Ects, Id, Nullable, OneOf, ReasonCode, SchacId, Sha256, Version } from '../values.ts'
import { recognitionRoutes } from './recognition-case.ts'

/** R12a: what a recognising body promised in advance. */
export const RecognitionCommitment = Type.Object({
  clauseId: Id,
  recognisingBody: SchacId,
  specificationId: Id,
  specificationVersion: Version,
  route: OneOf(recognitionRoutes),
  target: Type.Object({ kind: OneOf(['module', 'elective'] as const), code: Type.String(), title: Type.String() }),
  credits: Ects,
  /** Conditions, each checked when the clause is applied. */
  conditions: Type.Object({
    qualityAssuranceValid: Type.Boolean(),
    minimumEqfLevel: Nullable(Type.Integer({ minimum: 1, maximum: 8 })),
    oneUsePerProgramme: Type.Boolean(),
  }),
  validFrom: Day,
  validUntil: Day,
})
export type RecognitionCommitment = Static<typeof RecognitionCommitment>

export const AgreementActivated = eventType(
  'agreement',
  'activated',
  1,
  'agreementId',
  Type.Object({
    agreementId: Id,
    version: Version,
    title: Type.String(),
    parties: Type.Array(SchacId, { minItems: 2 }),
    contentHash: Sha256,
    validFrom: Day,
    validUntil: Day,
    commitments: Type.Array(RecognitionCommitment),
  }),
)
export const AgreementTerminated = eventType(
  'agreement',
  'terminated',
  1,
  'agreementId',
  Type.Object({ agreementId: Id, version: Version, parties: Type.Array(SchacId), reason: ReasonCode }),
)
export const agreementTopic = [AgreementActivated, AgreementTerminated] as const
