import { type FileTemplate, officeRoles } from '@collegium/contracts'
import type { Reader } from '@collegium/database'
import { Problem as RequestProblem, type Session } from '@collegium/service-kit'
import { and, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { explain, explainFile, type ExplainedProblem, nameOf } from '../errors.ts'
import type { Language } from '../errors/words.ts'
import type { ProblemCode } from '../errors/row-problems.ts'
import type { Change, Fate, Problem } from '../files/domain/rows.ts'
import { importRows, importRuns } from '../tables.ts'
import type { RowEnd } from './domain/ends.ts'
import { movesNow } from './domain/run.ts'
import { openRow, runKey, type SealedRow } from './row-vault.ts'
import { asRun, type RunRow } from './run-store.ts'
import { templateNamed } from './template-named.ts'

type StoredRow = typeof importRows.$inferSelect

/** A row as an office sees it. Values, changes and problems are null once wiped, and for roles that do not see people. */
export interface ShownRow {
  readonly row: number
  readonly fate: Fate
  readonly end: string | null
  readonly reason: string | null
  readonly turn: string | null
  readonly enrolmentId: string | null
  readonly agreementId: string | null
  readonly undone: boolean
  readonly codes: readonly string[]
  /** In the normal form of the template. */
  readonly values: object | null
  readonly changes: readonly (Change & { readonly column: string })[] | null
  readonly problems: readonly (ExplainedProblem & { readonly column: string | null })[]
  readonly raw: SealedRow['raw']
}

const headerOf = (template: FileTemplate, field: string): string => template.columns.find((column) => column.field === field)?.header ?? field

export const maySeeRows = (session: Session): boolean => session.roles.some((role) => (officeRoles as readonly string[]).includes(role))

export async function runOf(reader: Reader, id: string): Promise<RunRow | null> {
  const [run] = await reader.select().from(importRuns).where(eq(importRuns.id, id))
  return run ?? null
}

export interface RowFilter {
  readonly fates?: readonly Fate[]
  /** How the rows ended; `pending` means those under way. */
  readonly ends?: readonly (RowEnd | 'pending')[]
  readonly after: number
  readonly limit: number
}

/** The condition behind a list of rows and behind its count: one place, so that the two agree. */
export const rowsWhere = (runId: string, { fates, ends }: Pick<RowFilter, 'fates' | 'ends'>): SQL | undefined =>
  and(
    eq(importRows.runId, runId),
    fates?.length ? inArray(importRows.fate, [...fates]) : undefined,
    ends?.length
      ? or(
          inArray(
            importRows.end,
            ends.filter((end) => end !== 'pending'),
          ),
          ends.includes('pending') ? isNull(importRows.end) : undefined,
        )
      : undefined,
  )

/** Cursors come from clients: what is no row number is the beginning, what no file reaches its end. */
const rowAfter = (asked: number): number => Math.min(2_147_483_647, Math.max(0, Math.trunc(asked) || 0))

/** A page of a run's rows in the order of the file. */
export async function rowsOf(
  reader: Reader,
  run: RunRow,
  filter: RowFilter,
  secret: Uint8Array,
  session: Session,
  language: Language = 'en',
): Promise<ShownRow[]> {
  if (run.state === 'received' || run.state === 'checking') throw new RequestProblem('no-rows-yet')
  const rows = await reader
    .select()
    .from(importRows)
    .where(and(rowsWhere(run.id, filter), gt(importRows.row, rowAfter(filter.after))))
    .orderBy(importRows.row)
    .limit(filter.limit)
  const key = run.wrappedKey && maySeeRows(session) ? runKey(secret, run.id, run.wrappedKey) : null
  const { file } = templateNamed(run.template)
  return rows.map((row) => shown(file, row, key && row.sealed ? openRow(key, run.id, row.row, row.sealed) : null, language))
}

function shown(template: FileTemplate, row: StoredRow, content: SealedRow | null, language: Language): ShownRow {
  const columnOf = (problem: Problem) => (problem.field === null ? null : headerOf(template, problem.field))
  // What a later row made of this one is not in its content: the code stands last, beside the other row.
  const told = row.problemCodes.at(-1) as ProblemCode | undefined
  const amended: Problem[] =
    row.otherRow === null || !told ? [] : [{ code: told, field: null, value: '', detail: { row: String(row.row), other: String(row.otherRow) } }]
  const problems = content
    ? [...content.problems, ...amended].map((p) => ({ ...explain(p, columnOf(p) ?? '', language), column: columnOf(p) }))
    : row.problemCodes.map((code) => ({ code, field: null, column: null, value: '', reason: nameOf(code), suggestion: '', docs: `/docs/errors/${code}` }))
  return {
    row: row.row,
    fate: row.fate,
    end: row.end,
    reason: row.reason,
    turn: row.turn,
    enrolmentId: row.enrolmentId,
    agreementId: template.name === 'learning-agreements' ? row.madeId : null,
    undone: row.undone,
    codes: row.problemCodes,
    values: content?.values ?? null,
    changes: content?.changes.map((change) => ({ ...change, column: headerOf(template, change.field) })) ?? null,
    problems,
    raw: content?.raw ?? null,
  }
}

/** How the rows of runs stand: by end, and by problem. */
export async function countsOf(reader: Reader, ids: readonly string[]): Promise<Map<string, RunCounts>> {
  const ends = await reader
    .select({ run: importRows.runId, end: importRows.end, n: sql<number>`count(*)::integer` })
    .from(importRows)
    .where(inArray(importRows.runId, [...ids]))
    .groupBy(importRows.runId, importRows.end)
  const codes = await reader.$client<{ run: string; code: string; n: number }[]>`
    select run_id as run, code, count(*)::integer as n from import_rows, unnest(problem_codes) as code where run_id = any(${[...ids]}::uuid[]) group by 1, 2 order by 3 desc, 2`
  return new Map(
    ids.map((id) => [
      id,
      {
        ends: Object.fromEntries(ends.filter((e) => e.run === id).map((e) => [e.end ?? 'pending', e.n])),
        problems: codes.filter((c) => c.run === id).map((c) => ({ code: c.code, rows: c.n, what: nameOf(c.code) })),
      },
    ]),
  )
}
export interface RunCounts {
  /** Rows by end; `pending` for those under way. */
  readonly ends: Readonly<Record<string, number>>
  readonly problems: readonly { readonly code: string; readonly rows: number; readonly what: string }[]
}

/** PostgreSQL writes instants in its own form; clients get ISO 8601. */
const instant = (at: string | null): string | null => (at === null ? null : new Date(at).toISOString())

/** A run as the REST surface shows it. */
export async function presentRun(reader: Reader, run: RunRow, session: Session, progress: number | null, language: Language = 'en') {
  const counts = (await countsOf(reader, [run.id])).get(run.id)
  return {
    id: run.id,
    version: run.version,
    institution: run.institution,
    template: run.template,
    offering: run.instanceId,
    state: run.state,
    dryRun: run.dryRun,
    home: run.defaultHome,
    file: { name: run.fileName, bytes: run.bytes, sha256: run.sha256, kind: run.fileKind, encoding: run.encoding },
    problems: run.fileProblems.map((problem) => explainFile(problem, language)),
    rowsRead: progress ?? run.rows,
    rows: { total: run.rows, good: run.good, refused: run.refused, waiting: run.waiting, unchanged: run.unchanged, submitted: run.submitted },
    ends: counts?.ends ?? {},
    problemCounts: counts?.problems ?? [],
    changedSince: run.changedSince,
    moves: movesNow(asRun(run), session.roles),
    createdAt: instant(run.createdAt),
    checkedAt: instant(run.checkedAt),
    acceptedAt: instant(run.acceptedAt),
    finishedAt: instant(run.finishedAt),
    wipedAt: instant(run.wipedAt),
  }
}
