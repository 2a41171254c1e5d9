/** The levels of the European Qualifications Framework; 5 to 8 are those of higher education (short cycle, bachelor, master, doctorate). */
export const eqfLevels = [1, 2, 3, 4, 5, 6, 7, 8] as const
export type EqfLevel = (typeof eqfLevels)[number]

/** Reads "6", "EQF 6" or "level 6". Returns null for anything that is no level: nobody invents one (R18). */
export function parseEqf(text: string): EqfLevel | null {
  const found = /^(?:eqf)?\s*(?:level)?\s*([1-8])$/i.exec(text.trim())
  return found ? (Number(found[1]) as EqfLevel) : null
}
