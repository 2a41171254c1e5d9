import { remembered } from './remembered.ts'

/** How a day was written: `iso` needs no change. */
export type DayForm = 'iso' | 'other' | 'excel'
export type ReadDay = { readonly day: string; readonly form: DayForm }
export type DayFault = 'date-unreadable' | 'date-ambiguous' | 'date-impossible'

// Full names in the template's six languages, folded; the first three letters stand for most abbreviations.
const months = new Map<string, number>()
for (const [names, month] of [
  ['january januar januari janeiro janvier enero jan', 1],
  ['february februar februari fevereiro fevrier febrero feb fev', 2],
  ['march marz maerz mars marco marzo mar mrz', 3],
  ['april abril avril apr abr avr', 4],
  ['may mai maj maio mayo', 5],
  ['june juni junho juin junio jun', 6],
  ['july juli julho juillet julio jul', 7],
  ['august augusti agosto aout aug ago', 8],
  ['september setembro septembre septiembre sep sept set', 9],
  ['october oktober outubro octobre octubre oct okt out', 10],
  ['november novembro novembre noviembre nov', 11],
  ['december dezember dezembro decembre diciembre dec dez dic', 12],
] as const)
  for (const name of names.split(' ')) months.set(name, month)

const dayLength = 86_400_000
const pad = (n: number) => String(n).padStart(2, '0')
const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

function dayOf(year: number, month: number, day: number, form: DayForm): ReadDay | DayFault {
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return 'date-impossible'
  return { day: `${year}-${pad(month)}-${pad(day)}`, form }
}

/**
 * Reads a day in the forms that offices send: 2026-06-30 (with a time or zone too), 30.06.2026, 30/06/2026 and 06/30/2026 where only one
 * reading is possible, 20260630, a spreadsheet's serial number, "30 June 2026" in six languages. Years have four digits.
 */
export const readDay = remembered(read)

function read(text: string): ReadDay | DayFault {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(T[\d:.]*|\s[\d:.]+)?(Z|[+-]\d\d:?\d\d)?$/i.exec(text)
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]), text.length === 10 ? 'iso' : 'other')
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:\s[\d:]+)?$/.exec(text)
  if (dotted) return dayOf(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]), 'other')
  const slashed = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?:\s[\d:]+)?$/.exec(text)
  if (slashed) {
    const [first, second, year] = [Number(slashed[1]), Number(slashed[3]), Number(slashed[4])]
    if (first <= 12 && second <= 12 && first !== second) return 'date-ambiguous'
    return first > 12 || first === second ? dayOf(year, second, first, 'other') : dayOf(year, first, second, 'other')
  }
  const yearFirst = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(text)
  if (yearFirst) return dayOf(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]), 'other')
  const solid = /^(\d{4})(\d\d)(\d\d)$/.exec(text)
  if (solid) return dayOf(Number(solid[1]), Number(solid[2]), Number(solid[3]), 'other')
  // Serial 60 is the 29 February 1900 that never was; days that early do not occur here, so the offset is constant.
  const serial = /^(\d{5})(?:[.,]\d+)?$/.exec(text)
  if (serial) return { day: new Date(Date.UTC(1899, 11, 30) + Number(serial[1]) * dayLength).toISOString().slice(0, 10), form: 'excel' }
  return readWords(text)
}

function readWords(text: string): ReadDay | DayFault {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const dayFirst = /^(\d{1,2})(?:\.|st|nd|rd|th|º)?\s+(?:de\s+)?([a-z]+)\.?,?\s+(?:de\s+)?(\d{4})$/.exec(folded)
  if (dayFirst) {
    const month = months.get(dayFirst[2]!)
    return month ? dayOf(Number(dayFirst[3]), month, Number(dayFirst[1]), 'other') : 'date-unreadable'
  }
  const monthFirst = /^([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/.exec(folded)
  const month = monthFirst && months.get(monthFirst[1]!)
  return month ? dayOf(Number(monthFirst[3]), month, Number(monthFirst[2]), 'other') : 'date-unreadable'
}

/** The two days that an ambiguous text may mean, for the suggestion. */
export function bothReadings(text: string): [string, string] {
  const [first, second, year] = text.split(/[/-]/).map(Number) as [number, number, number]
  return [`${year}-${pad(second)}-${pad(first)}`, `${year}-${pad(first)}-${pad(second)}`]
}
