import type { Writable } from 'node:stream'
import type { FileTemplate } from '@collegium/contracts'
import ExcelJS from 'exceljs'
import Papa from 'papaparse'

/** The template as a table: its headers and one row of examples. */
export const templateCsv = (template: FileTemplate): string =>
  `\ufeff${Papa.unparse([template.columns.map((c) => c.header), template.columns.map((c) => c.examples[0])], { newline: '\r\n' })}\r\n`

const needed = { value: 'needed in every row', column: 'column needed, cells may be empty', no: 'may be left out' } as const

/** The template as a workbook: headers and examples on the first sheet, what each column means on the second. */
export async function writeTemplateXlsx(template: FileTemplate, out: Writable): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true })
  const results = workbook.addWorksheet('Results', { views: [{ state: 'frozen', ySplit: 1 }] })
  // As text, so that a spreadsheet neither shortens long numbers nor turns grades into dates.
  results.columns = template.columns.map((c) => ({ width: Math.max(14, c.header.length + 2), style: { numFmt: '@' } }))
  const header = results.addRow(template.columns.map((c) => c.header))
  header.font = { bold: true }
  header.commit()
  results.addRow(template.columns.map((c) => c.examples[0])).commit()
  results.commit()
  const columns = workbook.addWorksheet('Columns')
  columns.columns = [{ width: 28 }, { width: 34 }, { width: 90 }, { width: 50 }]
  const head = columns.addRow(['Column', 'Needed', 'Meaning', 'Examples'])
  head.font = { bold: true }
  head.commit()
  for (const c of template.columns) columns.addRow([c.header, needed[c.required], `${c.explanation.en}\n${c.explanation.de}`, c.examples.join('; ')]).commit()
  columns.commit()
  await workbook.commit()
}
