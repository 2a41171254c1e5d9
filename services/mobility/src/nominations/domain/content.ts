import type { MobilityType } from '@collegium/contracts'
import { bipRulesOf, parseAcademicYear, parseIscedF } from '@collegium/vocabulary'

/** From and to, both days included, `YYYY-MM-DD`. */
export interface Period {
  readonly from: string
  readonly to: string
}

/** What a nomination says of the mobility. Of the person it holds a pseudonym, and a salted commitment to what is sealed beside it. */
export interface NominationContent {
  readonly learnerId: string
  /** SHA-256 over the sealed part (person, comment, salt): the hash that the receiver approves covers the person without naming them. */
  readonly commitment: string
  readonly type: MobilityType
  readonly sending: string
  readonly sendingUnit: string | null
  readonly receiving: string
  readonly receivingUnit: string | null
  /** Inter-institutional agreement. */
  readonly agreementId: string | null
  /** The blended intensive programme, with whoever coordinates it. */
  readonly programme: { readonly opportunityId: string; readonly callYear: number; readonly coordinator: string } | null
  /** Of the receiving institution, "2026/2027". */
  readonly academicYear: string
  /** Academic term as EWP writes it, "2026/2027-1/2"; null for a period outside the terms. */
  readonly term: string | null
  /** ISCED-F 2013 of the nominee's studies, four digits. */
  readonly iscedF: string
  /** 5 to 8. */
  readonly eqfLevel: number
  readonly physical: Period | null
  readonly virtual: Period | null
}

export type ContentFault =
  | 'same-institution'
  | 'academic-year-unreadable'
  | 'term-unreadable'
  | 'isced-f-needs-four-digits'
  | 'eqf-level-not-of-higher-education'
  | 'period-unreadable'
  | 'period-ends-before-it-starts'
  | 'virtual-mobility-has-no-stay'
  | 'short-stay-too-short'
  | 'short-stay-too-long'
  | 'programme-is-blended'

const day = /^\d{4}-\d{2}-\d{2}$/
const midnight = (text: string): number =>
  day.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
/** Days of a period, both ends counted; calendar days, so no clock change shortens one. NaN where a day does not exist. */
const daysOf = ({ from, to }: Period): number => (midnight(to) - midnight(from)) / 86_400_000 + 1

const termForm = /^(\d{4}\/\d{4})-([1-9])\/([1-9])$/
function termReadable(term: string): boolean {
  const found = termForm.exec(term)
  return found !== null && parseAcademicYear(found[1] ?? '') !== null && Number(found[2]) <= Number(found[3])
}

function periodFault(period: Period | null): ContentFault | null {
  if (!period) return null
  const days = daysOf(period)
  if (Number.isNaN(days)) return 'period-unreadable'
  return days < 1 ? 'period-ends-before-it-starts' : null
}

/** What is wrong with a nomination's content, each once: forms of EWP omobilities 3, and R15's 5 to 30 days of a short physical stay. */
export function contentFaults(content: NominationContent): ContentFault[] {
  const faults: (ContentFault | null)[] = [
    content.sending === content.receiving ? 'same-institution' : null,
    parseAcademicYear(content.academicYear) === content.academicYear ? null : 'academic-year-unreadable',
    content.term === null || termReadable(content.term) ? null : 'term-unreadable',
    /^\d{4}$/.test(content.iscedF) && parseIscedF(content.iscedF) ? null : 'isced-f-needs-four-digits',
    content.eqfLevel >= 5 && content.eqfLevel <= 8 ? null : 'eqf-level-not-of-higher-education',
    periodFault(content.physical),
    periodFault(content.virtual),
    content.type === 'virtual' && content.physical ? 'virtual-mobility-has-no-stay' : null,
    content.programme && content.type !== 'short-term-blended' ? 'programme-is-blended' : null,
  ]
  const short = content.type === 'short-term-blended' || content.type === 'short-term-doctoral'
  if (short && content.physical && !periodFault(content.physical)) {
    const { least, most } = bipRulesOf(content.programme?.callYear ?? Number(content.physical.from.slice(0, 4))).physicalDays
    const days = daysOf(content.physical)
    if (days < least) faults.push('short-stay-too-short')
    if (days > most) faults.push('short-stay-too-long')
  }
  return [...new Set(faults.filter((fault) => fault !== null))]
}
