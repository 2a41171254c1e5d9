/** What R15 asks of a blended intensive programme; the sources differ by call, so each number is a parameter. */
export interface BipRules {
  readonly call: number
  readonly institutions: number
  readonly countries: number
  readonly charter: 'receiving' | 'all'
  readonly physicalDays: { readonly least: number; readonly most: number }
  readonly ects: number
  readonly fundedLearners: number
  /** Newer calls do not count learners of the receiving and the coordinating institution. */
  readonly countsOwnLearners: boolean
}

const unchanging = { institutions: 3, countries: 3, physicalDays: { least: 5, most: 30 }, ects: 3 } as const

/** The Erasmus+ rules by call year. A year that is not listed has the rules of the latest listed one before it. */
export const bipRules: readonly BipRules[] = [
  { ...unchanging, call: 2021, charter: 'all', fundedLearners: 15, countsOwnLearners: true },
  { ...unchanging, call: 2024, charter: 'receiving', fundedLearners: 10, countsOwnLearners: false },
]
export const bipRulesOf = (call: number): BipRules => bipRules.findLast((r) => r.call <= call) ?? bipRules[0]!

export interface Bip {
  readonly receiving: string
  readonly coordinating: string
  readonly institutions: readonly { readonly id: string; readonly country: string; readonly holdsCharter: boolean }[]
  readonly physicalDays: number
  /** Compulsory collective online work; its length is free. */
  readonly virtualPart: boolean
  readonly ects: number
  /** Funded mobile learners by sending institution. Staff may be learners and count. */
  readonly fundedLearners: Readonly<Record<string, number>>
}

export type BipFault =
  | 'too-few-institutions'
  | 'too-few-countries'
  | 'charter-missing'
  | 'physical-part-too-short'
  | 'physical-part-too-long'
  | 'virtual-part-missing'
  | 'too-few-credits'
  | 'too-few-funded-learners'

/** Which of R15's conditions a programme breaks, each once, in the rule's order; empty when it is a BIP. */
export function bipFaults(bip: Bip, rules: BipRules): BipFault[] {
  const faults: BipFault[] = []
  const needCharter = rules.charter === 'all' ? bip.institutions : bip.institutions.filter((i) => i.id === bip.receiving)
  const own = new Set([bip.receiving, bip.coordinating])
  const funded = Object.entries(bip.fundedLearners).reduce((sum, [id, n]) => (rules.countsOwnLearners || !own.has(id) ? sum + n : sum), 0)
  if (new Set(bip.institutions.map((i) => i.id)).size < rules.institutions) faults.push('too-few-institutions')
  if (new Set(bip.institutions.map((i) => i.country)).size < rules.countries) faults.push('too-few-countries')
  if (needCharter.length === 0 || needCharter.some((i) => !i.holdsCharter)) faults.push('charter-missing')
  if (bip.physicalDays < rules.physicalDays.least) faults.push('physical-part-too-short')
  if (bip.physicalDays > rules.physicalDays.most) faults.push('physical-part-too-long')
  if (!bip.virtualPart) faults.push('virtual-part-missing')
  if (bip.ects < rules.ects) faults.push('too-few-credits')
  if (funded < rules.fundedLearners) faults.push('too-few-funded-learners')
  return faults
}
