import { esiOf } from '@collegium/vocabulary'

/** One clean row of the template; what a test is not about may be left out. */
export interface CleanRow {
  readonly learner: string
  readonly home?: string
  readonly givenNames?: string
  readonly familyName?: string
  readonly birthDate?: string
  readonly email?: string
  readonly outcome?: string
  readonly grade?: string
  readonly ects?: string
  readonly assessedOn?: string
  readonly attempt?: string
  /** Instead of the identifier that follows from home and learner. */
  readonly esi?: string
}

export const headers = [
  'European Student Identifier',
  'Home institution',
  'Local student number',
  'Given names',
  'Family name',
  'Date of birth',
  'E-mail',
  'Result',
  'Grade',
  'Grading scale',
  'ECTS credits',
  'Assessment date',
  'Attempt',
] as const

const birke = 'uni-birke.example'
const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export const cellsOf = (row: CleanRow): string[] => {
  const home = row.home ?? birke
  return [
    row.esi ?? esiOf(home, row.learner),
    home,
    row.learner,
    row.givenNames ?? 'Saga',
    row.familyName ?? `Prov${row.learner.replace(/\W/g, '')}`,
    row.birthDate ?? '2003-04-17',
    row.email ?? '',
    row.outcome ?? 'passed',
    row.grade ?? '1.7',
    '',
    row.ects ?? '5',
    row.assessedOn ?? '2026-06-20',
    row.attempt ?? '',
  ]
}

/** A results file without any mess. */
export const resultsCsv = (rows: readonly CleanRow[]): string => [headers, ...rows.map(cellsOf)].map((cells) => cells.map(quoted).join(',')).join('\r\n')
