import { type Refusal, refuse } from '@collegium/contracts'
import { daysFromTo, isDay } from '@collegium/vocabulary'

/** Why somebody is reminded. They follow each other as the day comes nearer; of one thing only the most pressing one is said. */
export const reminderKinds = ['turn', 'due-soon', 'overdue'] as const
export type ReminderKind = (typeof reminderKinds)[number]

/** What somebody is reminded of. */
export type SubjectKind = 'learning-agreement' | 'transcript' | 'data-request'

/** Whom a reminder is for: an office of an institution by its role, or the learner whom the subject is about. */
export const officesReminded = ['international-office', 'examinations-office', 'recognition-office', 'institution-administrator'] as const
export type ReminderRecipient = (typeof officesReminded)[number] | 'learner'

/** Something that waits for somebody, with its day. */
export interface OpenMatter {
  readonly subject: SubjectKind
  readonly subjectId: string
  /** Where it waits: the office's institution, or the learner's home. */
  readonly institution: string
  readonly recipient: ReminderRecipient
  /** Set where the learner is reminded. */
  readonly learnerId: string | null
  readonly partner: string | null
  readonly academicYear: string | null
  /** The calendar day on which it became theirs. */
  readonly since: string
  readonly dueOn: string
  /** Whether somebody was asked; a day that the calendar brings (the first day of a stay) is no question to anybody. */
  readonly asked: boolean
}

export interface Reminder extends OpenMatter {
  readonly kind: ReminderKind
}

/** So many days before its day a matter is due soon. */
export const soonDays = 7

/** What is to be said of a matter today (days of the institution's own calendar); null where nothing is. */
export function reminderOf(matter: OpenMatter, today: string): Reminder | null {
  const left = daysFromTo(today, matter.dueOn)
  const kind: ReminderKind | null = left < 0 ? 'overdue' : left <= soonDays ? 'due-soon' : matter.asked ? 'turn' : null
  return kind && { ...matter, kind }
}

/** What makes two reminders the same one: whoever got it is never told it again. A new deadline, or a new turn, is a new one. */
export const identityOfReminder = ({ institution, recipient, subject, subjectId, kind, dueOn }: Reminder): string =>
  [institution, recipient, subject, subjectId, kind, dueOn].join('|')

/** Overdue first, then by day. */
export const morePressing = (a: Reminder, b: Reminder): number => a.dueOn.localeCompare(b.dueOn) || a.subjectId.localeCompare(b.subjectId)

/** The longest that a reminder may be put off. */
export const longestSnoozeDays = 90

/** Whether a reminder may be put off until a day. */
export function refusalToSnooze(until: string, today: string): Refusal | null {
  const days = isDay(until) ? daysFromTo(today, until) : 0
  return days < 1 || days > longestSnoozeDays ? refuse('snooze-out-of-range', { until, today, longestDays: longestSnoozeDays }) : null
}
