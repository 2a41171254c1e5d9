import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask, execute, graphQuery } from '../hub/ask.ts'
import type { Language } from '../words/words.tsx'
import type { End, Fate, ProblemOfRow, RowsSearch } from './import-run.ts'

export const rowsOnPage = 50

export interface RowValues {
  readonly esi: string | null
  readonly home: string | null
  readonly givenNames: string
  readonly familyName: string
  readonly outcome: string | null
  readonly grade: string | null
  readonly gradingScheme: string | null
  readonly ects: number | null
  /** ISO 8601 day. */
  readonly assessedOn: string | null
  readonly attempt: number
}
export interface RowOfRun {
  readonly row: number
  readonly fate: Fate
  readonly end: End | null
  readonly reason: string | null
  /** SCHAC id of the institution whose turn it is. */
  readonly turn: string | null
  readonly undone: boolean
  /** Null once wiped, and for roles that do not see people. */
  readonly values: RowValues | null
  readonly changes: readonly { readonly column: string; readonly from: string; readonly to: string; readonly why: string }[] | null
  readonly problems: readonly ProblemOfRow[]
}
/** What became of an accepted row. */
export interface Became {
  readonly credentials: readonly { readonly id: string; readonly state: string; readonly verdicts: readonly { readonly verdict: string }[] }[]
  readonly outcome: { readonly outcome: string; readonly credits: number } | null
  readonly deliveries: readonly { readonly state: string }[]
  readonly results: readonly { readonly state: string }[]
}
export interface RowShown extends RowOfRun {
  readonly became: Became | null
}

export const becameText = graphQuery<
  { importRun: { rows: { edges: readonly { node: { row: number; enrolment: Became | null } }[] } } | null },
  { id: string; fates: readonly string[] | null; ends: readonly string[] | null; first: number; after: string | null }
>(
  `query WhatBecameOfRows($id: ID!, $fates: [String!], $ends: [String!], $first: Int, $after: String) {
    importRun(id: $id) { rows(fates: $fates, ends: $ends, first: $first, after: $after) { edges { node { row enrolment {
      results { state } credentials { id state verdicts { verdict } } outcome { outcome credits } deliveries { state }
    } } } } }
  }`,
)

/** A page of rows in the reader's language (REST), with what became of each (graph) once the run was accepted. `every` is in milliseconds. */
export const rowsQuery = (
  runId: string,
  { fate, end, after }: RowsSearch,
  { language, accepted, every }: { language: Language; accepted: boolean; every: number | false },
) =>
  queryOptions({
    queryKey: ['rows-of-run', runId, fate ?? null, end ?? null, after ?? 0, language, accepted],
    queryFn: async ({ signal }): Promise<{ rows: RowShown[]; next: number | null }> => {
      const search = new URLSearchParams({ limit: String(rowsOnPage), ...(fate && { fate }), ...(end && { end }), ...(after && { after: String(after) }) })
      const [page, became] = await Promise.all([
        ask<{ rows: RowOfRun[]; next: number | null }>(`/api/imports/${encodeURIComponent(runId)}/rows?${search.toString()}`, { language, signal }),
        accepted
          ? execute(
              becameText,
              { id: runId, fates: fate ? [fate] : null, ends: end ? [end] : null, first: rowsOnPage, after: after ? String(after) : null },
              signal,
            )
          : null,
      ])
      const byRow = new Map(became?.importRun?.rows.edges.map(({ node }) => [node.row, node.enrolment]))
      return { rows: page.rows.map((row) => ({ ...row, became: byRow.get(row.row) ?? null })), next: page.next }
    },
    placeholderData: keepPreviousData,
    refetchInterval: every,
  })
