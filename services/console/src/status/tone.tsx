import type { ReactNode } from 'react'
import styles from './tone.module.css'

/** The five tones of a status. Each has an icon and always stands beside a word: colour alone says nothing to many people. */
export type ToneName = 'ok' | 'bad' | 'waiting' | 'same' | 'moving'

const shapes: Readonly<Record<ToneName, string>> = {
  ok: 'M3 8.5l3.2 3.2L13 5',
  bad: 'M4 4l8 8M12 4l-8 8',
  waiting: 'M8 4v4.2l2.6 1.8M8 1.7a6.3 6.3 0 1 1 0 12.6A6.3 6.3 0 0 1 8 1.7',
  same: 'M3.5 6h9M3.5 10h9',
  moving: 'M2.5 8h10M9 4.5L12.5 8 9 11.5',
}

export function Tone({ tone, children }: { readonly tone: ToneName; readonly children: ReactNode }) {
  return (
    <span className={`${styles.tone} ${styles[tone]}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        <path d={shapes[tone]} />
      </svg>
      {children}
    </span>
  )
}

const tones: Readonly<Record<string, ToneName>> = {
  good: 'ok',
  recorded: 'ok',
  corrected: 'ok',
  refused: 'bad',
  waiting: 'waiting',
  unchanged: 'same',
  pending: 'moving',
  issued: 'ok',
  sealed: 'moving',
  superseded: 'same',
  revoked: 'bad',
  'not-issued': 'same',
  full: 'ok',
  partial: 'ok',
  alternative: 'ok',
  decided: 'ok',
  referred: 'waiting',
  reopened: 'waiting',
  submitted: 'moving',
  'waiting-for-reference': 'waiting',
  ok: 'ok',
  error: 'bad',
  skipped: 'same',
  acknowledged: 'ok',
  parked: 'bad',
  received: 'moving',
  checking: 'moving',
  checked: 'waiting',
  rejected: 'bad',
  accepting: 'moving',
  accepted: 'moving',
  done: 'ok',
  undoing: 'moving',
  undone: 'same',
  annulled: 'same',
  released: 'ok',
  confirmed: 'moving',
  provisional: 'moving',
  draft: 'same',
  'student-signed': 'moving',
  proposed: 'moving',
  commented: 'waiting',
  'changes-requested': 'waiting',
  withdrawn: 'same',
  approved: 'ok',
  agreed: 'ok',
  'in-mobility': 'moving',
  'awaiting-transcript': 'waiting',
  'transcript-received': 'moving',
  recognised: 'ok',
  'partly-recognised': 'ok',
  closed: 'ok',
  cancelled: 'bad',
  deleted: 'same',
}
/** The tone of a state's name; a name that the console does not know is neither good nor bad. */
export const toneOf = (state: string): ToneName => tones[state] ?? 'same'
