import { parseDecimal } from './decimal.ts'

export type EctsFault = 'not-a-number' | 'not-positive' | 'too-many' | 'too-fine'

/** Nothing that bears credits bears more than a four-year degree. */
const most = 240

/** Reads ECTS credits with decimal comma or point: above 0, at most 240, in hundredths at the finest. */
export function parseEcts(text: string): number | EctsFault {
  const value = parseDecimal(text)
  if (value === null) return 'not-a-number'
  if (value <= 0) return 'not-positive'
  if (value > most) return 'too-many'
  const hundredths = Math.round(value * 100)
  return Math.abs(hundredths - value * 100) > 1e-6 ? 'too-fine' : hundredths / 100
}
