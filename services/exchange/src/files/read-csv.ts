import type { FileTemplate } from '@collegium/contracts'
import Papa from 'papaparse'
import type { RawRow } from './domain/rows.ts'
import { encodingOf, textChunks } from './encoding.ts'
import { type FileReport, FileRefusal, note } from './file-report.ts'
import { type HeaderMapping, RowTable } from './row-table.ts'

/** Text without a complete line in it that is still plausible: beyond this a quotation mark was never closed. */
const longestLine = 1024 * 1024

/** Reads a table of text: encoding and separator are found out. Row numbers are those a spreadsheet would show. */
export async function* readCsv(path: string, template: FileTemplate, mapping: HeaderMapping, report: FileReport): AsyncGenerator<RawRow[]> {
  const { encoding, guessed } = await encodingOf(path)
  report.encoding = encoding
  if (guessed) note(report, 'encoding-guessed', encoding, { encoding })
  const table = new RowTable(template, mapping, report)
  let row = 0
  for await (const lines of csvLines(path, encoding, report)) {
    const rows: RawRow[] = []
    for (const cells of lines) {
      row++
      // Of a file whose lines end in "\r\n": nobody typed it, so nobody is to be told that it was trimmed.
      const last = cells.at(-1)
      if (last?.endsWith('\r')) cells[cells.length - 1] = last.slice(0, -1)
      const raw = table.offer(row, cells)
      if (raw) rows.push(raw)
    }
    yield rows
  }
  table.end()
}

async function* csvLines(path: string, encoding: string, report: FileReport): AsyncGenerator<string[][]> {
  let parser: Papa.Parser | null = null
  let text = ''
  let rows = 0
  for await (const chunk of textChunks(path, encoding)) {
    text += chunk
    if (parser === null) {
      text = dropSeparatorLine(text, report)
      parser = parserFor(text, report)
    }
    const { data, meta } = parser.parse(text, 0, true) as Papa.ParseResult<string[]>
    text = text.slice(meta.cursor)
    rows += data.length
    if (text.length > longestLine + chunk.length) throw new FileRefusal('quotation-open', { row: String(rows + 1) })
    if (data.length > 0) yield data
  }
  if (parser !== null && text !== '') {
    const { data, errors } = parser.parse(text, 0, false) as Papa.ParseResult<string[]>
    if (errors.some((e) => e.code === 'MissingQuotes')) throw new FileRefusal('quotation-open', { row: String(rows + 1) })
    yield data
  }
}

/** Excel lets a first line "sep=;" name the separator. */
function dropSeparatorLine(text: string, report: FileReport): string {
  const named = /^sep=(.)\r?\n/i.exec(text)
  if (named) report.separator = named[1]!
  return named ? text.slice(named[0].length) : text
}

function parserFor(text: string, report: FileReport): Papa.Parser {
  const separator = report.separator ?? Papa.parse(text.slice(0, 32 * 1024), { preview: 20, delimitersToGuess: [';', '\t', ','] }).meta.delimiter
  report.separator = separator
  // With "\n" a file that mixes line ends still falls apart where it should; the "\r" before it is taken off with the last cell.
  return new Papa.Parser({ delimiter: separator, newline: text.includes('\n') ? '\n' : '\r' } as Papa.ParseConfig)
}
