import type { Writable } from 'node:stream'
import { once } from 'node:events'
import ExcelJS from 'exceljs'
import Papa from 'papaparse'
import type { DemoCell, DemoTable } from './mess.ts'

/** As a German-speaking office's Excel saves it: semicolons, a byte order mark, dates with points. */
export async function writeDemoCsv(results: DemoTable, out: Writable): Promise<void> {
  const cell = (value: DemoCell) => (typeof value === 'object' ? value.day.split('-').reverse().join('.') : value)
  const lines = (rows: readonly (readonly DemoCell[])[]) =>
    `${Papa.unparse(
      rows.map((row) => row.map(cell)),
      { delimiter: ';', newline: '\r\n' },
    )}\r\n`
  await put(out, `\ufeff${lines([results.headers])}`)
  for (let from = 0; from < results.rows.length; from += 10_000) await put(out, lines(results.rows.slice(from, from + 10_000)))
}

async function put(out: Writable, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain')
}

/** A workbook with real date and number cells. Ends the stream. */
export async function writeDemoXlsx(results: DemoTable, out: Writable): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true })
  const sheet = workbook.addWorksheet('Results')
  sheet.addRow(results.headers).commit()
  for (const values of results.rows) {
    const row = sheet.addRow(values.map((value) => (typeof value === 'object' ? new Date(`${value.day}T00:00:00Z`) : value)))
    values.forEach((value, i) => {
      if (typeof value === 'object') row.getCell(i + 1).numFmt = 'dd.mm.yyyy'
    })
    row.commit()
  }
  sheet.commit()
  await workbook.commit()
}
