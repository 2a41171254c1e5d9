import type { ProblemCode } from '../errors/row-problems.ts'
import type { Dice } from './dice.ts'

/** A cell: text, a number, or a day that a spreadsheet stores as a date. */
export type DemoCell = string | number | { readonly day: string }
/** A file with known mistakes. */
export interface DemoTable {
  readonly headers: readonly string[]
  readonly rows: readonly (readonly DemoCell[])[]
  /** What is wrong on purpose: problem code → how many rows have it. The check finds exactly these. */
  readonly mistakes: Readonly<Partial<Record<ProblemCode, number>>>
}
/** Blanks where offices leave them. */
export const messy = (dice: Dice, text: string): string => dice.pick([text, text, text, ` ${text}`, `${text}  `, `\u00a0${text}`])
export const two = (n: number) => String(n).padStart(2, '0')
const monthNames = {
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  de: ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'September', 'Oktober', 'November', 'Dezember'],
}

/** A day (after the 12th of its month, so that every form is plain) in one of the forms of offices. */
export function dayIn(dice: Dice, day: string): DemoCell {
  const [year, month, date] = day.split('-') as [string, string, string]
  const name = (language: 'en' | 'de') => monthNames[language][Number(month) - 1]!
  const serial = String(Math.round((Date.UTC(Number(year), Number(month) - 1, Number(date)) - Date.UTC(1899, 11, 30)) / 86_400_000))
  return dice.pick<DemoCell>([
    day,
    { day },
    `${date}.${month}.${year}`,
    `${date}/${month}/${year}`,
    `${month}/${date}/${year}`,
    `${year}${month}${date}`,
    serial,
    `${Number(date)} ${name('en')} ${year}`,
    `${Number(date)}. ${name('de')} ${year}`,
  ])
}
