import { queryOptions } from '@tanstack/react-query'
import { ask, execute, graphQuery } from '../hub/ask.ts'
import type { Language } from '../words/words.tsx'

export const fates = ['good', 'refused', 'waiting', 'unchanged'] as const
/** What the check says of a row. */
export type Fate = (typeof fates)[number]
export const ends = ['recorded', 'corrected', 'unchanged', 'refused', 'waiting', 'pending'] as const
/** How a row ended; `pending` is under way. */
export type End = (typeof ends)[number]
export type RunState = 'received' | 'checking' | 'checked' | 'rejected' | 'accepting' | 'accepted' | 'done' | 'undoing' | 'undone'

export interface ProblemOfRow {
  readonly code: string
  readonly column: string | null
  readonly value: string
  readonly reason: string
  readonly suggestion: string
  readonly docs: string
}

/** A run as `GET /api/imports/{id}` gives it. */
export interface Run {
  readonly id: string
  readonly state: RunState
  readonly file: { readonly name: string; readonly bytes: number }
  readonly problems: readonly ProblemOfRow[]
  readonly rowsRead: number
  readonly rows: {
    readonly total: number
    readonly good: number
    readonly refused: number
    readonly waiting: number
    readonly unchanged: number
    readonly submitted: number
  }
  readonly ends: Readonly<Partial<Record<End, number>>>
  readonly problemCounts: readonly { readonly code: string; readonly rows: number }[]
  readonly changedSince: readonly string[]
  /** What the reader may do now; the buttons are made from it. */
  readonly moves: readonly string[]
  readonly createdAt: string
  readonly acceptedAt: string | null
  readonly wipedAt: string | null
}

/** Which rows of a run are shown; it stands in the address. */
export interface RowsSearch {
  readonly fate?: Fate
  readonly end?: End
  /** The row after which the page begins. */
  readonly after?: number
  /** Set when the very same file had been handed in before: the run shown is that earlier one. */
  readonly known?: true
}
const oneOf = <T extends string>(of: readonly T[], value: unknown): T | undefined => of.find((one) => one === value)
export function rowsSearch(search: Readonly<Record<string, unknown>>): RowsSearch {
  const fate = oneOf(fates, search.fate)
  const end = oneOf(ends, search.end)
  const after = Number(search.after)
  return {
    ...(fate && { fate }),
    ...(end && { end }),
    ...(Number.isInteger(after) && after > 0 && { after }),
    ...(search.known === true && { known: true as const }),
  }
}

/** The check is over and the file could be read. */
export const isChecked = (run: Run): boolean => !['received', 'checking', 'rejected'].includes(run.state)
export const wasAccepted = (run: Run): boolean => ['accepting', 'accepted', 'done', 'undoing', 'undone'].includes(run.state)
/** The hub is at work on it; the screen looks again every second. */
export const isMoving = (run: Run): boolean =>
  ['received', 'checking', 'accepting', 'undoing'].includes(run.state) || (run.state === 'accepted' && (run.ends.pending ?? 0) > 0)

/** Somebody has to act on a row, here or at a home institution. */
export const isWaiting = (run: Run): boolean => ['accepted', 'done'].includes(run.state) && (run.ends.waiting ?? 0) > 0

export const runQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: ['import-run', id, language],
    queryFn: ({ signal }) => ask<Run>(`/api/imports/${encodeURIComponent(id)}`, { language, signal }),
    // A row that waits for a person may go on at any time, but not every second.
    refetchInterval: ({ state: { data } }) => (!data ? false : isMoving(data) ? 1000 : isWaiting(data) ? 10_000 : false),
  })

export interface RunInList {
  readonly id: string
  readonly fileName: string
  readonly state: RunState
  readonly total: number
  readonly good: number
  readonly refused: number
  readonly waiting: number
  readonly createdAt: string
}
export const earlierRunsText = graphQuery<{ importRuns: { totalCount: number; edges: readonly { node: RunInList }[] } }, { instance: string; first: number }>(
  `query EarlierRuns($instance: ID, $first: Int) { importRuns(instanceId: $instance, first: $first) { totalCount edges { node { id fileName state total good refused waiting createdAt } } } }`,
)
export const earlierRunsQuery = (instance: string, first: number) =>
  queryOptions({
    queryKey: ['import-runs', instance, first],
    queryFn: async ({ signal }) => (await execute(earlierRunsText, { instance, first }, signal)).importRuns,
  })
