import {
  type EntryTemplate,
  entryTemplates,
  SubmissionEntrySubmitted,
  SubmissionEntryWithdrawn,
  SubmissionSubmitted,
  SubmissionWithdrawn,
} from '@collegium/contracts'
import { fact, type NewEvent } from '@collegium/events'
import type { RunRow } from './run-store.ts'

/** What was submitted of a run: a row of results, or an entry of a list. */
export interface Submission {
  readonly submission: string
  readonly stream: string
  readonly home: string
  readonly attempt: number
}

const isEntry = (template: string): template is EntryTemplate => (entryTemplates as readonly string[]).includes(template)

const entryOf = (run: RunRow, template: EntryTemplate, { submission, stream, home }: Submission) => ({
  submissionId: submission,
  streamId: stream,
  runId: run.id,
  template,
  institution: run.institution,
  home,
  instanceId: run.instanceId,
})
function resultOf(run: RunRow, { submission, stream, home, attempt }: Submission) {
  if (run.instanceId === null) throw new Error('Results were submitted of no offering')
  return { submissionId: submission, streamId: stream, runId: run.id, instanceId: run.instanceId, lead: run.institution, home, attempt }
}

/** Tells mobility that a submission is there; its content is fetched. */
export function submittedEvent(run: RunRow, one: Submission): NewEvent {
  const envelope = { institution: run.institution, aggregateVersion: 1, correlationId: run.correlationId }
  return isEntry(run.template)
    ? fact(SubmissionEntrySubmitted, { ...envelope, data: entryOf(run, run.template, one) })
    : fact(SubmissionSubmitted, { ...envelope, data: resultOf(run, one) })
}

/** Tells mobility that a submission is taken back, because its run was undone. */
export function withdrawnEvent(run: RunRow, one: Submission): NewEvent {
  const envelope = { institution: run.institution, aggregateVersion: 2, correlationId: run.correlationId }
  const reason = 'run-undone'
  return isEntry(run.template)
    ? fact(SubmissionEntryWithdrawn, { ...envelope, data: { ...entryOf(run, run.template, one), reason } })
    : fact(SubmissionWithdrawn, { ...envelope, data: { ...resultOf(run, one), reason } })
}
