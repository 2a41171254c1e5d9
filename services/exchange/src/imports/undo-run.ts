import { ImportUndone, type Role } from '@collegium/contracts'
import { fact } from '@collegium/events'
import { type Dependencies, Problem, type Session } from '@collegium/service-kit'
import { withdrawnEvent } from './announce.ts'
import { lockRun, moveRun, type RunRow } from './run-store.ts'

const chunk = 2000

/** An office takes a whole run back: its results are annulled, its credentials revoked, its cases opened again; what a list brought is taken out again. */
export const undoRun = ({ database }: Dependencies, session: Session, runId: string, correlationId: string): Promise<RunRow> =>
  database.write({ tenants: [session.institution] }, { correlationId }, async (tx) => {
    const run = await lockRun(tx, runId)
    if (!run) throw new Problem('not-found')
    if (run.state === 'undoing' || run.state === 'undone') return run
    return moveRun(tx, run, 'undo', session.roles as readonly Role[], { correlationId, leasedUntil: null })
  })

/** Withdraws the run's submissions, chunk by chunk; may be begun again at any point. */
export async function continueUndo({ database, clock }: Dependencies, { id, institution }: { id: string; institution: string }): Promise<void> {
  const write = <T>(work: Parameters<typeof database.write<T>>[2]) => database.write({ tenants: [institution] }, { correlationId: id }, work)
  for (let more = true; more; ) {
    more = await write(async (tx) => {
      const run = await lockRun(tx, id)
      if (!run || run.state !== 'undoing') return false
      const next = await tx.sql<{ submission_id: string }[]>`
        select submission_id from import_rows where run_id = ${id}::uuid and submission_id is not null and not undone order by row limit ${chunk}::integer`
      if (next.length === 0) return false
      const rows = await tx.sql<{ submission_id: string; stream_id: string; home: string; attempt: number }[]>`
        update import_rows set undone = true where run_id = ${id}::uuid and submission_id = any(${[...new Set(next.map((row) => row.submission_id))]}::uuid[])
        returning submission_id, stream_id, home, attempt`
      const submissions = new Map(rows.map((row) => [row.submission_id, row]))
      tx.publish(
        [...submissions.values()].map((row) =>
          withdrawnEvent(run, { submission: row.submission_id, stream: row.stream_id, home: row.home, attempt: row.attempt }),
        ),
      )
      return true
    })
  }
  await write(async (tx) => {
    const run = await lockRun(tx, id)
    if (!run || run.state !== 'undoing') return
    const undone = await moveRun(tx, run, 'finish-undo', ['system'], { finishedAt: clock().toISOString(), leasedUntil: null })
    tx.publish([
      fact(ImportUndone, {
        institution: run.institution,
        aggregateVersion: undone.version,
        correlationId: run.correlationId,
        data: { runId: id, template: run.template, institution: run.institution, instanceId: run.instanceId, submissions: run.submitted },
      }),
    ])
  })
}
