/** Tiers of sight, decided before anything is suppressed. */
export type Tier = 'own' | 'parties' | 'alliance'

/** Ours, not a law (domain notes 5): fewer than k are hidden, and the two largest contributors may not make up more than `dominance`. */
export const thresholds = { own: 1, parties: 5, alliance: 10, contributors: 3, dominance: 0.85 } as const

export interface Cell {
  /** What the cell is about; equal for no two cells of a table. */
  readonly key: string
  /** Cells of one group are added up to one total. */
  readonly group: string
  readonly tier: Tier
  readonly credentials: number
  readonly earned: number
  readonly decided: number
  readonly recognised: number
  /** Credentials per contributing home institution. */
  readonly contributions: Readonly<Record<string, number>>
}

/** `too-few`: below k. `dominated`: one or two institutions could be read off. `complementary`: hidden so that another hidden cell stays hidden. */
export type Reason = 'too-few' | 'dominated' | 'complementary'
export interface Shown {
  readonly cell: Cell
  readonly suppressed: Reason | null
}
export interface Total {
  readonly group: string
  readonly suppressed: Reason | null
  readonly credentials: number
  readonly earned: number
  readonly decided: number
  readonly recognised: number
}

/**
 * Applies disclosure control to one table. A hidden cell never follows from the total of its group: where the hidden cells of a group
 * hold fewer than k together, or are one alone, the smallest shown ones are hidden with them until they do not.
 * Suppressed is not zero: an empty cell is shown as zero.
 */
export function protect(cells: readonly Cell[]): { readonly cells: readonly Shown[]; readonly totals: readonly Total[] } {
  const primary = new Map(cells.map((cell) => [cell.key, reasonOf(cell)]))
  const groups = [...new Set(cells.map((cell) => cell.group))]
  for (const group of groups) {
    const members = cells.filter((cell) => cell.group === group)
    for (const candidate of [...members].sort((a, b) => a.credentials - b.credentials || (a.key < b.key ? -1 : 1))) {
      const hidden = members.filter((cell) => primary.get(cell.key))
      if (hidden.length === 0 || safeTogether(hidden)) break
      if (!primary.get(candidate.key)) primary.set(candidate.key, 'complementary')
    }
  }
  const totals = groups.map((group): Total => {
    const members = cells.filter((cell) => cell.group === group)
    const hidden = members.filter((cell) => primary.get(cell.key))
    const sum = (of: (cell: Cell) => number) => Math.round(members.reduce((all, cell) => all + of(cell), 0) * 100) / 100
    const contributions: Record<string, number> = {}
    for (const member of members)
      for (const [institution, n] of Object.entries(member.contributions)) contributions[institution] = (contributions[institution] ?? 0) + n
    const total = { tier: members[0]?.tier ?? 'alliance', credentials: sum((c) => c.credentials), contributions }
    // A total is a figure like any other; and where hiding everything was not enough, it would tell what is hidden.
    const suppressed = hidden.length === 0 ? null : safeTogether(hidden) ? reasonOf(total) : 'complementary'
    return {
      group,
      suppressed,
      credentials: total.credentials,
      earned: sum((c) => c.earned),
      decided: sum((c) => c.decided),
      recognised: sum((c) => c.recognised),
    }
  })
  return { cells: cells.map((cell) => ({ cell, suppressed: primary.get(cell.key) ?? null })), totals }
}

function reasonOf(cell: Pick<Cell, 'tier' | 'credentials' | 'contributions'>): Reason | null {
  if (cell.credentials === 0 || cell.tier === 'own') return null
  if (cell.credentials < thresholds[cell.tier]) return 'too-few'
  if (cell.tier !== 'alliance') return null
  const sorted = Object.values(cell.contributions)
    .filter((n) => n > 0)
    .sort((a, b) => b - a)
  const two = (sorted[0] ?? 0) + (sorted[1] ?? 0)
  return sorted.length < thresholds.contributors || two > thresholds.dominance * cell.credentials ? 'dominated' : null
}

/** Whether the sum of hidden cells, which the total gives away, hides each of them: at least two, and together at least k. */
function safeTogether(hidden: readonly Cell[]): boolean {
  const k = Math.max(...hidden.map((cell) => thresholds[cell.tier]))
  return hidden.length >= 2 && hidden.reduce((sum, cell) => sum + cell.credentials, 0) >= k
}
