import { ImportAccepted, type Role } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { fact } from '@collegium/events'
import { type Dependencies, Problem, type Session } from '@collegium/service-kit'
import { v7 as newId } from 'uuid'
import { submittedEvent } from './announce.ts'
import { contextOf, offeringOfRun } from './offering.ts'
import { openRow, runKey, sealRow } from './row-vault.ts'
import { leaseFrom, lockRun, moveRun, type RunRow } from './run-store.ts'
import { finishRuns } from './settle-rows.ts'
import { templateNamed } from './template-named.ts'

const system = ['system'] as const
/** Rows of one transaction: small enough that a killed process repeats little, large enough for set-based statements to pay. */
const chunk = 2000

/** An office accepts the good rows of a run. Asked again while it is under way or over, the run itself is the answer. */
export async function acceptRun({ database, clock }: Dependencies, session: Session, runId: string, correlationId: string): Promise<RunRow> {
  return database.write({ tenants: [session.institution] }, { correlationId }, async (tx) => {
    const run = await lockRun(tx, runId)
    if (!run) throw new Problem('not-found')
    if (run.state === 'accepting' || run.state === 'accepted' || run.state === 'done') return run
    const offering = await offeringOfRun(tx.db, run)
    if (offering?.withdrawn) throw new Problem('offering-withdrawn')
    const changed = (offering?.version ?? '') === run.offeringVersion ? [] : ['offering-changed']
    return moveRun(tx, run, 'accept', session.roles as readonly Role[], {
      changedSince: changed,
      acceptedAt: clock().toISOString(),
      correlationId,
      leasedUntil: null,
    })
  })
}

interface GoodRow {
  readonly row: number
  readonly home: string
  readonly attempt: number
  readonly stream_index: string
  readonly sealed: Buffer
}

/** Submits the accepted rows, chunk by chunk. May be begun again at any point: what is submitted has its submission. */
export async function continueAcceptance(dependencies: Dependencies, { id, institution }: { id: string; institution: string }): Promise<void> {
  const { database, clock } = dependencies
  for (let more = true; more; ) more = await database.write({ tenants: [institution] }, { correlationId: id }, (tx) => submitChunk(dependencies, tx, id))
  await database.write({ tenants: [institution] }, { correlationId: id }, async (tx) => {
    const run = await lockRun(tx, id)
    if (!run || run.state !== 'accepting') return
    await tx.sql`
      update import_rows set "end" = fate, reason = problem_codes[1], turn = case when fate = 'waiting' then coalesce(home, owner) end
      where run_id = ${id}::uuid and submission_id is null and "end" is null`
    const [counted] = await tx.sql<{ submitted: number }[]>`select count(submission_id)::integer as submitted from import_rows where run_id = ${id}::uuid`
    const submitted = counted?.submitted ?? 0
    const accepted = await moveRun(tx, run, 'finish-acceptance', system, { submitted, leasedUntil: null })
    tx.publish([
      fact(ImportAccepted, {
        institution: run.institution,
        aggregateVersion: accepted.version,
        correlationId: run.correlationId,
        data: { runId: run.id, template: run.template, institution: run.institution, instanceId: run.instanceId, submitted },
      }),
    ])
    await finishRuns(tx, [id], clock().toISOString())
  })
}

async function submitChunk({ settings, clock }: Dependencies, tx: Transaction, id: string): Promise<boolean> {
  const run = await lockRun(tx, id)
  if (!run || run.state !== 'accepting' || !run.wrappedKey) return false
  const { sql } = tx
  const rows = await nextRows(tx, run)
  if (rows.length === 0) return false
  const stillGood = run.changedSince.length === 0 ? rows : await checkAgain(settings.secret, tx, run, run.wrappedKey, rows, clock())
  const streams = await streamsFor(tx, run, stillGood)
  const ofGroup = new Map<string, string>()
  const submissions = stillGood.map((row) => {
    const submission = (templateNamed(run.template).grouped && ofGroup.get(row.stream_index)) || newId()
    ofGroup.set(row.stream_index, submission)
    return { row: row.row, submission, stream: streams.get(row.stream_index) ?? '', home: row.home, attempt: row.attempt }
  })
  await sql`
    update import_rows r set submission_id = s.submission, stream_id = s.stream
    from jsonb_to_recordset(${JSON.stringify(submissions)}::text::jsonb) as s(row integer, submission uuid, stream uuid)
    where r.run_id = ${id}::uuid and r.row = s.row`
  await sql`update import_runs set leased_until = ${leaseFrom(clock())}::text::timestamptz where id = ${id}::uuid`
  tx.publish([...new Map(submissions.map((one) => [one.submission, one])).values()].map((one) => submittedEvent(run, one)))
  return true
}

/** The next rows to submit. A group is never cut: with one of its rows all of them come. */
async function nextRows({ sql }: Transaction, { id, template }: RunRow): Promise<readonly GoodRow[]> {
  const rows = await sql<GoodRow[]>`
    select row, home, attempt, stream_index, sealed from import_rows
    where run_id = ${id}::uuid and fate = 'good' and submission_id is null and "end" is null order by row limit ${chunk}::integer`
  if (!templateNamed(template).grouped || rows.length < chunk) return rows
  // Their keys are handed over as values: as a sub-select they would be looked up anew for each row of a table whose statistics are minutes old.
  const groups = [...new Set(rows.map((row) => row.stream_index))]
  return sql<GoodRow[]>`
    select row, home, attempt, stream_index, sealed from import_rows
    where run_id = ${id}::uuid and fate = 'good' and submission_id is null and "end" is null and stream_index = any(${groups}::text[]) order by row`
}

/** Looks at rows again that were checked against an older offering; those that no longer fit are refused, with the reason in their report. */
async function checkAgain(secret: Uint8Array, tx: Transaction, run: RunRow, wrapped: Uint8Array, rows: readonly GoodRow[], now: Date): Promise<GoodRow[]> {
  const context = await contextOf(tx.db, run, now)
  const template = templateNamed(run.template)
  const key = runKey(secret, run.id, wrapped)
  const good: GoodRow[] = []
  const refused: { row: number; codes: string[]; sealed: string }[] = []
  for (const row of rows) {
    const content = openRow(key, run.id, row.row, row.sealed)
    const problems = template.judgeAgain(content.values, context)
    if (problems.length === 0) good.push(row)
    else
      refused.push({
        row: row.row,
        codes: problems.map((p) => p.code),
        sealed: `\\x${Buffer.from(sealRow(key, run.id, row.row, { ...content, problems })).toString('hex')}`,
      })
  }
  if (refused.length > 0) {
    await tx.sql`
      update import_rows r set fate = 'refused', "end" = 'refused', problem_codes = a.codes, reason = a.codes[1], sealed = a.sealed
      from jsonb_to_recordset(${JSON.stringify(refused)}::text::jsonb) as a(row integer, codes text[], sealed bytea)
      where r.run_id = ${run.id}::uuid and r.row = a.row`
    await tx.sql`update import_runs set good = good - ${refused.length}::integer, refused = refused + ${refused.length}::integer where id = ${run.id}::uuid`
  }
  return good
}

/** The stream of each row's learner at the instance, mobility or pair of courses; made where it is its first. */
async function streamsFor(tx: Transaction, run: RunRow, rows: readonly GoodRow[]): Promise<Map<string, string>> {
  const indexes = [...new Set(rows.map((row) => row.stream_index))]
  await tx.sql`
    insert into submission_streams (id, owner, instance_id, stream_index)
    select s.id, ${run.institution}::text, ${run.instanceId}::uuid, s.index
    from jsonb_to_recordset(${JSON.stringify(indexes.map((index) => ({ id: newId(), index })))}::text::jsonb) as s(id uuid, index text)
    on conflict do nothing`
  const known = await tx.sql<{ id: string; stream_index: string }[]>`
    select id, stream_index from submission_streams where owner = ${run.institution}::text and stream_index = any(${indexes}::text[])`
  return new Map(known.map((stream) => [stream.stream_index, stream.id]))
}
