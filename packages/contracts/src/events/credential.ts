import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { AcademicYear, Attempt, Ects, Id, IscedF, Nullable, OneOf, ReasonCode, SchacId, Sha256, Version } from '../values.ts'

/** An award is one credential through all its corrections; `resultVersion` tells consumers which one is meant. */
const facts = {
  awardId: Id,
  credentialId: Id,
  version: Version,
  enrolmentId: Id,
  attempt: Attempt,
  resultVersion: Version,
  instanceId: Id,
  specificationId: Id,
  learnerId: Id,
  lead: SchacId,
  home: SchacId,
}

/** The checks of the Europass viewer, plus Annex I as the custom one (credential-formats has their IRIs). */
export const verificationChecks = ['format', 'seal', 'owner', 'expiry', 'revocation', 'accreditation', 'custom'] as const
export const Verdict = Type.Object({ check: OneOf(verificationChecks), verdict: OneOf(['ok', 'error', 'skipped'] as const), reason: Nullable(Type.String()) })

export const CredentialSealed = eventType('credential', 'sealed', 1, 'awardId', Type.Object({ ...facts, sha256: Sha256, keyId: Type.String() }))
export const CredentialIssued = eventType(
  'credential',
  'issued',
  1,
  'awardId',
  Type.Object({
    ...facts,
    supersedes: Nullable(Id),
    ects: Ects,
    iscedF: IscedF,
    academicYear: AcademicYear,
    eqfLevel: Nullable(Type.Integer({ minimum: 1, maximum: 8 })),
    grade: Nullable(Type.String()),
    gradingScheme: Nullable(Type.String()),
  }),
)
export const CredentialVerified = eventType(
  'credential',
  'verified',
  1,
  'awardId',
  Type.Object({ ...facts, sha256: Sha256, trustListVersion: Type.String(), verdicts: Type.Array(Verdict) }),
)
export const CredentialSuperseded = eventType('credential', 'superseded', 1, 'awardId', Type.Object({ ...facts, supersededBy: Id, reason: ReasonCode }))
export const CredentialRevoked = eventType('credential', 'revoked', 1, 'awardId', Type.Object({ ...facts, reason: ReasonCode }))
/** The result will have no credential: the learner's data was erased first, or the result was annulled before sealing. */
export const CredentialNotIssued = eventType(
  'credential',
  'not-issued',
  1,
  'awardId',
  Type.Object({
    awardId: Id,
    enrolmentId: Id,
    attempt: Attempt,
    resultVersion: Version,
    instanceId: Id,
    learnerId: Id,
    lead: SchacId,
    home: SchacId,
    version: Version,
    reason: ReasonCode,
  }),
)

export const credentialTopic = [CredentialSealed, CredentialIssued, CredentialVerified, CredentialSuperseded, CredentialRevoked, CredentialNotIssued] as const
