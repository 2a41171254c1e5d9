import { daysFromTo } from './calendar-days.ts'

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

/** Calendar days, ISO 8601, the first and the last included. */
export interface Days {
  readonly from: string
  readonly until: string
}

/** What is known of a programme once it is offered. */
export interface BipOffered {
  readonly receiving: string
  readonly coordinating: string
  /** All that take part, the receiving and the coordinating one included. */
  readonly institutions: readonly string[]
  /** Where learners meet, travel excluded; one period, which may be written as several that follow each other. */
  readonly physical: readonly Days[]
  /** Compulsory collective online work; its length is free, and so is whether it comes before, during or after. */
  readonly virtual: readonly Days[]
  readonly ects: number
}

/** What is known once partners and learners are: enough for the whole of R15. */
export interface Bip extends Omit<BipOffered, 'institutions'> {
  readonly institutions: readonly { readonly id: string; readonly country: string; readonly holdsCharter: boolean }[]
  /** Funded mobile learners by sending institution. Staff may be learners and count. */
  readonly fundedLearners: Readonly<Record<string, number>>
}

export const bipFaultCodes = [
  'too-few-institutions',
  'too-few-countries',
  'charter-missing',
  'physical-part-not-contiguous',
  'physical-part-too-short',
  'physical-part-too-long',
  'virtual-part-missing',
  'too-few-credits',
  'too-few-funded-learners',
] as const
export type BipFault = (typeof bipFaultCodes)[number]

/** How many days a period has on the calendar, its first and last included; 0 or less where it ends before it begins. */
export const daysIn = ({ from, until }: Days): number => daysFromTo(from, until) + 1

/** The one period that periods make together, or null where there is a gap between them or one runs backwards. */
export function contiguous(periods: readonly Days[]): Days | null {
  const [first, ...rest] = [...periods].sort((a, b) => a.from.localeCompare(b.from))
  if (!first || periods.some((one) => daysIn(one) < 1)) return null
  return rest.reduce<Days | null>((whole, next) => {
    if (!whole || daysFromTo(whole.until, next.from) > 1) return null
    return next.until > whole.until ? { from: whole.from, until: next.until } : whole
  }, first)
}

const faultsOfParts = ({ physical, virtual, ects }: Pick<BipOffered, 'physical' | 'virtual' | 'ects'>, rules: BipRules): BipFault[] => {
  const whole = contiguous(physical)
  const days = whole ? daysIn(whole) : physical.reduce((sum, one) => sum + Math.max(0, daysIn(one)), 0)
  return [
    ...(physical.length > 0 && !whole ? ['physical-part-not-contiguous' as const] : []),
    ...(days < rules.physicalDays.least ? ['physical-part-too-short' as const] : []),
    ...(days > rules.physicalDays.most ? ['physical-part-too-long' as const] : []),
    ...(virtual.some((one) => daysIn(one) > 0) ? [] : ['virtual-part-missing' as const]),
    ...(ects < rules.ects ? ['too-few-credits' as const] : []),
  ]
}

/** What R15 already forbids in an offer, before countries, charters and learners are known; in the rule's order. */
export function bipOfferFaults(offer: BipOffered, rules: BipRules): BipFault[] {
  const all = new Set([offer.receiving, offer.coordinating, ...offer.institutions])
  return [...(all.size < rules.institutions ? ['too-few-institutions' as const] : []), ...faultsOfParts(offer, rules)]
}

/** Which of R15's conditions a programme breaks, each once, in the rule's order; empty when it is a BIP. */
export function bipFaults(bip: Bip, rules: BipRules): BipFault[] {
  const needCharter = rules.charter === 'all' ? bip.institutions : bip.institutions.filter((i) => i.id === bip.receiving)
  const own = new Set([bip.receiving, bip.coordinating])
  const funded = Object.entries(bip.fundedLearners).reduce((sum, [id, n]) => (rules.countsOwnLearners || !own.has(id) ? sum + n : sum), 0)
  return [
    ...(new Set(bip.institutions.map((i) => i.id)).size < rules.institutions ? ['too-few-institutions' as const] : []),
    ...(new Set(bip.institutions.map((i) => i.country)).size < rules.countries ? ['too-few-countries' as const] : []),
    ...(needCharter.length === 0 || needCharter.some((i) => !i.holdsCharter) ? ['charter-missing' as const] : []),
    ...faultsOfParts(bip, rules),
    ...(funded < rules.fundedLearners ? ['too-few-funded-learners' as const] : []),
  ]
}
