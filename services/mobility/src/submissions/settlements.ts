import { type DataOf, type HubEvent, SubmissionSettled } from '@collegium/contracts'
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
