import type { CellMark } from './domain/rows.ts'
import { FileRefusal } from './file-report.ts'
import type { WorkbookArchive } from './workbook-archive.ts'
import { readPart, type WorkbookParts } from './workbook-parts.ts'

/** One line of a sheet. Columns count from 0; marks name what is more than its text. */
export interface SheetLine {
  readonly row: number
  readonly cells: readonly string[]
  readonly marks: ReadonlyMap<number, CellMark>
}

interface Merged {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** Megabytes of XML of one sheet: a million rows. */
const mostSheet = 1024
const mostMerged = 2_000
/** Nobody's results have more columns; what stands further out is not theirs. */
const mostColumns = 200

/** The lines of a sheet in order. Formulas are not evaluated, merged cells not guessed: both are marked. */
export async function* readSheet(archive: WorkbookArchive, name: string, parts: WorkbookParts): AsyncGenerator<SheetLine[]> {
  // Merged cells are listed behind the rows they are about, so the sheet is gone through for them first.
  const merged = await mergedCells(archive, name)
  const lines: SheetLine[] = []
  let next = 0
  let active: Merged[] = []
  const sheet = new SheetReader(parts, (line) => {
    // Rows come in order, so only the rectangles around the current one are looked at.
    while ((merged[next]?.top ?? Number.POSITIVE_INFINITY) <= line.row) active.push(merged[next++] as Merged)
    if (active.length > 0) active = active.filter((m) => m.bottom >= line.row)
    lines.push(active.length > 0 ? withMerged(line, active) : line)
  })
  for await (const _chunk of readPart(archive, name, mostSheet, sheet)) {
    void _chunk
    yield lines.splice(0)
  }
  yield lines.splice(0)
}

class SheetReader {
  readonly #parts: WorkbookParts
  readonly #emit: (line: SheetLine) => void
  #row = 0
  #column = -1
  #cells: string[] = []
  #marks = new Map<number, CellMark>()
  #type = 'n'
  #style = 0
  #value = ''
  #formula: string | null = null
  #taking: 'value' | 'formula' | null = null

  constructor(parts: WorkbookParts, emit: (line: SheetLine) => void) {
    this.#parts = parts
    this.#emit = emit
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'c') {
      this.#column = attributes.r ? columnOf(attributes.r) : this.#column + 1
      this.#type = attributes.t ?? 'n'
      this.#style = Number(attributes.s ?? 0)
      this.#value = ''
      this.#formula = null
    } else if (name === 'v' || name === 't') this.#taking = 'value'
    else if (name === 'f') {
      this.#taking = 'formula'
      this.#formula = ''
    } else if (name === 'row') {
      this.#row = attributes.r ? Number(attributes.r) : this.#row + 1
      this.#column = -1
    }
  }

  text(text: string): void {
    if (this.#taking === 'value') this.#value += text
    else if (this.#taking === 'formula') this.#formula += text
  }

  close(name: string): void {
    if (name === 'v' || name === 't' || name === 'f') this.#taking = null
    else if (name === 'c') this.#endCell()
    else if (name === 'row') {
      this.#emit({ row: this.#row, cells: this.#cells, marks: this.#marks })
      this.#cells = []
      this.#marks = new Map()
    }
  }

  #endCell(): void {
    if (this.#column >= mostColumns) return
    while (this.#cells.length < this.#column) this.#cells.push('')
    this.#cells[this.#column] = this.#shown()
  }

  /** What the cell shows, as text. */
  #shown(): string {
    if (this.#formula !== null) {
      this.#marks.set(this.#column, 'formula')
      return `=${this.#formula || this.#value}`
    }
    if (this.#value === '') return ''
    switch (this.#type) {
      case 's':
        return this.#parts.texts[Number(this.#value)] ?? ''
      case 'str':
      case 'inlineStr':
        return this.#value
      case 'b':
        return this.#value === '1' ? 'true' : 'false'
      case 'e':
        this.#marks.set(this.#column, 'error')
        return this.#value
      case 'd':
        return this.#value.replace(/T00:00:00(?:\.0+)?Z?$/, '')
      default:
        return this.#number(Number(this.#value))
    }
  }

  /** Days as ISO days; other numbers without the noise behind the fifteenth digit, as a spreadsheet shows them. */
  #number(value: number): string {
    if (!Number.isFinite(value)) return this.#value
    if (!this.#parts.showsDay[this.#style] || value < 1 || value > 2_958_465) return String(Number(value.toPrecision(15)))
    const serial = Math.floor(value) + (this.#parts.from1904 ? 1462 : 0)
    return new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10)
  }
}

function columnOf(reference: string): number {
  let column = 0
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}

/** Element and attribute names are ASCII, and a `<` in text is escaped: the bytes can be searched as they come. */
async function mergedCells(archive: WorkbookArchive, name: string): Promise<Merged[]> {
  const found: Merged[] = []
  let rest = ''
  for await (const chunk of archive.read(name, mostSheet)) {
    const text = rest + chunk.toString('latin1')
    for (const [, left, top, right, bottom] of text.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"/g)) {
      if (found.length >= mostMerged) throw new FileRefusal('file-too-demanding')
      found.push({ left: columnOf(left ?? ''), top: Number(top), right: columnOf(right ?? ''), bottom: Number(bottom) })
    }
    const open = text.lastIndexOf('<')
    rest = open >= 0 && !text.includes('>', open) ? text.slice(open, open + 500) : ''
  }
  return found.sort((a, b) => a.top - b.top)
}

function withMerged(line: SheetLine, here: readonly Merged[]): SheetLine {
  const cells = [...line.cells]
  const marks = new Map(line.marks)
  for (const { left, right } of here) {
    for (let column = left; column <= Math.min(right, mostColumns - 1); column++) {
      while (cells.length <= column) cells.push('')
      // The value stands in the first of the merged cells; the others must not look empty.
      cells[column] ||= '(merged)'
      marks.set(column, 'merged')
    }
  }
  return { row: line.row, cells, marks }
}
