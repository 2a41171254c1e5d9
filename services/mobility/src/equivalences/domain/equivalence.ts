import { refuse, type Refusal } from '@collegium/contracts'

/** Where an equivalence comes from: a mobility that was recognised, the offices' own list, or somebody's hand. */
export const equivalenceSources = ['recognised-mobility', 'imported-list', 'entered'] as const
export type EquivalenceSource = (typeof equivalenceSources)[number]

/** What a course of another institution was recognised as at home: a precedent while table B is drafted, never a promise. */
export interface Equivalence {
  /** The recognising institution. */
  readonly home: string
  readonly provider: string
  /** The code that the provider's people know the course by. */
  readonly losCode: string
  readonly title: string
  readonly ects: number | null
  readonly recognisedCode: string
  readonly recognisedTitle: string
  readonly recognisedEcts: number
  readonly source: EquivalenceSource
  /** Office or person that decided, in their own words; staff only. */
  readonly decidedBy: string
  readonly decidedOn: string
  /** Last day on which it may be pointed at; null for as long as nobody withdraws it. */
  readonly validUntil: string | null
}

/** Whether an equivalence can be taken in: whole, and not decided in the future. */
export function judgeEquivalence(one: Equivalence, today: string): Refusal | null {
  const missing = (['provider', 'losCode', 'title', 'recognisedCode', 'recognisedTitle', 'decidedBy'] as const).filter((field) => one[field].trim() === '')
  if (missing.length > 0) return refuse('equivalence-incomplete', { missing })
  if (one.provider === one.home) return refuse('same-institution', { institution: one.home })
  if (!(one.recognisedEcts > 0) || one.recognisedEcts > 240) return refuse('equivalence-credits', { recognisedEcts: one.recognisedEcts })
  if (one.decidedOn > today) return refuse('decided-in-the-future', { decidedOn: one.decidedOn })
  if (one.validUntil !== null && one.validUntil < one.decidedOn) return refuse('valid-before-decided', { decidedOn: one.decidedOn, validUntil: one.validUntil })
  return null
}

/** Two entries about the same pair of courses at the same home are the same equivalence; the later decision counts. */
export const sameEquivalence = (one: Equivalence): string => [one.home, one.provider, one.losCode.toUpperCase(), one.recognisedCode.toUpperCase()].join('|')

/** Whether it may be pointed at on a day. */
export const stillValid = (one: Pick<Equivalence, 'validUntil'>, today: string): boolean => one.validUntil === null || one.validUntil >= today
