import type { CatalogueEntry, ErrorCatalogue } from '@collegium/service-kit'
import { fileProblems } from './errors/file-problems.ts'
import { type ProblemCode, rowProblems } from './errors/row-problems.ts'
import { serviceRefusals } from './errors/service-refusals.ts'
import { settlementReasons } from './errors/settlement-reasons.ts'
import { fill, type Language, type ReasonWords } from './errors/words.ts'
import type { Problem } from './files/domain/rows.ts'
import type { FileProblem } from './files/file-report.ts'

export { fileProblems, rowProblems }

const withoutBraces = (text: string) => text.replace(/\{(\w+)\}/g, '…')
const entry = (words: ReasonWords): CatalogueEntry => ({
  status: 422,
  retryable: false,
  what: withoutBraces(words.what.en),
  why: withoutBraces(words.why.en),
  next: withoutBraces(words.next.en),
})

/** Every code that the service answers with or writes into a report. */
export const errors: ErrorCatalogue = {
  ...serviceRefusals,
  ...settlementReasons,
  ...Object.fromEntries(
    Object.entries({ ...fileProblems, ...rowProblems }).map(([code, words]) => [code, { ...entry(words), ...(code === 'file-too-large' && { status: 413 }) }]),
  ),
}

/** A problem as people read it: what is wrong, why it matters, what to do. */
export interface ExplainedProblem {
  readonly code: string
  readonly field: string | null
  readonly value: string
  readonly reason: string
  readonly suggestion: string
  readonly docs: string
}

const docsOf = (code: string) => `/docs/errors/${code}`

export function explain(problem: Problem, column: string, language: Language = 'en'): ExplainedProblem {
  const words: ReasonWords = rowProblems[problem.code]
  const detail = { column, value: problem.value, ...problem.detail }
  return {
    code: problem.code,
    field: problem.field,
    value: problem.value,
    reason: fill(words.what[language], detail),
    suggestion: fill(words.next[language], detail),
    docs: docsOf(problem.code),
  }
}

export function explainFile(problem: FileProblem, language: Language = 'en'): ExplainedProblem {
  const words: ReasonWords = fileProblems[problem.code]
  const detail = { value: problem.value, ...problem.detail }
  return {
    code: problem.code,
    field: null,
    value: problem.value,
    reason: fill(words.what[language], detail),
    suggestion: fill(words.next[language], detail),
    docs: docsOf(problem.code),
  }
}

/** The code alone, where the values behind it are wiped. */
export const nameOf = (code: string): string => (code in rowProblems ? withoutBraces(rowProblems[code as ProblemCode].what.en) : (errors[code]?.what ?? code))
