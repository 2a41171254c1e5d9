/** An academic year as EWP writes it, `2026/2027`: the second year follows the first. */
export function parseAcademicYear(text: string): string | null {
  const found = /^(\d{4})\s*[/–-]\s*(\d{4}|\d{2})$/.exec(text.trim())
  if (!found) return null
  const first = Number(found[1])
  const second = found[2]!.length === 2 ? Math.floor((first + 1) / 100) * 100 + Number(found[2]) : Number(found[2])
  return second === first + 1 ? `${first}/${second}` : null
}

/** The academic year in which a day lies; the year turns on the first day of `firstMonth` (August, unless the institution says otherwise). */
export function academicYearOf(day: string, firstMonth = 8): string {
  const year = Number(day.slice(0, 4))
  const first = Number(day.slice(5, 7)) >= firstMonth ? year : year - 1
  return `${first}/${first + 1}`
}
