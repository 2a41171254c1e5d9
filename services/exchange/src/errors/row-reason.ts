import type { ReasonWords } from './words.ts'

/** What a problem does to its row: it is refused, it waits for a person, or it is only said. */
export type Severity = 'refuses' | 'waits' | 'notes'
export const rowReason = (severity: Severity, what: [string, string], why: [string, string], next: [string, string]): ReasonWords & { severity: Severity } => ({
  severity,
  what: { en: what[0], de: what[1] },
  why: { en: why[0], de: why[1] },
  next: { en: next[0], de: next[1] },
})
