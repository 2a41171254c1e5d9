import type { MobilityType } from '@collegium/contracts'
import { type BipRules, bipRulesOf } from '@collegium/vocabulary'

/** What a programme year asks of mobilities. The sources differ by year and by programme, so every number is a parameter (R13, R15). */
export interface RulePack {
  readonly id: string
  /** The academic years, by the year in which they begin, from which the pack counts; a year that no pack begins in has the latest before it. */
  readonly from: number
  /** The transcript is due so many weeks after the publication of results. */
  readonly transcriptWeeks: number
  /** The home decides within so many weeks of the transcript. */
  readonly recognitionWeeks: number
  /** Changes may be asked for until so many weeks after the start of a term; programmes choose two to five. */
  readonly changeWeeks: number
  /** Everyone who is asked answers within so many weeks. */
  readonly answerWeeks: number
  /** EWP refuses changes proposals for blended and doctoral mobility, the business rules behind it allow them; so it is a parameter. */
  readonly changesAllowedFor: readonly MobilityType[]
  /** Kinds of mobility whose results are published with those of the term; all others count from their own end. */
  readonly resultsWithTerm: readonly MobilityType[]
  /** A full year's workload; a mobility has its share by length. */
  readonly ectsPerYear: number
  /** How far, as a share of that, the planned credits may lie from it before a person is asked. */
  readonly ectsToleranceShare: number
  readonly bip: BipRules
}

const erasmus = {
  transcriptWeeks: 5,
  recognitionWeeks: 5,
  changeWeeks: 5,
  answerWeeks: 2,
  changesAllowedFor: ['semester', 'virtual', 'micro-credential'],
  resultsWithTerm: ['semester', 'virtual'],
  ectsPerYear: 60,
  ectsToleranceShare: 0.2,
} as const satisfies Omit<RulePack, 'id' | 'from' | 'bip'>

/** The packs of the programme years 2021 to 2027, in the order of their years. */
export const rulePacks: readonly RulePack[] = [
  { ...erasmus, id: 'erasmus-2021', from: 2021, bip: bipRulesOf(2021) },
  { ...erasmus, id: 'erasmus-2024', from: 2024, bip: bipRulesOf(2024) },
]

/** Packs that an alliance agrees on besides those of the programme; none counts unless an agreement names it. */
export const agreedPacks: readonly RulePack[] = [
  {
    ...erasmus,
    id: 'blended-changes',
    from: 2024,
    bip: bipRulesOf(2024),
    changesAllowedFor: [...erasmus.changesAllowedFor, 'short-term-blended', 'short-term-doctoral'],
  },
]

/** The pack of an academic year ("2026/2027"); years before the first pack have the first. */
export const rulePackOf = (academicYear: string): RulePack =>
  rulePacks.findLast(({ from }) => from <= Number(academicYear.slice(0, 4))) ?? (rulePacks[0] as RulePack)

/** A pack by its id; undefined where there is none. */
export const rulePackNamed = (id: string): RulePack | undefined => [...rulePacks, ...agreedPacks].find((pack) => pack.id === id)
