import type { Move } from '@collegium/contracts'
import type { ReminderKind, SubjectKind } from '../../reminders/domain/reminder.ts'

export type MailState = 'pending' | 'sent' | 'kept' | 'parked' | 'dropped'

/** The life of a mail. It is tried again by itself for a day; where no server is named it is kept to be read at /mail. */
export const mailMoves = {
  send: { from: ['pending'], to: 'sent', by: ['system'] },
  keep: { from: ['pending'], to: 'kept', by: ['system'] },
  park: { from: ['pending'], to: 'parked', by: ['system'], reasons: ['mail-server-unreachable', 'mail-server-refused'] },
  /** There is nobody to send it to. */
  drop: { from: ['pending'], to: 'dropped', by: ['system'], reasons: ['no-address', 'recipient-erased'] },
} as const satisfies Record<string, Move<MailState>>

/** One line of a digest. It names the matter, never a person. */
export interface DigestItem {
  readonly kind: ReminderKind
  readonly subject: SubjectKind
  readonly subjectId: string
  readonly partner: string | null
  readonly academicYear: string | null
  readonly since: string
  readonly dueOn: string
}

export type Attempt =
  | { readonly done: 'sent' | 'kept' }
  | { readonly undeliverable: 'no-address' | 'recipient-erased' }
  | { readonly failed: 'unreachable' | 'refused' | 'refused-for-good' }

/** For so long a mail is tried. */
export const tryHours = 24

/**
 * What an attempt makes of a mail, and when it is tried again: doubling from half a minute up to an hour, with a fifth of jitter from `dice` (0 to 1).
 * A server's permanent refusal (5xx, RFC 5321) parks it at once.
 */
export function afterAttempt(
  mail: { readonly attempts: number; readonly createdAt: string },
  attempt: Attempt,
  now: Date,
  dice: number,
): { readonly state: MailState; readonly nextAt: string | null; readonly reason: string | null } {
  if ('done' in attempt) return { state: attempt.done, nextAt: null, reason: null }
  if ('undeliverable' in attempt) return { state: 'dropped', nextAt: null, reason: attempt.undeliverable }
  const reason = attempt.failed === 'unreachable' ? 'mail-server-unreachable' : 'mail-server-refused'
  const tooLate = now.getTime() - Date.parse(mail.createdAt) >= tryHours * 3_600_000
  if (tooLate || attempt.failed === 'refused-for-good') return { state: 'parked', nextAt: null, reason }
  const seconds = Math.min(3600, 30 * 2 ** Math.min(mail.attempts - 1, 10)) * (0.9 + dice / 5)
  return { state: 'pending', nextAt: new Date(now.getTime() + seconds * 1000).toISOString(), reason }
}
