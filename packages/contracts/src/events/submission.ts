import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Attempt, Id, Nullable, OneOf, ReasonCode, SchacId } from '../values.ts'

/** `streamId` is random: it stands for one learner at one instance and is computed from nothing personal. */
const facts = { submissionId: Id, streamId: Id, runId: Id, instanceId: Id, lead: SchacId, home: SchacId, attempt: Attempt }

/** A good row was accepted. Its content is fetched by claim check. */
export const SubmissionSubmitted = eventType('submission', 'submitted', 1, 'streamId', Type.Object(facts))
/** The run that brought the row was undone: whatever it recorded is to be annulled. */
export const SubmissionWithdrawn = eventType('submission', 'withdrawn', 1, 'streamId', Type.Object({ ...facts, reason: ReasonCode }))

export const submissionTopic = [SubmissionSubmitted, SubmissionWithdrawn] as const

/** The ends that mobility knows (design 3.1); `refused` and `waiting` carry the reason. */
export const settlementOutcomes = ['recorded', 'unchanged', 'corrected', 'refused', 'waiting', 'annulled'] as const
export const SubmissionSettled = eventType(
  'submission-settlement',
  'settled',
  1,
  'streamId',
  Type.Object({
    submissionId: Id,
    streamId: Id,
    runId: Id,
    instanceId: Id,
    lead: SchacId,
    home: SchacId,
    outcome: OneOf(settlementOutcomes),
    reason: Nullable(ReasonCode),
    /** Whose turn it is while the row waits. */
    turn: Nullable(SchacId),
    enrolmentId: Nullable(Id),
    attempt: Attempt,
    resultVersion: Nullable(Type.Integer({ minimum: 1 })),
    /** Whether a credential and a case are to be expected. */
    credentialDue: Type.Boolean(),
  }),
)
export const submissionSettlementTopic = [SubmissionSettled] as const
