import { type ProblemCode, severityOf } from '../../errors/row-problems.ts'
import type { Change, Fate, Problem, RawRow } from './rows.ts'

const blankMarks = new Set(['-', '–', '—', '.', 'n/a', 'n.a.', 'na', 'null', 'none', 'k.a.', 'leer', '?'])
const nonAscii = /[\u0080-\uffff]/
const longest = 500
const longestBlankMark = Math.max(...[...blankMarks].map((mark) => mark.length))

/** Printable ASCII without blanks at its ends or side by side: nothing that normalising would touch. */
function isPlain(text: string): boolean {
  let blank = true
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7e || code < 0x20 || (code === 0x20 && blank)) return false
    blank = code === 0x20
  }
  return !blank
}

/** Whether control characters are in it, or the sign that decoders put where bytes made no sense. Tabs and line ends are blanks. */
function isUnreadable(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if ((code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || code === 0x7f || code === 0xfffd) return true
  }
  return false
}

/** Collects what is found out about one row: its changes, its problems, and so its fate. */
export class Judgement<Field extends string = string> {
  readonly changes: Change[] = []
  readonly problems: Problem[] = []
  readonly #raw: RawRow

  constructor(raw: RawRow) {
    this.#raw = raw
  }

  /** The cell, trimmed, in Unicode NFC, without blanks of other widths; empty when it is missing or says "nothing". */
  text(field: Field): string {
    const from = this.#raw.values[field]
    if (from === undefined || from === '') return ''
    const mark = this.#raw.marks?.[field]
    if (mark === 'formula' || mark === 'merged') {
      this.refuse(`${mark}-cell`, field, from)
      return ''
    }
    if (mark === 'error') {
      this.refuse('error-cell', field, from)
      return ''
    }
    if (from.length > longest) {
      this.refuse('value-too-long', field, `${from.slice(0, 60)}…`)
      return ''
    }
    // Most cells are plain, and there are millions of them.
    if (isPlain(from) && !(from.length <= longestBlankMark && blankMarks.has(from.toLowerCase()))) return from
    const composed = nonAscii.test(from) ? from.normalize('NFC') : from
    if (isUnreadable(composed)) {
      this.refuse('value-unreadable', field, composed)
      return ''
    }
    const trimmed = composed.replace(/\s+/g, ' ').trim()
    if (blankMarks.has(trimmed.toLowerCase())) {
      this.change(field, from, '', 'placeholder')
      return ''
    }
    if (trimmed !== from) this.change(field, from, trimmed, trimmed === composed ? 'unicode' : 'trimmed')
    return trimmed
  }

  change(field: Field, from: string, to: string, why: Change['why']): void {
    this.changes.push({ field, from, to, why })
  }

  refuse(code: ProblemCode, field: Field | null, value: string, detail?: Record<string, string>): void {
    this.problems.push(detail ? { code, field, value, detail } : { code, field, value })
  }

  /** Whether the field already has a problem, so that nothing further needs to be said about it. */
  has(field: Field): boolean {
    return this.problems.some((p) => p.field === field)
  }

  fate(): Fate {
    let fate: Fate = 'good'
    for (const { code } of this.problems) {
      const severity = severityOf(code)
      if (severity === 'refuses') return 'refused'
      if (severity === 'waits') fate = 'waiting'
    }
    return fate
  }
}
