import { isRefusal, refuse, type Refusal } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import { type Prerequisites, waiverReasons } from './domain/enrolment.ts'
import { enrolmentMoves, type EnrolmentState } from './domain/transitions.ts'
import type { EnrolmentRow } from './move-enrolments.ts'
import { enrolments } from './tables.ts'

export interface Judgement extends Omit<Prerequisites, 'by'> {
  readonly id: string
  readonly expectedVersion: number
}

/** Says whether learners meet what the course asks for, or may do without (A12). Until they take part; each for itself, outcomes in order. */
export async function judgePrerequisites(tx: Transaction, institution: string, judgements: readonly Judgement[]): Promise<(EnrolmentRow | Refusal)[]> {
  const ids = [...new Set(judgements.map((one) => one.id))]
  const rows = ids.length ? await tx.db.select().from(enrolments).where(inArray(enrolments.id, ids)).orderBy(enrolments.id).for('update') : []
  const standing = new Map(rows.map((row) => [row.id, row]))
  const open: readonly EnrolmentState[] = enrolmentMoves.refuse.from
  const changed = new Map<string, EnrolmentRow>()
  const outcomes = judgements.map((one) => {
    const row = standing.get(one.id)
    if (!row) return refuse('not-found')
    if (changed.has(row.id) || row.version !== one.expectedVersion) return refuse('stale-version', { current: row.version })
    if (!open.includes(row.state)) return refuse('not-allowed-from', { move: 'judge-prerequisites', state: row.state })
    const judged = judgementOf(one, institution)
    if (isRefusal(judged)) return judged
    const next = { ...row, version: row.version + 1, prerequisites: judged }
    changed.set(row.id, next)
    return next
  })
  await saveAggregates(tx.sql, enrolments, [...changed.values()])
  return outcomes
}

/** A waiver needs its reason; what is met needs none. */
export function judgementOf({ judged, reason }: Omit<Prerequisites, 'by'>, by: string): Prerequisites | Refusal {
  if (judged === 'waived' && !reason) return refuse('reason-needed', { oneOf: waiverReasons })
  return { judged, reason: judged === 'waived' ? reason : null, by }
}
