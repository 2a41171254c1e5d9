import { access } from 'node:fs/promises'
import { ImportChecked } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { fact, isTransient } from '@collegium/events'
import { type Dependencies, Problem } from '@collegium/service-kit'
import { and, eq } from 'drizzle-orm'
import type { CheckSummary } from '../files/check-task.ts'
import type { CheckContext } from '../files/domain/rows.ts'
import type { FileProblem } from '../files/file-report.ts'
import type { FileChecker } from '../files/check-in-worker.ts'
import type { HeaderMapping } from '../files/row-table.ts'
import { headerMappings, importRuns } from '../tables.ts'
import { contextOf } from './offering.ts'
import { runKey } from './row-vault.ts'
import { leaseFrom, lockRun, moveRun, type RunRow, streamScopeOf } from './run-store.ts'
import { dropUpload, uploadPath } from './uploads.ts'

const system = ['system'] as const
/** A dry run keeps so many good rows with their normalisations to look at; of the rest it keeps what is wrong. */
const goodRowsOfDryRun = 10_000

/**
 * Checks a run's file: worker → COPY into a temporary table → one checked insert, counts and event, all in one transaction. Killed in the middle
 * it leaves nothing, and is begun again by whoever takes the run over. `progress` hears how many rows were read.
 */
export async function checkRun(
  dependencies: Dependencies,
  checker: FileChecker,
  { id, institution }: { id: string; institution: string },
  progress: (rows: number) => void,
): Promise<void> {
  const { database, clock, settings } = dependencies
  const tenants = [institution]
  const begun = await database.write({ tenants }, { correlationId: id }, (tx) => begin(tx, id, clock()))
  if (!begun) return
  const { run, context, mapping } = begun
  try {
    await access(uploadPath(settings.dataDir, id))
    await database.write({ tenants }, { correlationId: run.correlationId }, (tx) => stage(dependencies, checker, tx, run, context, mapping, progress))
  } catch (error) {
    if (isTransient(error)) throw error
    dependencies.logger.error(
      { fault: error instanceof Error ? error.name : 'unknown', message: error instanceof Error ? error.message : '', runId: id },
      'A file could not be checked',
    )
    const fault =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'the upload is no longer there' : 'reading it failed in a way that nobody foresaw'
    await database.write({ tenants }, { correlationId: run.correlationId }, (tx) =>
      reject(tx, id, { code: 'file-damaged', value: '', detail: { fault } }, [], clock()),
    )
  }
  await dropUpload(settings.dataDir, id)
}

async function begin(tx: Transaction, id: string, now: Date): Promise<{ run: RunRow; context: CheckContext; mapping: HeaderMapping } | null> {
  const found = await lockRun(tx, id)
  if (!found || (found.state !== 'received' && found.state !== 'checking')) return null
  const run = await moveRun(tx, found, 'start-check', system, { leasedUntil: leaseFrom(now) })
  const [saved] = await tx.db
    .select()
    .from(headerMappings)
    .where(and(eq(headerMappings.institution, run.institution), eq(headerMappings.template, run.template)))
  return { run, context: await contextOf(tx.db, run, now), mapping: saved?.mapping ?? {} }
}

async function stage(
  { settings, clock }: Dependencies,
  checker: FileChecker,
  tx: Transaction,
  run: RunRow,
  context: CheckContext,
  mapping: HeaderMapping,
  progress: (rows: number) => void,
): Promise<void> {
  if (!run.wrappedKey) throw new Problem('run-wiped')
  const { sql } = tx
  // COPY cannot go into a table with row-level security (design 3.3).
  await sql`create temporary table staged (row integer not null, home text, attempt integer not null, fate text not null, codes text[] not null, changes integer not null, stream_index text, sealed bytea not null, other_row integer) on commit drop`
  const copy = await sql`copy staged (row, home, attempt, fate, codes, changes, stream_index, sealed) from stdin`.writable()
  const failed = new Promise<never>((_, fail) => copy.on('error', fail))
  failed.catch(() => {})
  const staging = {
    runId: run.id,
    scope: streamScopeOf(run),
    key: runKey(settings.secret, run.id, run.wrappedKey),
    secret: settings.secret,
    mostGood: run.dryRun ? goodRowsOfDryRun : Number.POSITIVE_INFINITY,
  }
  const summary = await checker.check({ path: uploadPath(settings.dataDir, run.id), template: run.template, mapping, context, staging }, async (output) => {
    if (output.kind !== 'lines') return
    progress(output.read)
    if (!copy.write(output.lines)) await Promise.race([new Promise((resolve) => copy.once('drain', resolve)), failed])
  })
  await Promise.race([new Promise((resolve) => copy.once('finish', resolve).end()), failed])
  if (summary.refusal) return reject(tx, run.id, summary.refusal, summary.report.notes, clock(), summary)
  await keep(tx, run, summary, clock())
}

/** The one checked statement: only what the check itself produced, under the run's own owner. */
async function keep(tx: Transaction, run: RunRow, summary: CheckSummary, now: Date): Promise<void> {
  const { sql } = tx
  if (summary.amendments.length > 0)
    await sql`
      update staged s set fate = 'refused', codes = s.codes || a.code, other_row = a.other
      from jsonb_to_recordset(${JSON.stringify(summary.amendments.map((a) => ({ row: a.row, code: a.problem.code, other: Number(a.problem.detail?.other) })))}::text::jsonb) as a(row integer, code text, other integer)
      where s.row = a.row`
  await sql`
    insert into import_rows (run_id, row, owner, home, attempt, fate, problem_codes, changes, stream_index, sealed, other_row)
    select ${run.id}::uuid, row, ${run.institution}::text, home, attempt, fate, codes, changes, case when fate = 'refused' then null else stream_index end, sealed, other_row
    from staged where fate in ('good', 'refused', 'waiting', 'unchanged')`
  const { good, refused, waiting, unchanged } = summary.fates
  const current = await lockRun(tx, run.id)
  if (!current) return
  await moveRun(tx, current, 'finish-check', system, {
    rows: summary.rows,
    good,
    refused,
    waiting,
    unchanged,
    fileKind: summary.report.kind,
    encoding: summary.report.encoding,
    fileProblems: summary.report.notes,
    checkedAt: now.toISOString(),
    leasedUntil: null,
  })
  tx.publish([
    fact(ImportChecked, {
      institution: run.institution,
      aggregateVersion: current.version + 1,
      correlationId: run.correlationId,
      data: { runId: run.id, template: run.template, institution: run.institution, instanceId: run.instanceId, rows: summary.rows, good, refused, waiting },
    }),
  ])
}

/** The file as a whole is refused; nothing of it is kept, and the same upload may come again. */
async function reject(tx: Transaction, id: string, problem: FileProblem, notes: readonly FileProblem[], now: Date, summary?: CheckSummary): Promise<void> {
  const run = await lockRun(tx, id)
  if (!run || run.state !== 'checking') return
  await moveRun(tx, run, 'reject', system, {
    fileProblems: [problem, ...notes],
    fileKind: summary?.report.kind ?? null,
    encoding: summary?.report.encoding ?? null,
    checkedAt: now.toISOString(),
    finishedAt: now.toISOString(),
    leasedUntil: null,
    wrappedKey: null,
    wipedAt: now.toISOString(),
  })
}

/** Tells other processes that somebody is still at work. */
export const renewLease = (dependencies: Dependencies, { id, institution }: { id: string; institution: string }): Promise<void> =>
  dependencies.database.write({ tenants: [institution] }, { correlationId: id }, async (tx) => {
    await tx.db
      .update(importRuns)
      .set({ leasedUntil: leaseFrom(dependencies.clock()) })
      .where(eq(importRuns.id, id))
    tx.changed('ImportRun', [id])
  })
