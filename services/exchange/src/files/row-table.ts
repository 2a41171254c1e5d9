import { type FileTemplate, headerKey, type MatchedHeaders, matchHeaders } from '@collegium/contracts'
import type { CellMark, RawRow } from './domain/rows.ts'
import { type FileReport, FileRefusal, note } from './file-report.ts'

/** An institution's own headers → our fields. */
export type HeaderMapping = Readonly<Record<string, string>>

/** The column of our own report of bad rows, which comes back with the corrected file. */
const ownColumn = 'problem'

/** Offices put a title, a date, a logo's caption above the table; nobody puts more. */
const linesAboveHeader = 20

/** Turns lines of cells into rows of the template: finds the header, drops empty lines, says what is wrong with the columns. */
export class RowTable {
  readonly #template: FileTemplate
  readonly #mapping: HeaderMapping
  readonly #report: FileReport
  #fields: readonly (string | null)[] | null = null
  #width = 0
  #firstLine: readonly string[] | null = null
  #looked = 0
  #rows = 0

  constructor(template: FileTemplate, mapping: HeaderMapping, report: FileReport) {
    this.#template = template
    this.#mapping = mapping
    this.#report = report
  }

  /** Null for whatever is no row: the header, what stands above it, empty lines. Throws `FileRefusal` when the columns cannot be used. */
  offer(row: number, cells: readonly string[], markOf?: (column: number) => CellMark | undefined): RawRow | null {
    if (this.#fields === null) {
      this.#seekHeader(cells)
      return null
    }
    const values: Partial<Record<string, string>> = {}
    let empty = true
    for (let i = 0; i < this.#fields.length; i++) {
      const cell = cells[i]
      if (cell === undefined || cell === '') continue
      const field = this.#fields[i]
      if (field) values[field] = cell
      if (empty && cell.trim() !== '') empty = false
    }
    if (empty) return null
    this.#rows++
    const beyond = cells.length > this.#width && cells.slice(this.#width).some((cell) => cell.trim() !== '')
    const marks = markOf && this.#marksOf(markOf)
    return { row, values, ...(marks && { marks }), ...(beyond && { cellsBeyondHeader: true }) }
  }

  /** To be called after the last line. Throws `FileRefusal` when there was no header or no row. */
  end(): void {
    if (this.#fields === null) throw this.#firstLine === null ? new FileRefusal('file-empty') : this.#columnsMissing(this.#firstLine)
    if (this.#rows === 0) throw new FileRefusal('file-headers-only')
  }

  /** Whether a header was found. A workbook's next sheet is looked at where the first has none. */
  get found(): boolean {
    return this.#fields !== null
  }

  #seekHeader(cells: readonly string[]): void {
    if (cells.every((cell) => cell.trim() === '')) return
    const matched = matchHeaders(this.#template, cells, this.#mapping)
    if (matched.fields.filter((f) => f !== null).length < 2) {
      this.#firstLine ??= cells
      if (++this.#looked >= linesAboveHeader) throw this.#columnsMissing(this.#firstLine)
      return
    }
    this.#useHeader(cells, matched)
  }

  #useHeader(cells: readonly string[], matched: MatchedHeaders<string>): void {
    if (matched.missing.length > 0) throw this.#columnsMissing(cells)
    if (matched.doubled.length > 0) throw new FileRefusal('column-doubled', { columns: matched.doubled.join(', ') })
    for (const header of matched.unknown) if (headerKey(header) !== ownColumn) note(this.#report, 'column-unknown', header)
    this.#fields = matched.fields
    this.#width = cells.length
  }

  #columnsMissing(cells: readonly string[]): FileRefusal {
    const { missing } = matchHeaders(this.#template, cells, this.#mapping)
    const headers = this.#template.columns.filter((c) => missing.includes(c.field)).map((c) => c.header)
    return new FileRefusal('column-missing', {
      columns: headers.join(', '),
      found:
        cells
          .map((c) => c.trim().slice(0, 40))
          .filter(Boolean)
          .slice(0, 20)
          .join(', ') || '—',
    })
  }

  #marksOf(markOf: (column: number) => CellMark | undefined): Partial<Record<string, CellMark>> | undefined {
    let marks: Partial<Record<string, CellMark>> | undefined
    this.#fields?.forEach((field, column) => {
      const mark = field && markOf(column)
      if (mark) marks = { ...marks, [field]: mark }
    })
    return marks
  }
}
