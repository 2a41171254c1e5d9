import { type DataOf, type HubEvent, SubmissionEntrySettled, type SubmissionEntrySubmitted, SubmissionSettled } from '@collegium/contracts'
import { fact, type NewEvent } from '@collegium/events'

type Settled = DataOf<typeof SubmissionSettled>
export type Submission = Pick<Settled, 'submissionId' | 'streamId' | 'runId' | 'instanceId' | 'lead' | 'home' | 'attempt'>

/** How a submitted row ended, for the run's report. */
export function settled(submission: Submission, end: Partial<Settled> & Pick<Settled, 'outcome'>, cause: HubEvent | undefined): NewEvent {
  const { submissionId, streamId, runId, instanceId, lead, home, attempt } = submission
  return fact(SubmissionSettled, {
    institution: lead,
    aggregateVersion: end.resultVersion ?? 1,
    cause,
    data: {
      reason: null,
      turn: null,
      enrolmentId: null,
      resultVersion: null,
      credentialDue: false,
      ...end,
      submissionId,
      streamId,
      runId,
      instanceId,
      lead,
      home,
      attempt,
    },
  })
}

export type Entry = DataOf<typeof SubmissionEntrySubmitted>
type EntryEnd = Pick<DataOf<typeof SubmissionEntrySettled>, 'outcome'> & Partial<Pick<DataOf<typeof SubmissionEntrySettled>, 'reason' | 'madeId' | 'learnerId'>>

/** How an entry of a list ended, for the run's report. */
export function entrySettled(
  { submissionId, streamId, runId, template, institution, home, instanceId }: Entry,
  end: EntryEnd,
  cause: HubEvent | undefined,
): NewEvent {
  const entry = { submissionId, streamId, runId, template, institution, home, instanceId }
  return fact(SubmissionEntrySettled, { institution, aggregateVersion: 1, cause, data: { ...entry, reason: null, madeId: null, learnerId: null, ...end } })
}
