import type { DataOf, HubEvent, SubmissionEntrySettled, SubmissionSettled } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { type Achievement, endOf, type Settlement } from './domain/ends.ts'

type Settled = HubEvent<typeof SubmissionSettled>

interface SettledRow {
  readonly run_id: string
  readonly row: number
  readonly home: string
  readonly settlement: Settlement['outcome']
  readonly settled_reason: string | null
  readonly credential_due: boolean
  readonly turn: string | null
  readonly reason: string | null
  readonly credential: Achievement['credential']
  readonly case: Achievement['case']
  readonly case_reason: string | null
  readonly recognised: string | null
}

/** Writes down what mobility said of submitted rows of results, and ends those that are over. */
export const settleRows = (tx: Transaction, events: readonly Settled[], now: string): Promise<void> =>
  settle(
    tx,
    events.map(({ data: d }: { data: DataOf<typeof SubmissionSettled> }) => ({
      submission: d.submissionId,
      outcome: d.outcome,
      reason: d.reason,
      turn: d.turn,
      enrolment: d.enrolmentId,
      version: d.resultVersion,
      due: d.credentialDue,
      stands: false,
    })),
    now,
  )

/** Writes down what mobility said of entries of lists, and ends all the rows that each was made of. One that could not be taken back stands, and says why. */
export const settleEntries = (tx: Transaction, events: readonly HubEvent<typeof SubmissionEntrySettled>[], now: string): Promise<void> =>
  settle(
    tx,
    events.map(({ data: d }: { data: DataOf<typeof SubmissionEntrySettled> }) => ({
      submission: d.submissionId,
      outcome: d.outcome,
      reason: d.reason,
      turn: null,
      enrolment: d.template === 'enrolments' ? d.madeId : null,
      made: d.template === 'enrolments' ? null : d.madeId,
      learner: d.learnerId,
      version: null,
      due: false,
      stands: d.outcome === 'recorded',
    })),
    now,
  )

interface Told {
  readonly submission: string
  readonly outcome: Settlement['outcome']
  readonly reason: string | null
  readonly turn: string | null
  readonly enrolment: string | null
  readonly made?: string | null
  readonly learner?: string | null
  readonly version: number | null
  readonly due: boolean
  readonly stands: boolean
}

async function settle(tx: Transaction, told: readonly Told[], now: string): Promise<void> {
  // The last word on a submission counts: a row that waited is recorded later.
  const last = new Map(told.map((one) => [one.submission, one]))
  await tx.sql`
    update import_rows r set settlement = s.outcome, reason = s.reason, turn = s.turn, enrolment_id = coalesce(s.enrolment, r.enrolment_id), result_version = coalesce(s.version, r.result_version), credential_due = s.due,
      made_id = coalesce(s.made, r.made_id), learner_id = coalesce(s.learner, r.learner_id), undone = r.undone and not s.stands
    from jsonb_to_recordset(${JSON.stringify([...last.values()])}::text::jsonb) as s(submission uuid, outcome text, reason text, turn text, enrolment uuid, version integer, due boolean, made uuid, learner uuid, stands boolean)
    where r.submission_id = s.submission`
  await endRows(tx, await rowsBehind(tx, { submissions: [...last.keys()] }), now)
}

/** What became of results moves the rows that brought them. */
export async function endRowsOf(
  tx: Transaction,
  achievements: readonly { enrolmentId: string; attempt: number; resultVersion: number }[],
  now: string,
): Promise<void> {
  await endRows(tx, await rowsBehind(tx, { achievements }), now)
}

function rowsBehind(
  tx: Transaction,
  of: { submissions: readonly string[] } | { achievements: readonly { enrolmentId: string; attempt: number; resultVersion: number }[] },
): Promise<readonly SettledRow[]> {
  if ('submissions' in of)
    return tx.sql<SettledRow[]>`
      select r.run_id, r.row, r.home, r.settlement, r.reason as settled_reason, r.credential_due, r.turn, r.reason, a.credential, a."case", a.case_reason, a.recognised
      from import_rows r left join achievements a on a.enrolment_id = r.enrolment_id and a.attempt = r.attempt and a.result_version = r.result_version
      where r.submission_id = any(${[...of.submissions]}::uuid[]) and r.settlement is not null`
  return tx.sql<SettledRow[]>`
    select r.run_id, r.row, r.home, r.settlement, r.reason as settled_reason, r.credential_due, r.turn, r.reason, a.credential, a."case", a.case_reason, a.recognised
    from jsonb_to_recordset(${JSON.stringify(of.achievements)}::text::jsonb) as k("enrolmentId" uuid, attempt integer, "resultVersion" integer)
    join import_rows r on r.enrolment_id = k."enrolmentId" and r.attempt = k.attempt and r.result_version = k."resultVersion"
    join achievements a on a.enrolment_id = r.enrolment_id and a.attempt = r.attempt and a.result_version = r.result_version
    where r.settlement = 'recorded'`
}

async function endRows(tx: Transaction, rows: readonly SettledRow[], now: string): Promise<void> {
  if (rows.length === 0) return
  const ends = rows.map((row) => {
    const settlement: Settlement = { outcome: row.settlement, reason: row.settled_reason, turn: row.turn, credentialDue: row.credential_due }
    return {
      run: row.run_id,
      row: row.row,
      ...endOf(settlement, { credential: row.credential, case: row.case, caseReason: row.case_reason, recognised: row.recognised, home: row.home }),
    }
  })
  await tx.sql`
    update import_rows r set "end" = e."end", reason = e.reason, turn = e.turn
    from jsonb_to_recordset(${JSON.stringify(ends)}::text::jsonb) as e(run uuid, row integer, "end" text, reason text, turn text)
    where r.run_id = e.run and r.row = e.row and (r."end", r.reason, r.turn) is distinct from (e."end", e.reason, e.turn)`
  await finishRuns(tx, [...new Set(rows.map((row) => row.run_id))], now)
}

/** Ends the accepted runs of which every row has ended. Locks them first, so that of two who end the last rows one sees them all. */
export async function finishRuns(tx: Transaction, ids: readonly string[], now: string): Promise<void> {
  tx.changed('ImportRun', ids)
  await tx.sql`select 1 from import_runs where id = any(${[...ids]}::uuid[]) order by id for update`
  await tx.sql`
    update import_runs u set state = 'done', version = version + 1, finished_at = ${now}::text::timestamptz
    where id = any(${[...ids]}::uuid[]) and state = 'accepted' and not exists (select from import_rows r where r.run_id = u.id and r."end" is null)`
}
