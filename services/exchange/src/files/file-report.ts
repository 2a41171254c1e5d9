import { type FileProblemCode, fileProblems } from '../errors/file-problems.ts'

export type FileKind = 'csv' | 'xlsx' | 'elmo'

export interface FileProblem {
  readonly code: FileProblemCode
  readonly value: string
  readonly detail: Readonly<Record<string, string>>
}

/** What is found out about a file while it is read. */
export interface FileReport {
  kind: FileKind | null
  /** `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, or what the XML declares. */
  encoding: string | null
  /** Of a CSV. */
  separator: string | null
  /** What is said about the file without refusing it. */
  readonly notes: FileProblem[]
}

export const newReport = (): FileReport => ({ kind: null, encoding: null, separator: null, notes: [] })

/** A file says the same about hundreds of values; the office hears of each once, and of this many at most. */
const mostNotes = 50

export function note(report: FileReport, code: FileProblemCode, value: string, detail: Record<string, string> = {}): void {
  if (report.notes.length < mostNotes && !report.notes.some((n) => n.code === code && n.value === value))
    report.notes.push({ code, value, detail: { value, ...detail } })
}

/** The whole file is refused. Nothing of it is kept. */
export class FileRefusal extends Error {
  readonly problem: FileProblem

  constructor(code: FileProblemCode, detail: Record<string, string> = {}) {
    super(fileProblems[code].what.en)
    this.problem = { code, value: detail.value ?? '', detail }
  }
}
