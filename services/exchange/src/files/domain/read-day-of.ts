import { bothReadings, readDay } from './days.ts'
import type { Judgement } from './judgement.ts'

/** Reads a day out of a cell; null when it is empty or has a problem. `latest`, where given, is today: no later day can be meant. */
export function readDayOf<Field extends string>(field: Field, judgement: Judgement<Field>, { latest }: { latest?: string } = {}): string | null {
  const text = judgement.text(field)
  if (text === '') return null
  const read = readDay(text)
  if (read === 'date-ambiguous') {
    const [first, second] = bothReadings(text)
    judgement.refuse(read, field, text, { first, second })
    return null
  }
  if (typeof read === 'string') {
    judgement.refuse(read, field, text)
    return null
  }
  if (read.form !== 'iso') judgement.change(field, text, read.day, read.form === 'excel' ? 'excel-date' : 'date-form')
  if (latest !== undefined && read.day > latest) {
    judgement.refuse('date-in-future', field, text, { day: read.day, today: latest })
    return null
  }
  return read.day
}
