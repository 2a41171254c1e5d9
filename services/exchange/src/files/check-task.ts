import type { CheckContext, Amendment, CheckedRow, Fate } from './domain/rows.ts'
import type { FileProblem, FileReport } from './file-report.ts'
import type { HeaderMapping } from './row-table.ts'

/** What the check of a file is asked. Travels to a worker thread, so it is plain data. */
export interface CheckRequest {
  readonly path: string
  readonly template: string
  readonly mapping: HeaderMapping
  readonly context: CheckContext
  /** Hands rows out as lines for PostgreSQL's COPY, sealed under the run's key, instead of as objects. */
  readonly staging: Staging | null
}
export interface Staging {
  readonly runId: string
  /** Within which streams are told apart: the instance, or the institution and its kind of file. */
  readonly scope: string
  readonly key: Uint8Array
  readonly secret: Uint8Array
  /** Of more good rows than this only the count is kept; a dry run is about the others. */
  readonly mostGood: number
}

export interface CheckSummary {
  readonly report: FileReport
  /** Set when the file as a whole is refused: then no row counts. */
  readonly refusal: FileProblem | null
  readonly rows: number
  readonly fates: Readonly<Record<Fate, number>>
  /** Problem code → rows that have it. */
  readonly problems: Readonly<Record<string, number>>
  readonly changes: number
  readonly amendments: readonly Amendment[]
}

/** What comes out of the worker while it works; `lines` is text for COPY. */
export type CheckOutput =
  | { readonly kind: 'rows'; readonly rows: readonly CheckedRow[]; readonly read: number }
  | { readonly kind: 'lines'; readonly lines: Uint8Array; readonly read: number }

/** Batches that may be under way to a slow receiver before the worker waits: bounds the memory between the two. */
export const mostUnderWay = 4
