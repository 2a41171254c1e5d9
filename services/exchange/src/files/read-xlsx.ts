import type { FileTemplate } from '@collegium/contracts'
import type { RawRow } from './domain/rows.ts'
import { type FileReport, FileRefusal } from './file-report.ts'
import { readSheet } from './read-sheet.ts'
import { type HeaderMapping, RowTable } from './row-table.ts'
import { openWorkbook } from './workbook-archive.ts'
import { readWorkbookParts } from './workbook-parts.ts'

/** Reads the first sheet of a workbook that has the template's headers; a cover sheet before it is passed over. */
export async function* readXlsx(path: string, template: FileTemplate, mapping: HeaderMapping, report: FileReport): AsyncGenerator<RawRow[]> {
  const archive = await openWorkbook(path)
  try {
    const parts = await readWorkbookParts(archive)
    let refusal: FileRefusal | null = null
    for (const sheet of parts.sheets) {
      const table = new RowTable(template, mapping, report)
      try {
        for await (const lines of readSheet(archive, sheet, parts))
          yield lines.flatMap(({ row, cells, marks }) => table.offer(row, cells, marks.size > 0 ? (column) => marks.get(column) : undefined) ?? [])
        table.end()
        return
      } catch (error) {
        if (!(error instanceof FileRefusal) || table.found || error.problem.code === 'file-damaged') throw error
        // What is said of a sheet with something on it helps more than that another is empty.
        if (refusal === null || refusal.problem.code === 'file-empty') refusal = error
      }
    }
    throw refusal ?? new FileRefusal('sheet-missing')
  } finally {
    archive.close()
  }
}
