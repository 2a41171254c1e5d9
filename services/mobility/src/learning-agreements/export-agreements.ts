import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { safeCell } from '@collegium/documents/safe-cell'
import { type GraphContext, holdsRole, sightOf } from '@collegium/graph-kit'
import { officeRoles } from '@collegium/contracts'
import ExcelJS from 'exceljs'
import Papa from 'papaparse'
import { and, count, desc, lt } from 'drizzle-orm'
import { nameOf } from './act-on-agreements.ts'
import { type AgreementFilter, filterOf } from './filter-agreements.ts'
import type { AgreementRow } from './store.ts'
import { studentsOf } from './students.ts'
import { learningAgreements } from './tables.ts'

export const exportFormats = ['csv', 'xlsx', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** How an export was made: without it nobody can say later what a file holds. */
export interface Making {
  readonly madeAt: string
  readonly by: string
  readonly institution: string
  /** What was asked for; empty is the current academic year. */
  readonly filter: AgreementFilter
  readonly rows: number
  readonly hub: string
}

const columns = [
  'mobility id',
  'given names',
  'family name',
  'sending',
  'sending unit',
  'receiving',
  'receiving unit',
  'coordinator',
  'type',
  'academic year',
  'programme',
  'status',
  'turn',
  'turn since',
  'due on',
  'starts on',
  'ends on',
  'outcome',
  'ECTS recognised',
  'changed at',
] as const
type Cells = Readonly<Record<(typeof columns)[number], string | number | null>>

type Exporting = Pick<GraphContext, 'session' | 'dependencies'>
const pageSize = 1_000

/** The agreements of a filter, newest first, page by page: all that the list counts, whatever page somebody looks at. Names only for roles that may know people. */
async function* pagesOf(exporting: Exporting, filter: AgreementFilter): AsyncGenerator<readonly Cells[]> {
  const reader = exporting.dependencies.database.reader(sightOf(exporting.session))
  const where = filterOf(filter, exporting)
  const named = exporting.session.kind === 'learner' || holdsRole(exporting.session, officeRoles)
  let after: string | null = null
  for (;;) {
    const rows: AgreementRow[] = await reader
      .select()
      .from(learningAgreements)
      .where(and(where, after ? lt(learningAgreements.id, after) : undefined))
      .orderBy(desc(learningAgreements.id))
      .limit(pageSize)
    const students = named
      ? await studentsOf(
          exporting,
          rows.map((row) => row.id),
        )
      : new Map<string, { givenNames: string; familyName: string }>()
    if (rows.length > 0)
      yield rows.map(
        (row): Cells => ({
          'mobility id': row.id,
          'given names': students.get(row.id)?.givenNames ?? null,
          'family name': students.get(row.id)?.familyName ?? null,
          sending: row.sending,
          'sending unit': row.sendingUnit,
          receiving: row.receiving,
          'receiving unit': row.receivingUnit,
          coordinator: row.coordinator,
          type: row.type,
          'academic year': row.academicYear,
          programme: row.programme?.code ?? null,
          status: row.status,
          turn: row.turn,
          'turn since': new Date(row.turnSince).toISOString(),
          'due on': row.dueOn,
          'starts on': row.startsOn,
          'ends on': row.endsOn,
          outcome: row.outcome?.outcome ?? null,
          'ECTS recognised': row.outcome?.ectsRecognised ?? null,
          'changed at': new Date(row.changedAt).toISOString(),
        }),
      )
    const last = rows.at(-1)
    if (!last || rows.length < pageSize) return
    after = last.id
  }
}

/** How many the filter holds, and what is told with them. */
export async function makingOf(exporting: Exporting, filter: AgreementFilter): Promise<Making> {
  const { session, dependencies } = exporting
  const [counted] = await dependencies.database.reader(sightOf(session)).select({ n: count() }).from(learningAgreements).where(filterOf(filter, exporting))
  return {
    madeAt: dependencies.clock().toISOString(),
    by: nameOf(session),
    institution: session.institution,
    filter,
    rows: counted?.n ?? 0,
    hub: dependencies.settings.publicUrl,
  }
}

const cellsOf = (row: Cells): (string | number | null)[] => columns.map((column) => (typeof row[column] === 'string' ? safeCell(row[column]) : row[column]))
const toldOf = (making: Making): [string, string][] => [
  ['Made at', making.madeAt],
  ['By', making.by],
  ['Institution', making.institution],
  ['Hub', making.hub],
  ['Rows', String(making.rows)],
  ['Filter', Object.keys(making.filter).length > 0 ? JSON.stringify(making.filter) : 'the current academic year'],
]

/** Writes the export in the order of the list; memory stays flat whatever its length. */
export async function writeExport(exporting: Exporting, filter: AgreementFilter, making: Making, format: ExportFormat, out: Writable): Promise<void> {
  const pages = pagesOf(exporting, filter)
  const write = async (text: string) => {
    if (!out.write(text)) await once(out, 'drain')
  }
  if (format === 'xlsx') {
    const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true })
    const sheet = workbook.addWorksheet('Learning agreements', { views: [{ state: 'frozen', ySplit: 1 }] })
    const header = sheet.addRow([...columns])
    header.font = { bold: true }
    header.commit()
    for await (const rows of pages) for (const row of rows) sheet.addRow(cellsOf(row)).commit()
    sheet.commit()
    const about = workbook.addWorksheet('How this was made')
    for (const line of toldOf(making)) about.addRow(line.map(safeCell)).commit()
    about.commit()
    await workbook.commit()
    return
  }
  if (format === 'json') {
    await write(`{"made":${JSON.stringify(making)},"agreements":[`)
    let first = true
    for await (const rows of pages) {
      await write(`${first ? '' : ','}${rows.map((row) => JSON.stringify(row)).join(',')}`)
      first = false
    }
    out.end(']}\n')
    return
  }
  // Excel reads UTF-8 only where the mark says so.
  await write(`\ufeff${Papa.unparse([[...columns]], { newline: '\r\n' })}\r\n`)
  for await (const rows of pages) await write(`${Papa.unparse(rows.map(cellsOf), { newline: '\r\n' })}\r\n`)
  out.end()
}
