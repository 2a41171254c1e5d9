import { type Cycle, type GradeCount, refuse, type Refusal } from '@collegium/contracts'
import { compareGrades, gradeOn, scaleNamed } from '@collegium/vocabulary'

/** What the home fixed in advance for a grade whose range meets several of its own: its worst, the one in the middle, or its best. */
export const overlapRules = ['min', 'average', 'max'] as const
export type OverlapRule = (typeof overlapRules)[number]

/** A grade distribution table as its institution published it: counts, best grade first, fails marked. */
export interface DistributionTable {
  readonly id: string
  readonly version: number
  readonly schacId: string
  readonly iscedF: string
  readonly cycle: Cycle
  readonly gradingScheme: string
  readonly firstYear: string
  readonly lastYear: string
  readonly grades: readonly GradeCount[]
}

/** How far from the top a grade lies among those who passed: cumulative percentages, 0 is the best. */
export interface GradeRange {
  readonly label: string
  readonly count: number
  readonly from: number
  readonly to: number
}

/** A suggestion with all that it was made of, so that a person can follow it with a pencil. */
export interface Working {
  readonly grade: string
  readonly passed: boolean
  readonly suggested: { readonly grade: string | null; readonly passed: boolean }
  readonly rule: OverlapRule
  /** Grades of the home whose range the grade's own meets, best first; empty for a fail. */
  readonly candidates: readonly string[]
  readonly because: 'one-range-meets' | 'rule-chose' | 'fail-stays-fail'
  readonly given: { readonly table: DistributionTable; readonly ranges: readonly GradeRange[] }
  readonly home: { readonly table: DistributionTable; readonly ranges: readonly GradeRange[] }
}

interface Place {
  readonly label: string
  readonly count: number
  /** How many passed with a better grade, and how many with this one or a better one. */
  readonly above: number
  readonly through: number
}

/** R17: passing grades only, and counts, so that nothing is rounded before two tables meet. */
function placesOf(table: DistributionTable): { readonly places: readonly Place[]; readonly total: number } {
  let total = 0
  const places = table.grades.filter(({ passes }) => passes).map(({ label, count }): Place => ({ label, count, above: total, through: (total += count) }))
  return { places, total }
}

const percent = (part: number, total: number): number => Math.round((part / total) * 10_000) / 100
const rangesOf = ({ places, total }: ReturnType<typeof placesOf>): GradeRange[] =>
  places.map(({ label, count, above, through }) => ({ label, count, from: percent(above, total), to: percent(through, total) }))

/** Where a grade lies that the table never counted: between its neighbours on the scheme, without any width. */
function placeOf(table: DistributionTable, places: readonly Place[], grade: string): Place {
  const scheme = scaleNamed(table.gradingScheme)
  const known = places.find(({ label }) => label === grade)
  if (known || !scheme) return known ?? { label: grade, count: 0, above: 0, through: 0 }
  const above = places.filter(({ label }) => compareGrades(scheme, label, grade) < 0).reduce((sum, { count }) => sum + count, 0)
  return { label: grade, count: 0, above, through: above }
}

/**
 * Suggests the home's grade for one that was given elsewhere (R17, H09): both tables of passing grades become cumulative ranges, and the grade gets the home's
 * grade whose range it meets. Better stays not worse, a pass stays a pass, a fail stays a fail.
 */
export function convertGrade(given: DistributionTable, home: DistributionTable, text: string, rule: OverlapRule): Working | Refusal {
  if (given.cycle !== home.cycle || given.iscedF !== home.iscedF)
    return refuse('grade-tables-differ', { given: [given.cycle, given.iscedF], home: [home.cycle, home.iscedF] })
  const scheme = scaleNamed(given.gradingScheme)
  const read = scheme && gradeOn(scheme, text)
  if (!read) return refuse('grade-not-on-scheme', { grade: text, gradingScheme: given.gradingScheme })
  const from = placesOf(given)
  const to = placesOf(home)
  if (from.total === 0 || to.total === 0) return refuse('no-passing-grade', { table: from.total === 0 ? given.id : home.id })
  const shown = { grade: read.grade, passed: read.passed, rule, given: { table: given, ranges: rangesOf(from) }, home: { table: home, ranges: rangesOf(to) } }
  if (!read.passed) {
    const fails = home.grades.filter(({ passes }) => !passes)
    // Where the home has several failing grades nobody can say which; that it is a fail is what counts.
    const grade = fails.length === 1 ? (fails[0]?.label ?? null) : null
    return { ...shown, suggested: { grade, passed: false }, candidates: [], because: 'fail-stays-fail' }
  }
  const place = placeOf(given, from.places, read.grade)
  // Both ranges in the same whole units, one over total × total: comparing them is exact.
  const above = place.above * to.total
  const through = place.through * to.total
  const met = to.places.filter((one) => {
    const [first, last] = [one.above * from.total, one.through * from.total]
    if (first === last) return false
    return above === through ? first <= above && above <= last : first < through && above < last
  })
  const middle = met.find((one) => 2 * one.through * from.total >= above + through)
  const chosen = rule === 'max' ? met[0] : rule === 'min' ? met.at(-1) : middle
  // The ranges of a table cover everything from the first to the last who passed, so one always meets.
  if (!chosen) throw new Error(`No range of table ${home.id} meets the grade ${read.grade}`)
  return {
    ...shown,
    suggested: { grade: chosen.label, passed: true },
    candidates: met.map(({ label }) => label),
    because: met.length === 1 ? 'one-range-meets' : 'rule-chose',
  }
}

/** EQF levels and the cycles of higher education that they correspond to. */
export const cycleOf = (eqfLevel: number): Cycle => (eqfLevel <= 5 ? 'short' : eqfLevel === 6 ? 'first' : eqfLevel === 7 ? 'second' : 'third')

/**
 * The tables to compare (R17: same cycle, same ISCED-F group): the narrowest group around the field for which both institutions have published one. `from` is the
 * academic year of the result: a table whose last year lies more than three before it is too old.
 */
export function chooseTables(
  tables: readonly DistributionTable[],
  wanted: {
    readonly given: string
    readonly home: string
    readonly iscedF: string
    readonly cycle: Cycle
    readonly gradingScheme: string
    readonly from: string
    readonly homeScheme?: string
  },
): { readonly given: DistributionTable; readonly home: DistributionTable } | Refusal {
  const scheme = scaleNamed(wanted.gradingScheme)?.id ?? wanted.gradingScheme
  const fresh = tables.filter((one) => one.cycle === wanted.cycle && Number(wanted.from.slice(0, 4)) - Number(one.lastYear.slice(0, 4)) <= 3)
  for (const digits of [4, 3, 2]) {
    const group = wanted.iscedF.slice(0, digits)
    if (group.length < digits) continue
    const given = fresh.find((one) => one.schacId === wanted.given && one.iscedF === group && one.gradingScheme === scheme)
    const home = fresh.find((one) => one.schacId === wanted.home && one.iscedF === group && (!wanted.homeScheme || one.gradingScheme === wanted.homeScheme))
    if (given && home) return { given, home }
  }
  const has = (schacId: string) => fresh.some((one) => one.schacId === schacId && wanted.iscedF.startsWith(one.iscedF))
  return refuse('no-grade-table', { iscedF: wanted.iscedF, cycle: wanted.cycle, missing: [wanted.given, wanted.home].filter((one) => !has(one)) })
}
