import { type CaseDecided, type CaseReopened, type DataOf, EnrolmentOutcomeRecorded, type HubEvent } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { fact } from '@collegium/events'
import { inArray } from 'drizzle-orm'
import { enrolments } from './tables.ts'

type Decided = HubEvent & { readonly data: DataOf<typeof CaseDecided> }
type Reopened = HubEvent & { readonly data: DataOf<typeof CaseReopened> }

/** Step 7 of the main path: the home's decision stands on the enrolment. One about an older result than the one that stands is ignored. */
export async function recordOutcomes(tx: Transaction, decided: readonly Decided[]): Promise<void> {
  const rows = await tx.db
    .select()
    .from(enrolments)
    .where(
      inArray(
        enrolments.id,
        decided.map((event) => event.data.enrolmentId),
      ),
    )
    .for('update')
  const standing = new Map(rows.map((row) => [row.id, row]))
  const changed = new Map<string, (typeof rows)[number]>()
  const news = decided.flatMap((event) => {
    const { enrolmentId, attempt, resultVersion, outcome, credits, caseId, instanceId, learnerId, lead, home } = event.data
    const row = standing.get(enrolmentId)
    if (!row || (row.outcome && (row.outcome.attempt > attempt || (row.outcome.attempt === attempt && row.outcome.resultVersion > resultVersion)))) return []
    // Two decisions of one batch about one enrolment are one step of its row.
    const version = changed.get(enrolmentId)?.version ?? row.version + 1
    const next = { ...row, version, outcome: { caseId, attempt, resultVersion, outcome, credits } }
    standing.set(enrolmentId, { ...next, version: row.version })
    changed.set(enrolmentId, next)
    return [
      fact(EnrolmentOutcomeRecorded, {
        institution: home,
        aggregateVersion: version,
        cause: event,
        data: { enrolmentId, attempt, version, instanceId, learnerId, lead, home, caseId, resultVersion, outcome, credits },
      }),
    ]
  })
  await saveAggregates(tx.sql, enrolments, [...changed.values()])
  tx.publish(news)
}

/** A re-opened case takes its decision off the enrolment until a person has decided again. */
export async function withdrawOutcomes(tx: Transaction, reopened: readonly Reopened[]): Promise<void> {
  const rows = await tx.db
    .select()
    .from(enrolments)
    .where(
      inArray(
        enrolments.id,
        reopened.map((event) => event.data.enrolmentId),
      ),
    )
    .for('update')
  const cases = new Set(reopened.map((event) => event.data.caseId))
  await saveAggregates(
    tx.sql,
    enrolments,
    rows.filter((row) => row.outcome && cases.has(row.outcome.caseId)).map((row) => ({ ...row, version: row.version + 1, outcome: null })),
  )
}
