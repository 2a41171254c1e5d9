import type { FileTemplate, ResultField } from '@collegium/contracts'
import ExcelJS from 'exceljs'
import type { CellMark, RawRow } from './domain/rows.ts'
import { type FileReport, FileRefusal } from './file-report.ts'
import { inspectWorkbook, type Merged } from './inspect-workbook.ts'
import { type HeaderMapping, ResultsTable } from './results-table.ts'

/** Reads the first sheet of a workbook that has the template's headers. Formulas and merged cells are marked, not evaluated. */
export async function* readXlsx(path: string, template: FileTemplate<ResultField>, mapping: HeaderMapping, report: FileReport): AsyncGenerator<RawRow> {
  const { merged } = await inspectWorkbook(path)
  let refusal: FileRefusal | null = null
  try {
    const workbook = new ExcelJS.stream.xlsx.WorkbookReader(path, { worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore' })
    for await (const sheet of workbook) {
      const table = new ResultsTable(template, mapping, report)
      const rows = sheetRows(sheet, table, merged.get(Number(Reflect.get(sheet, 'id'))) ?? [])
      try {
        yield* rows
        table.end()
        return
      } catch (error) {
        // A cover sheet without headers is no fault of the file; the first one that is a table decides.
        if (!(error instanceof FileRefusal) || table.found) throw error
        refusal ??= error
      }
    }
  } catch (error) {
    if (error instanceof FileRefusal) throw error
    throw new FileRefusal('file-damaged', { fault: error instanceof Error ? error.message.slice(0, 200) : 'unknown fault' })
  }
  throw refusal?.problem.code === 'column-missing' ? refusal : new FileRefusal(refusal ? refusal.problem.code : 'sheet-missing')
}

async function* sheetRows(sheet: AsyncIterable<ExcelJS.Row>, table: ResultsTable, merged: readonly Merged[]): AsyncGenerator<RawRow> {
  for await (const row of sheet) {
    const marks = new Map<number, CellMark>()
    const cells: string[] = []
    // `values` counts columns from 1 and leaves holes.
    const values = row.values as ExcelJS.CellValue[]
    for (let column = 1; column < values.length; column++) cells.push(textOf(values[column], (mark) => marks.set(column - 1, mark)))
    for (const m of merged) {
      if (row.number < m.top || row.number > m.bottom) continue
      for (let column = m.left; column <= m.right; column++) {
        marks.set(column - 1, 'merged')
        // The value of merged cells stands in the first of them; the others must not look empty.
        if (!cells[column - 1]) cells[column - 1] = '(merged)'
      }
    }
    const raw = table.offer(row.number, Array.from(cells, (cell) => cell ?? ''), (column) => marks.get(column))
    if (raw) yield raw
  }
}

/** What a cell shows, as text. Whole days lose their midnight; numbers the noise behind the fifteenth digit, as in Excel itself. */
function textOf(value: ExcelJS.CellValue, mark: (mark: CellMark) => void): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(Number(value.toPrecision(15)))
  if (typeof value === 'boolean') return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if ('formula' in value || 'sharedFormula' in value) {
    mark('formula')
    return `=${'formula' in value ? value.formula : value.sharedFormula}`
  }
  if ('error' in value) {
    mark('error')
    return String(value.error)
  }
  if ('richText' in value) return value.richText.map((part) => part.text).join('')
  return 'text' in value ? textOf(value.text as ExcelJS.CellValue, mark) : ''
}
