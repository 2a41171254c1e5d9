import { createHash } from 'node:crypto'
import type { Transaction } from '@collegium/database'
import { Problem, problemOf } from '@collegium/service-kit'
import { eq } from 'drizzle-orm'
import { importRuns } from '../tables.ts'
import { decideRun, isRefusal, type Run, type RunMove } from './domain/run.ts'
import { templateNamed } from './template-named.ts'
import type { Role } from '@collegium/contracts'

/** Whether a text can be an id at all; PostgreSQL refuses others with an error of its own. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)

export type RunRow = typeof importRuns.$inferSelect

/** The run, locked until the transaction ends; null where it is not there or not ours. */
export async function lockRun(tx: Transaction, id: string): Promise<RunRow | null> {
  if (!isId(id)) return null
  const [run] = await tx.db.select().from(importRuns).where(eq(importRuns.id, id)).for('update')
  return run ?? null
}

/** What the life cycle looks at. */
export const asRun = (run: RunRow): RunRow & Run => ({ ...run, wiped: run.wipedAt !== null, handedInBy: templateNamed(run.template).by })

/** Within which streams are told apart: the instance, else the institution's lists of one kind. */
export const streamScopeOf = (run: Pick<RunRow, 'instanceId' | 'template' | 'institution'>): string => run.instanceId ?? `${run.template}:${run.institution}`

/** Makes a move of the life cycle and saves it with what comes with it. Throws `Problem` where the move is refused. */
export async function moveRun(tx: Transaction, run: RunRow, move: RunMove, roles: readonly Role[], set: Partial<RunRow> = {}): Promise<RunRow> {
  const decided = decideRun(asRun(run), move, roles)
  if (isRefusal(decided)) throw problemOf(decided)
  const [saved] = await tx.db
    .update(importRuns)
    .set({ ...set, state: decided.state.state, version: decided.state.version })
    .where(eq(importRuns.id, run.id))
    .returning()
  if (!saved) throw new Problem('not-found')
  tx.changed('ImportRun', [run.id])
  return saved
}

export const fingerprintOf = (parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

/** How long a process may be silent before another takes its run over. */
export const leaseSeconds = 20
export const leaseFrom = (now: Date): string => new Date(now.getTime() + leaseSeconds * 1000).toISOString()
