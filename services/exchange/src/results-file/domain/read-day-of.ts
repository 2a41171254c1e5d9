import { bothReadings, readDay } from './days.ts'
import type { Judgement } from './judgement.ts'
import type { CheckContext } from './rows.ts'

/** Reads a day out of a cell; null when it is empty or has a problem. No day may lie after today. */
export function readDayOf(field: 'dateOfBirth' | 'assessedOn', context: CheckContext, judgement: Judgement): string | null {
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
  if (read.day > context.today) {
    judgement.refuse('date-in-future', field, text, { day: read.day, today: context.today })
    return null
  }
  return read.day
}
