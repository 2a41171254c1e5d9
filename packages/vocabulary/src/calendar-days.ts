const millisecondsOfDay = 86_400_000
/** Days are counted between midnights of UTC, so no change of the clock in any zone makes one longer or shorter. */
const at = (day: string): number => Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)))
const written = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** Whether the text is a calendar day that exists, ISO 8601: 2028-02-29 is one, 2027-02-29 is none. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && written(at(text)) === text

/** The day so many days later, or earlier where negative. */
export const plusDays = (day: string, days: number): string => written(at(day) + days * millisecondsOfDay)
export const plusWeeks = (day: string, weeks: number): string => plusDays(day, weeks * 7)

/** How many days lie from one day to another: 0 for the same, negative where the second is earlier. */
export const daysFromTo = (from: string, to: string): number => Math.round((at(to) - at(from)) / millisecondsOfDay)
