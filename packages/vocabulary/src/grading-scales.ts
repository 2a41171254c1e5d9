import { parseDecimal } from './decimal.ts'

/** A scale of numbers: any value between the ends, as fine as `decimals` says. */
interface NumericScale {
  readonly kind: 'numeric'
  readonly lowest: number
  readonly highest: number
  readonly decimals: number
  readonly best: 'highest' | 'lowest'
  /** The worst grade that still passes. */
  readonly pass: number
}
/** A scale of marks, best first. */
interface MarkScale {
  readonly kind: 'marks'
  readonly marks: readonly string[]
  /** How many of the marks, from the best, pass. */
  readonly passing: number
  /** Other spellings, lower case, of a mark. */
  readonly spellings?: Readonly<Record<string, string>>
}
export type GradingScale = { readonly id: string; readonly name: string; readonly country: string | null; readonly synonyms: readonly string[] } & (
  | NumericScale
  | MarkScale
)

const numeric = (lowest: number, highest: number, decimals: number, best: 'highest' | 'lowest', pass: number) =>
  ({ kind: 'numeric', lowest, highest, decimals, best, pass }) as const
const passWords = {
  pass: 'pass',
  passed: 'pass',
  p: 'pass',
  fail: 'fail',
  failed: 'fail',
  bestanden: 'pass',
  'nicht bestanden': 'fail',
  aprovado: 'pass',
  reprovado: 'fail',
  godkänd: 'pass',
  underkänd: 'fail',
  apto: 'pass',
  'no apto': 'fail',
}

/** The scales that the hub knows: valid values, order and what passes. Only whole scales of a country or of ECTS; a university's own is mapped to one of them. */
export const gradingScales: readonly GradingScale[] = [
  {
    id: 'pass-fail',
    name: 'Pass or fail',
    country: null,
    synonyms: ['pass/fail', 'p/f', 'bestanden/nicht bestanden'],
    kind: 'marks',
    marks: ['pass', 'fail'],
    passing: 1,
    spellings: passWords,
  },
  {
    id: 'ects-a-f',
    name: 'ECTS A to F',
    country: null,
    synonyms: ['ects', 'ects grade', 'a-f'],
    kind: 'marks',
    marks: ['A', 'B', 'C', 'D', 'E', 'FX', 'F'],
    passing: 5,
  },
  { id: 'percentage', name: 'Percentage', country: null, synonyms: ['percent', '%', '0-100', '0–100'], ...numeric(0, 100, 2, 'highest', 50) },
  {
    id: 'de-1-5',
    name: 'Germany, 1.0 to 5.0',
    country: 'DE',
    synonyms: ['de', 'german', 'deutsch', '1-5', '1.0-5.0', '1,0-5,0'],
    ...numeric(1, 5, 1, 'lowest', 4),
  },
  { id: 'at-1-5', name: 'Austria, 1 to 5', country: 'AT', synonyms: ['at', 'austrian'], ...numeric(1, 5, 0, 'lowest', 4) },
  { id: 'ch-1-6', name: 'Switzerland, 1 to 6', country: 'CH', synonyms: ['ch', 'swiss'], ...numeric(1, 6, 2, 'highest', 4) },
  {
    id: 'se-a-f',
    name: 'Sweden, A to F',
    country: 'SE',
    synonyms: ['se', 'swedish a-f', 'af-skala'],
    kind: 'marks',
    marks: ['A', 'B', 'C', 'D', 'E', 'FX', 'F'],
    passing: 5,
  },
  {
    id: 'se-u-vg',
    name: 'Sweden, U, G, VG',
    country: 'SE',
    synonyms: ['u-vg', 'uv', 'ugvg', 'u/g/vg'],
    kind: 'marks',
    marks: ['VG', 'G', 'U'],
    passing: 2,
    spellings: { 'väl godkänd': 'VG', godkänd: 'G', underkänd: 'U' },
  },
  { id: 'pt-0-20', name: 'Portugal, 0 to 20', country: 'PT', synonyms: ['pt', 'portuguese', '0-20'], ...numeric(0, 20, 1, 'highest', 10) },
  { id: 'fr-0-20', name: 'France, 0 to 20', country: 'FR', synonyms: ['fr', 'french'], ...numeric(0, 20, 2, 'highest', 10) },
  { id: 'es-0-10', name: 'Spain, 0 to 10', country: 'ES', synonyms: ['es', 'spanish', '0-10'], ...numeric(0, 10, 1, 'highest', 5) },
  {
    id: 'it-18-30',
    name: 'Italy, 18 to 30 e lode',
    country: 'IT',
    synonyms: ['it', 'italian', '18-30'],
    kind: 'marks',
    marks: ['30L', ...Array.from({ length: 31 }, (_, i) => String(30 - i))],
    passing: 14,
    spellings: { '30 e lode': '30L', '30 cum laude': '30L', '30lode': '30L' },
  },
  { id: 'nl-1-10', name: 'Netherlands, 1 to 10', country: 'NL', synonyms: ['nl', 'dutch', '1-10'], ...numeric(1, 10, 1, 'highest', 5.5) },
  {
    id: 'dk-7-step',
    name: 'Denmark, 7-step scale',
    country: 'DK',
    synonyms: ['dk', 'danish', '7-trins-skala', '7-step', '7-point'],
    kind: 'marks',
    marks: ['12', '10', '7', '4', '02', '00', '-3'],
    passing: 5,
    spellings: { '2': '02', '0': '00', '−3': '-3', '07': '7', '04': '4' },
  },
  { id: 'fi-0-5', name: 'Finland, 0 to 5', country: 'FI', synonyms: ['fi', 'finnish', '0-5'], ...numeric(0, 5, 0, 'highest', 1) },
  { id: 'no-a-f', name: 'Norway, A to F', country: 'NO', synonyms: ['no', 'norwegian'], kind: 'marks', marks: ['A', 'B', 'C', 'D', 'E', 'F'], passing: 5 },
  { id: 'pl-2-5', name: 'Poland, 2.0 to 5.0', country: 'PL', synonyms: ['pl', 'polish', '2-5'], ...numeric(2, 5, 1, 'highest', 3) },
  { id: 'gr-0-10', name: 'Greece, 0 to 10', country: 'GR', synonyms: ['gr', 'greek'], ...numeric(0, 10, 2, 'highest', 5) },
  { id: 'ie-percentage', name: 'Ireland, percentage', country: 'IE', synonyms: ['ie', 'irish'], ...numeric(0, 100, 2, 'highest', 40) },
]

const key = (text: string) => text.trim().toLowerCase().replace(/\s+/g, ' ')
const byName = new Map(gradingScales.flatMap((s) => [s.id, s.name, ...s.synonyms].map((n) => [key(n), s] as const)))

/** Finds a scale by its id, its name or what an office calls it; undefined when the hub does not know it. */
export const scaleNamed = (name: string): GradingScale | undefined => byName.get(key(name))
/** The scale that a country's universities use unless they say otherwise. */
export const nationalScale = (country: string): GradingScale | undefined => gradingScales.find((s) => s.country === country)

/** A grade as the scale writes it, and whether it passes. */
export interface Grade {
  readonly grade: string
  readonly passed: boolean
}

/** Reads a grade on a scale (decimal comma or point, other spellings, any case). Null when the scale has no such grade. */
export function gradeOn(scale: GradingScale, text: string): Grade | null {
  const trimmed = text.trim()
  if (scale.kind === 'marks') {
    const spelt = scale.spellings?.[trimmed.toLowerCase()] ?? trimmed
    const position = scale.marks.findIndex((m) => m.toLowerCase() === spelt.toLowerCase())
    return position < 0 ? null : { grade: scale.marks[position]!, passed: position < scale.passing }
  }
  const value = parseDecimal(trimmed.replace(/%$/, ''))
  if (value === null || value < scale.lowest || value > scale.highest) return null
  const rounded = Number(value.toFixed(scale.decimals))
  if (Math.abs(rounded - value) > 1e-9) return null
  return { grade: writeNumber(scale, rounded), passed: scale.best === 'highest' ? rounded >= scale.pass : rounded <= scale.pass }
}

// One decimal is written even where it is 0 ("2.0"): so do the countries that mark in tenths. Finer scales drop what is not needed.
const writeNumber = (scale: NumericScale, value: number) => (scale.decimals === 1 ? value.toFixed(1) : String(value))

/** Orders two grades of one scale: below 0 when the first is better, above 0 when the second is. Both must stand on the scale. */
export function compareGrades(scale: GradingScale, first: string, second: string): number {
  const rank = (text: string): number => {
    const grade = gradeOn(scale, text)
    if (!grade) throw new RangeError(`"${text}" is no grade of the scale ${scale.id}`)
    if (scale.kind === 'marks') return scale.marks.indexOf(grade.grade)
    return scale.best === 'lowest' ? Number(grade.grade) : -Number(grade.grade)
  }
  return rank(first) - rank(second)
}

/** The scale in words for people: its values, which end is best, what passes. */
export function describeScale(scale: GradingScale): string {
  if (scale.kind === 'marks') {
    const shown = scale.marks.length > 10 ? `${scale.marks.slice(0, 3).join(', ')} … ${scale.marks.at(-1)}` : scale.marks.join(', ')
    return `${shown} (best first); ${scale.marks[scale.passing - 1]} and better passes`
  }
  const write = (n: number) => writeNumber(scale, n)
  const best = scale.best === 'highest' ? scale.highest : scale.lowest
  return `${write(scale.lowest)} to ${write(scale.highest)}${scale.decimals === 0 ? ', whole numbers' : ''}; ${write(best)} is best, ${write(scale.pass)} and better passes`
}
