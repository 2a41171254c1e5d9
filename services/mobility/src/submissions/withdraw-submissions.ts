import type { DataOf, HubEvent, SubmissionWithdrawn } from '@collegium/contracts'
import { insertRows, saveAggregates, type Transaction } from '@collegium/database'
import type { NewEvent } from '@collegium/events'
import { inArray } from 'drizzle-orm'
import { decide } from '../results/domain/result.ts'
import { resultEvents } from '../results/facts.ts'
import { enrolments } from '../enrolments/tables.ts'
import { publicInstances, publicSpecifications } from '../offers/tables.ts'
import { results, resultVersions } from '../results/tables.ts'
import { waitingSubmissions } from './tables.ts'
import { settled } from './settlements.ts'

type Withdrawn = HubEvent & { readonly data: DataOf<typeof SubmissionWithdrawn> }

/** The run was undone: what its rows recorded is annulled. A result that a later file has changed since stays as it is. */
export async function withdrawSubmissions(tx: Transaction, withdrawn: readonly Withdrawn[], now: string): Promise<void> {
  const ids = withdrawn.map((event) => event.data.submissionId)
  await tx.db.delete(waitingSubmissions).where(inArray(waitingSubmissions.submissionId, ids))
  const standing = await tx.db.select().from(results).where(inArray(results.submissionId, ids)).for('update')
  const bySubmission = new Map(standing.map((row) => [row.submissionId, row]))
  const enrolled =
    standing.length === 0
      ? []
      : await tx.db
          .select()
          .from(enrolments)
          .where(
            inArray(
              enrolments.id,
              standing.map((row) => row.enrolmentId),
            ),
          )
  const enrolmentOf = new Map(enrolled.map((row) => [row.id, row]))
  const offered =
    enrolled.length === 0
      ? []
      : await tx.db
          .select()
          .from(publicInstances)
          .where(
            inArray(
              publicInstances.id,
              enrolled.map((row) => row.instanceId),
            ),
          )
  const described =
    offered.length === 0
      ? []
      : await tx.db
          .select()
          .from(publicSpecifications)
          .where(
            inArray(
              publicSpecifications.id,
              offered.map((row) => row.specificationId),
            ),
          )
  const events: NewEvent[] = []
  const changed: (typeof results.$inferSelect)[] = []
  for (const event of withdrawn) {
    const row = bySubmission.get(event.data.submissionId)
    const enrolment = row && enrolmentOf.get(row.enrolmentId)
    const offer = enrolment && offered.find((one) => one.id === enrolment.instanceId)
    const specification = offer && described.find((one) => one.id === offer.specificationId)?.specification
    const outcome = row && decide(row, { move: 'annul', by: ['examinations-office'], expectedVersion: row.version, reason: 'run-undone' })
    if (!row || !enrolment || !offer || !specification || !outcome || 'refused' in outcome) {
      events.push(settled(event.data, { outcome: 'annulled', reason: row ? 'already-annulled' : 'nothing-recorded' }, event))
      continue
    }
    changed.push({ ...row, ...outcome.state, reason: 'run-undone' })
    const at = {
      enrolmentId: enrolment.id,
      attempt: row.attempt,
      instanceId: enrolment.instanceId,
      specificationId: enrolment.specificationId,
      learnerId: row.learnerId,
      lead: row.lead,
      home: row.home,
    }
    events.push(...resultEvents(outcome.facts, outcome.state, at, { specification, academicYear: offer.instance.academicYear }, event))
    events.push(settled(event.data, { outcome: 'annulled', reason: 'run-undone', enrolmentId: enrolment.id, resultVersion: outcome.state.version }, event))
  }
  await saveAggregates(tx.sql, results, changed)
  await insertRows(
    tx.sql,
    resultVersions,
    changed.map(({ id, ...row }) => ({ ...row, resultId: id, recordedAt: now })),
  )
  tx.publish(events.sort((a, b) => Number(a.type.fact === 'settled') - Number(b.type.fact === 'settled')))
}
