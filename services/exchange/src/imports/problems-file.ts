import type { Writable } from 'node:stream'
import { once } from 'node:events'
import type { FileTemplate } from '@collegium/contracts'
import { safeCell } from '@collegium/documents/safe-cell'
import ExcelJS from 'exceljs'
import Papa from 'papaparse'
import type { ShownRow } from './queries.ts'

/** The bad rows in the template's shape, with what is wrong and what to do beside them: corrected, the file can be uploaded as it is. */
const problemHeader = 'Problem'
const headersOf = (template: FileTemplate): string[] => [...template.columns.map((c) => c.header), problemHeader]

function cellsOf(template: FileTemplate, row: ShownRow): string[] {
  const problem = row.problems.map((p) => `${p.column ? `${p.column}: ` : ''}${p.reason} ${p.suggestion}`.trim()).join(' · ')
  return [...template.columns.map((c) => safeCell(row.raw?.[c.field] ?? '')), safeCell(`Row ${row.row}: ${problem}`)]
}

/** Rows arrive page by page, so that a file of any length is written in little memory. */
export async function writeProblemsCsv(template: FileTemplate, pages: AsyncIterable<readonly ShownRow[]>, out: Writable): Promise<void> {
  const lines = (rows: readonly (readonly string[])[]) => `${Papa.unparse(rows as string[][], { newline: '\r\n' })}\r\n`
  // Excel reads UTF-8 only where the mark says so.
  out.write(`\ufeff${lines([headersOf(template)])}`)
  for await (const rows of pages) if (!out.write(lines(rows.map((row) => cellsOf(template, row))))) await once(out, 'drain')
  out.end()
}

export async function writeProblemsXlsx(template: FileTemplate, pages: AsyncIterable<readonly ShownRow[]>, out: Writable): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true })
  const sheet = workbook.addWorksheet('Problems', { views: [{ state: 'frozen', ySplit: 1 }] })
  const header = sheet.addRow(headersOf(template))
  header.font = { bold: true }
  header.commit()
  for await (const rows of pages) for (const row of rows) sheet.addRow(cellsOf(template, row)).commit()
  sheet.commit()
  await workbook.commit()
}
