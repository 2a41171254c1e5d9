import { isDay, isEsi, parseEsi, parseSchacId } from '@collegium/vocabulary'
import { ancestorsOf, type Holder, type TranscriptLine } from './line.ts'

export type MustCode =
  | 'issuer-without-schac'
  | 'learner-without-esi'
  | 'learner-without-birth-date'
  | 'no-lines'
  | 'line-without-los-id'
  | 'line-without-title'
  | 'line-without-loi-id'
  | 'line-without-term'
  | 'line-without-ects'
  | 'line-without-result'
  | 'line-without-distribution'
  | 'line-in-nothing'
  | 'ects-twice'

/** What is missing, and in which line; no value of it, for it could be a person's. */
export interface MissingMust {
  readonly code: MustCode
  readonly line?: string
}

const losId = /^(CR|CLS|MOD|DEP)\/.{1,40}$/
const loiId = /^(CRI|CLSI|MODI|DEPI)\/.{1,40}$/

/**
 * What a transcript must have before it is issued: the musts of EWP's transcripts of records v3 (H08, mobility-standards 2), which its schema does not state, and
 * ELMO's rule that of a node and what lies under it only one carries ECTS.
 */
export function missingMusts(issuer: string, holder: Holder, lines: readonly TranscriptLine[]): MissingMust[] {
  const missing: MissingMust[] = []
  if (parseSchacId(issuer) !== issuer) missing.push({ code: 'issuer-without-schac' })
  if (!holder.esi || !isEsi(parseEsi(holder.esi))) missing.push({ code: 'learner-without-esi' })
  if (!holder.birthDate || !isDay(holder.birthDate)) missing.push({ code: 'learner-without-birth-date' })
  if (lines.length === 0) missing.push({ code: 'no-lines' })
  for (const line of lines) {
    const lack = (code: MustCode) => missing.push({ code, line: line.lineId })
    const above = ancestorsOf(line, lines)
    if (line.partOf !== null && (above.length === 0 || above.includes(line))) lack('line-in-nothing')
    if (!losId.test(line.losId)) lack('line-without-los-id')
    if (line.title.trim() === '') lack('line-without-title')
    if (!loiId.test(line.loiId)) lack('line-without-loi-id')
    if (!line.term || !isDay(line.term.startsOn) || !isDay(line.term.endsOn) || line.term.endsOn < line.term.startsOn || line.term.title.trim() === '')
      lack('line-without-term')
    if (line.label.trim() === '') lack('line-without-result')
    if (line.distribution.length === 0 || line.distribution.some(({ count }) => !Number.isInteger(count) || count < 0)) lack('line-without-distribution')
    if (line.ects !== null && above.some((one) => one.ects !== null)) lack('ects-twice')
    const relatives = [...above, ...lines.filter((one) => ancestorsOf(one, lines).includes(line))]
    if (line.ects === null ? !relatives.some((one) => one.ects !== null) : line.ects < 0) lack('line-without-ects')
  }
  return missing
}
