import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { mobilityTypes } from '../mobility.ts'
import { AcademicYear, Ects, Id, Nullable, OneOf, ReasonCode, SchacId, Sha256, Version } from '../values.ts'

/** What every fact about a learning agreement says. The id is that of the mobility: nomination and transcript carry it too. */
const facts = {
  agreementId: Id,
  version: Version,
  learnerId: Id,
  sending: SchacId,
  receiving: SchacId,
  mobilityType: OneOf(mobilityTypes),
  academicYear: AcademicYear,
}
/** A version of the log; its hash is what the parties sign. */
const proposal = { proposal: Type.Integer({ minimum: 1 }), proposalHash: Sha256 }
/** ECTS by table: what is studied (A, C, blended, doctoral) and what it is recognised as (B). */
const volume = { ectsStudied: Ects, ectsRecognised: Ects }

export const LearningAgreementProposed = eventType(
  'learning-agreement',
  'proposed',
  1,
  'agreementId',
  Type.Object({ ...facts, ...proposal, ...volume, change: Type.Boolean() }),
)
export const LearningAgreementCommented = eventType('learning-agreement', 'commented', 1, 'agreementId', Type.Object({ ...facts, ...proposal }))
export const LearningAgreementAgreed = eventType(
  'learning-agreement',
  'agreed',
  1,
  'agreementId',
  Type.Object({ ...facts, ...proposal, ...volume, change: Type.Boolean(), reasonCodes: Type.Array(ReasonCode) }),
)
export const LearningAgreementWithdrawn = eventType('learning-agreement', 'withdrawn', 1, 'agreementId', Type.Object({ ...facts, ...proposal }))
export const LearningAgreementStarted = eventType('learning-agreement', 'started', 1, 'agreementId', Type.Object(facts))
export const LearningAgreementEnded = eventType('learning-agreement', 'ended', 1, 'agreementId', Type.Object(facts))
export const LearningAgreementRecognised = eventType(
  'learning-agreement',
  'recognised',
  1,
  'agreementId',
  Type.Object({ ...facts, outcome: OneOf(['full', 'partial', 'none'] as const), ectsEarned: Ects, ectsRecognised: Ects }),
)
export const LearningAgreementClosed = eventType('learning-agreement', 'closed', 1, 'agreementId', Type.Object(facts))
/** Called off: `deleted` before all three had signed, `cancelled` after. */
export const LearningAgreementCancelled = eventType(
  'learning-agreement',
  'cancelled',
  1,
  'agreementId',
  Type.Object({ ...facts, kept: Type.Boolean(), reason: Nullable(ReasonCode) }),
)

export const learningAgreementTopic = [
  LearningAgreementProposed,
  LearningAgreementCommented,
  LearningAgreementAgreed,
  LearningAgreementWithdrawn,
  LearningAgreementStarted,
  LearningAgreementEnded,
  LearningAgreementRecognised,
  LearningAgreementClosed,
  LearningAgreementCancelled,
] as const
