/** The hour of the day from which an institution's digest goes out. It exists on every day of every zone, also when the clocks change. */
export const digestHour = 7

const wallClock = (zone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' })
/** A formatter costs a thousand times what it formats. */
const wallClocks = new Map<string, Intl.DateTimeFormat>()

/** Calendar day and hour that a clock on an office's wall shows. `zone` is a name of the IANA database. */
export function officeClock(instant: Date, zone: string): { readonly day: string; readonly hour: number } {
  const clock = wallClocks.get(zone) ?? wallClock(zone)
  wallClocks.set(zone, clock)
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, value]))
  return { day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`, hour: Number(parts.get('hour')) }
}

/** The day whose digest is due at an instant; null before the hour. A day that nobody was running on is not made up for: what it would have said comes with the next. */
export function digestDay(instant: Date, zone: string): string | null {
  const { day, hour } = officeClock(instant, zone)
  return hour >= digestHour ? day : null
}

/** Whether the runtime knows a time zone. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}
