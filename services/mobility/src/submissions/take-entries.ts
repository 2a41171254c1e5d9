import type { DataOf, HubEvent, SubmissionEntrySubmitted, SubmissionEntryWithdrawn, SubmissionsAnswer } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { importEquivalences, takeBackEquivalences } from '../equivalences/import-equivalences.ts'
import { importEnrolments, takeBackEnrolments } from '../enrolments/import-enrolments.ts'
import { importAgreements, type Importing } from '../learning-agreements/import-agreements.ts'
import { takeBackAgreements } from '../learning-agreements/take-back-agreements.ts'

type Submitted = HubEvent & { readonly data: DataOf<typeof SubmissionEntrySubmitted> }
type Withdrawn = HubEvent & { readonly data: DataOf<typeof SubmissionEntryWithdrawn> }

/** Cuts a batch so that no stream comes twice in one set-based step: what comes second is decided on what the first one left. */
export function inWaves<E extends { readonly key: string }>(events: readonly E[]): E[][] {
  const waves: E[][] = []
  const seen = new Map<string, number>()
  for (const event of events) {
    const wave = seen.get(event.key) ?? 0
    seen.set(event.key, wave + 1)
    ;(waves[wave] ??= []).push(event)
  }
  return waves
}

/** Hands the entries of accepted lists to the contexts that they become something in. */
export async function takeEntries(tx: Transaction, importing: Importing, events: readonly Submitted[], content: SubmissionsAnswer): Promise<void> {
  const agreements = new Map(content.agreements?.map((one) => [one.submissionId, one]))
  const enrolments = new Map(content.enrolments?.map((one) => [one.submissionId, one]))
  const equivalences = new Map(content.equivalences?.map((one) => [one.submissionId, one]))
  for (const wave of inWaves(events)) {
    const of = (template: Submitted['data']['template']) => wave.filter((event) => event.data.template === template)
    await importAgreements(
      tx,
      importing,
      of('learning-agreements').map((event) => ({ entry: event.data, said: agreements.get(event.data.submissionId), cause: event })),
    )
    await importEnrolments(
      tx,
      importing,
      of('enrolments').map((event) => ({ entry: event.data, said: enrolments.get(event.data.submissionId), cause: event })),
    )
    await importEquivalences(
      tx,
      importing,
      of('course-equivalences').map((event) => ({ entry: event.data, said: equivalences.get(event.data.submissionId), cause: event })),
    )
  }
}

/** Hands entries that are taken back to where they were taken in. */
export async function takeBackEntries(tx: Transaction, importing: Importing, events: readonly Withdrawn[]): Promise<void> {
  for (const wave of inWaves(events)) {
    const of = (template: Withdrawn['data']['template']) =>
      wave.filter((event) => event.data.template === template).map((event) => ({ entry: event.data, cause: event }))
    await takeBackAgreements(tx, importing, of('learning-agreements'))
    await takeBackEnrolments(tx, importing, of('enrolments'))
    await takeBackEquivalences(tx, importing, of('course-equivalences'))
  }
}
