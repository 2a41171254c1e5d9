import { Problem } from '@collegium/service-kit'

/** Arguments of a list; `first` is at most 100. */
export interface PageArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

const largest = 100

/**
 * A page of a list that is sorted by one unique text, the cursor (an id: UUIDv7 sorts by time).
 * `load` is asked for one row more than the page holds; `count` for how many there are in all.
 */
export async function page<Row>(
  args: PageArguments,
  list: { load(limit: number, after: string | null): Promise<readonly Row[]>; count(): Promise<number>; cursor(row: Row): string },
) {
  if (args.last || args.before) throw new Problem('invalid-request', { arguments: 'Lists are read forwards: use first and after.' })
  const first = args.first ?? 25
  if (first < 1 || first > largest) throw new Problem('invalid-request', { first: `between 1 and ${largest}` })
  const [rows, totalCount] = await Promise.all([list.load(first + 1, args.after ?? null), list.count()])
  const shown = rows.slice(0, first)
  const edges = shown.map((node) => ({ cursor: list.cursor(node), node }))
  return {
    totalCount,
    edges,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: Boolean(args.after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}
