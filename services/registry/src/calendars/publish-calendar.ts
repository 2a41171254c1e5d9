import { isRefusal, type Refusal, TermCalendarPublished } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { fact } from '@collegium/events'
import { and, eq } from 'drizzle-orm'
import { publish, type PublishCalendar, type TermCalendar } from './domain/calendar.ts'
import { publicTermCalendars } from './tables.ts'

/** Publishes an institution's calendar of one academic year. Every deadline that is counted from it follows. */
export async function publishCalendar(tx: Transaction, command: PublishCalendar, at: string): Promise<TermCalendar | Refusal> {
  const [before] = await tx.db
    .select()
    .from(publicTermCalendars)
    .where(and(eq(publicTermCalendars.schacId, command.schacId), eq(publicTermCalendars.academicYear, command.academicYear)))
    .for('update')
  const outcome = publish(before, command)
  if (isRefusal(outcome)) return outcome
  const { state } = outcome
  await saveAggregates(tx.sql, publicTermCalendars, [{ ...state, terms: [...state.terms], publishedAt: at }])
  const { id, ...said } = state
  tx.publish([
    fact(TermCalendarPublished, {
      institution: state.schacId,
      aggregateVersion: state.version,
      data: { calendarId: id, ...said, terms: [...state.terms] },
    }),
  ])
  return state
}
