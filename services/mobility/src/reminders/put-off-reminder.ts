import type { Refusal } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { and, eq } from 'drizzle-orm'
import { refusalToSnooze } from './domain/reminder.ts'
import type { OpenReminder } from './open-reminders.ts'
import { reminders } from './tables.ts'

export type PutOff = { readonly snoozeUntil: string } | { readonly mute: boolean }
export type ReminderRow = typeof reminders.$inferSelect

export const rowOf = (reminder: OpenReminder, today: string, mailedOn: string | null) => ({
  id: reminder.id,
  institution: reminder.institution,
  recipient: reminder.recipient,
  learnerId: reminder.learnerId,
  subject: reminder.subject,
  subjectId: reminder.subjectId,
  kind: reminder.kind,
  dueOn: reminder.dueOn,
  mailedOn,
  noticedOn: today,
})

/** The recipient puts a reminder off until a day, when it comes once more; or mutes its subject, or lets it speak again. Said twice it is said once. */
export async function putOffReminder(tx: Transaction, reminder: OpenReminder, wish: PutOff, today: string, at: string): Promise<null | Refusal> {
  if ('snoozeUntil' in wish) {
    const refusal = refusalToSnooze(wish.snoozeUntil, today)
    if (refusal) return refusal
  }
  await insertRows(tx.sql, reminders, [rowOf(reminder, today, null)], { skipExisting: true })
  if ('snoozeUntil' in wish) await tx.db.update(reminders).set({ snoozedUntil: wish.snoozeUntil }).where(eq(reminders.id, reminder.id))
  // Of all that was ever said of the subject: a mute that the next kind of reminder went round would be none.
  else
    await tx.db
      .update(reminders)
      .set({ mutedAt: wish.mute ? at : null })
      .where(and(eq(reminders.institution, reminder.institution), eq(reminders.subjectId, reminder.subjectId), eq(reminders.recipient, reminder.recipient)))
  return null
}
