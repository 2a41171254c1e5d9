import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Attempt, Id, Nullable, OneOf, ReasonCode, SchacId } from '../values.ts'

/** `streamId` is random: it stands for one learner at one instance and is computed from nothing personal. */
const facts = { submissionId: Id, streamId: Id, runId: Id, instanceId: Id, lead: SchacId, home: SchacId, attempt: Attempt }

/** A good row was accepted. Its content is fetched by claim check. */
export const SubmissionSubmitted = eventType('submission', 'submitted', 1, 'streamId', Type.Object(facts))
/** The run that brought the row was undone: whatever it recorded is to be annulled. */
export const SubmissionWithdrawn = eventType('submission', 'withdrawn', 1, 'streamId', Type.Object({ ...facts, reason: ReasonCode }))

/** What an entry of a list becomes: a learning agreement (of one row or several), an enrolment, a precedent. */
export const entryTemplates = ['learning-agreements', 'enrolments', 'course-equivalences'] as const
export type EntryTemplate = (typeof entryTemplates)[number]
/**
 * An entry is one agreement, enrolment or precedent. `institution` handed it in; `home` is the learner's, or again the institution. `instanceId` is null
 * where the list is about no offer. `streamId` is random as above and stands for the mobility, the learner at the instance, or the pair of courses.
 */
const entry = {
  submissionId: Id,
  streamId: Id,
  runId: Id,
  template: OneOf(entryTemplates),
  institution: SchacId,
  home: SchacId,
  instanceId: Nullable(Id),
}
/** A good entry of an accepted list. Its content is fetched by claim check. */
export const SubmissionEntrySubmitted = eventType('submission', 'entry-submitted', 1, 'streamId', Type.Object(entry))
/** The run that brought the entry was undone. */
export const SubmissionEntryWithdrawn = eventType('submission', 'entry-withdrawn', 1, 'streamId', Type.Object({ ...entry, reason: ReasonCode }))

export const submissionTopic = [SubmissionSubmitted, SubmissionWithdrawn, SubmissionEntrySubmitted, SubmissionEntryWithdrawn] as const

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
/** What became of an entry of a list, and the id of what it is now: agreement, enrolment, precedent. */
export const SubmissionEntrySettled = eventType(
  'submission-settlement',
  'entry-settled',
  1,
  'streamId',
  Type.Object({
    ...entry,
    outcome: OneOf(settlementOutcomes),
    /** Why it was refused or could not be taken back; of a recorded entry, what is still open. */
    reason: Nullable(ReasonCode),
    madeId: Nullable(Id),
    learnerId: Nullable(Id),
  }),
)
export const submissionSettlementTopic = [SubmissionSettled, SubmissionEntrySettled] as const
