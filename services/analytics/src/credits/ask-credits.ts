import type { Session } from '@collegium/service-kit'
import type { Database } from '@collegium/database'
import { asc } from 'drizzle-orm'
import { type Cell, protect, type Shown, type Tier, type Total } from '../disclosure/disclosure.ts'
import { creditCells, publicCoverage } from '../tables.ts'

export type Breakdown = 'pair' | 'field'

export interface CreditsRow extends Shown {
  readonly lead: string | null
  readonly home: string | null
  readonly iscedF: string
  readonly academicYear: string
}
export interface CreditsAnswer {
  readonly rows: readonly CreditsRow[]
  readonly totals: readonly Total[]
  readonly coverage: readonly (typeof publicCoverage.$inferSelect)[]
}

type CellRow = typeof creditCells.$inferSelect

/**
 * Q1: credentials, ECTS earned and recognised. By pair (lead, home, field, year) or by field over all institutions.
 * The one place that reads the cube under the name `aggregate`; nothing leaves it before disclosure control.
 */
export async function askCredits(database: Database, session: Session, breakdown: Breakdown): Promise<CreditsAnswer> {
  const cells = await database
    .reader({ tenants: ['aggregate'] })
    .select()
    .from(creditCells)
    .orderBy(asc(creditCells.academicYear), asc(creditCells.iscedF), asc(creditCells.lead), asc(creditCells.home))
  const coverage = await database
    .reader({ tenants: ['aggregate'] })
    .select()
    .from(publicCoverage)
    .orderBy(asc(publicCoverage.academicYear), asc(publicCoverage.institution))
  const rows = breakdown === 'pair' ? cells.map((cell) => pair(cell, session.institution)) : fields(cells)
  const { cells: shown, totals } = protect(rows.map((row) => row.cell))
  const suppressed = new Map(shown.map((one) => [one.cell.key, one.suppressed]))
  return { rows: rows.map((row) => ({ ...row, suppressed: suppressed.get(row.cell.key) ?? null })), totals, coverage }
}

function pair(row: CellRow, institution: string): Omit<CreditsRow, 'suppressed'> {
  const tier: Tier = row.home === institution ? 'own' : row.lead === institution ? 'parties' : 'alliance'
  const { lead, home, iscedF, academicYear, credentials, earned, decided, recognised } = row
  // Own, parties' and others' rows are three tables: a total over all of them would add what one sees to what one does not.
  const cell: Cell = {
    key: [lead, home, iscedF, academicYear].join('|'),
    group: `${academicYear} ${tier}`,
    tier,
    credentials,
    earned,
    decided,
    recognised,
    contributions: { [home]: credentials },
  }
  return { lead, home, iscedF, academicYear, cell }
}

function fields(cells: readonly CellRow[]): Omit<CreditsRow, 'suppressed'>[] {
  const groups = new Map<string, CellRow[]>()
  for (const cell of cells) {
    const key = `${cell.iscedF}|${cell.academicYear}`
    groups.set(key, [...(groups.get(key) ?? []), cell])
  }
  return [...groups.entries()].flatMap(([key, members]) => {
    const [first] = members
    if (!first) return []
    const sum = (of: (cell: CellRow) => number) => Math.round(members.reduce((all, cell) => all + of(cell), 0) * 100) / 100
    const homes = new Map<string, number>()
    for (const member of members) homes.set(member.home, (homes.get(member.home) ?? 0) + member.credentials)
    const cell: Cell = {
      key,
      group: first.academicYear,
      tier: 'alliance',
      credentials: sum((c) => c.credentials),
      earned: sum((c) => c.earned),
      decided: sum((c) => c.decided),
      recognised: sum((c) => c.recognised),
      contributions: Object.fromEntries(homes),
    }
    return [{ lead: null, home: null, iscedF: first.iscedF, academicYear: first.academicYear, cell }]
  })
}
