import {
  confirmationTopic,
  type DataOf,
  deliveryTopic,
  gradingTableTopic,
  type HubEvent,
  institutionTopic,
  opportunityTopic,
  OpportunityOpened,
  recognitionCaseTopic,
  type SubmissionsAnswer,
  SubmissionEntrySubmitted,
  SubmissionSubmitted,
  submissionTopic,
  type SubmittedRow,
  termCalendarTopic,
  transcriptTopic,
} from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { handler, ignored, onTopic, type TopicSubscription } from '@collegium/events'
import type { Dependencies } from '@collegium/service-kit'
import { inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { keepCalendars } from './deadlines/keep-calendars.ts'
import { recordOutcomes, withdrawOutcomes } from './enrolments/record-outcomes.ts'
import { keepGradingTables } from './grade-conversion/keep-grading-tables.ts'
import { publicInstitutions } from './institutions/tables.ts'
import { keepReceipts } from './receipts/keep-receipts.ts'
import { followConfirmations, followTranscripts } from './learning-agreements/follow-papers.ts'
import { learnerVault } from './learners/vault.ts'
import { recordSubmissions, type Submitted } from './submissions/record-submissions.ts'
import { inWaves, takeBackEntries, takeEntries } from './submissions/take-entries.ts'
import { withdrawSubmissions } from './submissions/withdraw-submissions.ts'
import { publicInstances, publicSpecifications } from './offers/tables.ts'
import { settleSeatRequests } from './seats/settle-seat-requests.ts'
import { waitingSubmissions } from './submissions/tables.ts'

export const subscriptions = (dependencies: Dependencies): readonly TopicSubscription<Transaction>[] => {
  const { peers, settings, clock, database } = dependencies
  const vault = learnerVault(settings.secret)
  const recording = () => ({ vault, newId: () => newId(), now: clock().toISOString() })

  const submitted = (
    purpose: 'record-result' | 'record-entry',
    by: readonly string[],
    ids: readonly string[],
    correlationId: string,
  ): Promise<SubmissionsAnswer> =>
    peers.claim<SubmissionsAnswer>('/internal/submissions/batch-get', purpose, { tenants: [...new Set(by)], ids: [...ids] }, correlationId)
  const rowsOf = async (submissions: readonly { submissionId: string; lead: string }[], correlationId: string): Promise<Map<string, SubmittedRow>> => {
    if (submissions.length === 0) return new Map()
    const answer = await submitted(
      'record-result',
      submissions.map((one) => one.lead),
      submissions.map((one) => one.submissionId),
      correlationId,
    )
    return new Map(answer.submissions.map((row) => [row.submissionId, row]))
  }

  const recordSubmitted = handler<typeof SubmissionSubmitted, Transaction, Map<string, SubmittedRow>>(SubmissionSubmitted, {
    prepare: (events) =>
      rowsOf(
        events.map((event) => event.data),
        events[0]?.correlationId ?? '',
      ),
    async apply(events, tx, rows) {
      for (const wave of inWaves(events))
        await recordSubmissions(
          tx,
          recording(),
          wave.map((event) => ({ submission: event.data, row: rows.get(event.data.submissionId), cause: event, correlationId: event.correlationId })),
        )
    },
  })

  const takeSubmittedEntries = handler<typeof SubmissionEntrySubmitted, Transaction, SubmissionsAnswer>(SubmissionEntrySubmitted, {
    prepare: (events) =>
      submitted(
        'record-entry',
        events.map((event) => event.data.institution),
        events.map((event) => event.data.submissionId),
        events[0]?.correlationId ?? '',
      ),
    apply: (events, tx, content) => takeEntries(tx, { ...recording(), secret: settings.secret }, events, content),
  })

  /** An offer has arrived: rows that waited for it are looked at again. */
  const offerOpened = handler<typeof OpportunityOpened, Transaction, Submitted[]>(OpportunityOpened, {
    async prepare(events) {
      const waiting = await database
        .reader({ tenants: [...new Set(events.map((event) => event.data.lead))] })
        .select()
        .from(waitingSubmissions)
        .where(
          inArray(
            waitingSubmissions.instanceId,
            events.map((event) => event.data.instance.instanceId),
          ),
        )
      const due = waiting.filter((row) => row.reason === 'waiting-for-reference')
      const rows = await rowsOf(due, events[0]?.correlationId ?? '')
      return due.map((submission) => ({
        submission,
        row: rows.get(submission.submissionId),
        cause: events[0] as HubEvent,
        correlationId: submission.correlationId,
      }))
    },
    async apply(events, tx, waited) {
      for (const { data } of events as readonly { data: DataOf<typeof OpportunityOpened> }[]) {
        const row = { id: data.instance.instanceId, specificationId: data.specificationId, lead: data.lead, partners: data.partners, instance: data.instance }
        await tx.db.insert(publicInstances).values(row).onConflictDoUpdate({ target: publicInstances.id, set: row })
      }
      if (waited.length === 0) return
      await tx.db.delete(waitingSubmissions).where(
        inArray(
          waitingSubmissions.submissionId,
          waited.map(({ submission }) => submission.submissionId),
        ),
      )
      await recordSubmissions(tx, recording(), waited)
    },
  })

  return [
    onTopic(institutionTopic, {
      'org.collegium.institution.verified.v1': {
        async apply(events, tx: Transaction) {
          for (const { data } of events) {
            const row = { schacId: data.schacId, version: data.version, country: data.country, name: data.name }
            await tx.db.insert(publicInstitutions).values(row).onConflictDoUpdate({ target: publicInstitutions.schacId, set: row })
          }
        },
      },
    }),
    onTopic(submissionTopic, {
      'org.collegium.submission.submitted.v1': recordSubmitted,
      'org.collegium.submission.withdrawn.v1': { apply: (events, tx: Transaction) => withdrawSubmissions(tx, events, clock().toISOString()) },
      'org.collegium.submission.entry-submitted.v1': takeSubmittedEntries,
      'org.collegium.submission.entry-withdrawn.v1': {
        apply: (events, tx: Transaction) => takeBackEntries(tx, { ...recording(), secret: settings.secret }, events),
      },
    }),
    onTopic(opportunityTopic, {
      'org.collegium.opportunity.published.v1': {
        async apply(events, tx: Transaction) {
          for (const { data } of events) {
            const row = { id: data.specificationId, version: data.version, specification: data.specification }
            await tx.db.insert(publicSpecifications).values(row).onConflictDoUpdate({ target: publicSpecifications.id, set: row })
          }
        },
      },
      'org.collegium.opportunity.opened.v1': offerOpened,
      // What was enrolled stays enrolled: a withdrawn offer takes no new results, which exchange refuses.
      'org.collegium.opportunity.withdrawn.v1': ignored,
      'org.collegium.opportunity.seats-requested.v1': { apply: (events, tx: Transaction) => settleSeatRequests(tx, events) },
    }),
    onTopic(recognitionCaseTopic, {
      'org.collegium.recognition-case.submitted.v1': ignored,
      'org.collegium.recognition-case.referred.v1': ignored,
      'org.collegium.recognition-case.decided.v1': { apply: (events, tx: Transaction) => recordOutcomes(tx, events) },
      'org.collegium.recognition-case.reopened.v1': { apply: (events, tx: Transaction) => withdrawOutcomes(tx, events) },
    }),
    onTopic(confirmationTopic, {
      'org.collegium.confirmation.issued.v1': {
        apply: (events, tx: Transaction) => followConfirmations(tx, events, { now: clock().toISOString(), newId: () => newId() }),
      },
      // A mobility that has begun stays begun: whoever withdraws a paper says so on the paper.
      'org.collegium.confirmation.withdrawn.v1': ignored,
    }),
    onTopic(transcriptTopic, {
      'org.collegium.transcript.issued.v1': {
        apply: (events, tx: Transaction) => followTranscripts(tx, events, { now: clock().toISOString(), newId: () => newId() }),
      },
      'org.collegium.transcript.received.v1': ignored,
    }),
    onTopic(deliveryTopic, {
      'org.collegium.delivery.begun.v1': { apply: (events, tx: Transaction) => keepReceipts(tx, events, 'pending') },
      'org.collegium.delivery.acknowledged.v1': { apply: (events, tx: Transaction) => keepReceipts(tx, events, 'acknowledged') },
      'org.collegium.delivery.parked.v1': { apply: (events, tx: Transaction) => keepReceipts(tx, events, 'parked') },
    }),
    onTopic(termCalendarTopic, { 'org.collegium.term-calendar.published.v1': { apply: (events, tx: Transaction) => keepCalendars(tx, events) } }),
    onTopic(gradingTableTopic, { 'org.collegium.grading-table.published.v1': { apply: (events, tx: Transaction) => keepGradingTables(tx, events) } }),
  ]
}
