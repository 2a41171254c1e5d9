import type { Dependencies } from '@collegium/service-kit'
import { isTransient } from '@collegium/events'
import type { FileChecker } from '../files/check-in-worker.ts'
import { continueAcceptance } from './accept-run.ts'
import { checkRun, renewLease } from './check-run.ts'
import { leaseFrom } from './run-store.ts'
import { finishRuns } from './settle-rows.ts'
import { continueUndo } from './undo-run.ts'
import { dropOldUploads } from './uploads.ts'
import { wipeOldRuns } from './wipe-runs.ts'

type Job = { readonly id: string; readonly institution: string }

/** Works on runs outside any request: checks, acceptances and undoings, and takes over what another process left. */
export interface ImportBackground {
  /** There is something to do. Returns at once. */
  kick(): void
  start(): void
  /** Resolves when no run is left to work on here. */
  idle(): Promise<void>
  /** Rows read so far of a run whose check is under way here. */
  progressOf(runId: string): number | null
  close(): Promise<void>
}

const lookEveryMs = 2_000
const tidyEveryMs = 3_600_000

export function importBackground(dependencies: Dependencies, checker: FileChecker): ImportBackground {
  const { database, clock, logger, settings } = dependencies
  const progress = new Map<string, number>()
  let running: Promise<void> | undefined
  let again = false
  let closing = false

  async function work(): Promise<void> {
    for (let job = await nextJob(); job && !closing; job = await nextJob()) {
      const { id } = job
      const lease = setInterval(() => void renewLease(dependencies, { id, institution: job?.institution ?? '' }).catch(() => {}), 6_000)
      try {
        if (job.state === 'accepting') await continueAcceptance(dependencies, job)
        else if (job.state === 'undoing') await continueUndo(dependencies, job)
        else await checkRun(dependencies, checker, job, (rows) => progress.set(id, rows))
      } finally {
        clearInterval(lease)
        progress.delete(id)
      }
    }
  }

  /** Takes the oldest unfinished run that nobody holds. Runs of all institutions are the hub's business here. */
  async function nextJob(): Promise<(Job & { state: string }) | null> {
    const tenants = await institutions()
    if (tenants.length === 0) return null
    return database.write({ tenants }, { correlationId: 'imports' }, async ({ sql }) => {
      const [job] = await sql<{ id: string; institution: string; state: string }[]>`
        update import_runs set leased_until = ${leaseFrom(clock())}::text::timestamptz where id = (
          select id from import_runs where state in ('received', 'checking', 'accepting', 'undoing') and (leased_until is null or leased_until < ${clock().toISOString()}::text::timestamptz)
          order by id limit 1 for update skip locked)
        returning id, institution, state`
      return job ?? null
    })
  }

  const institutions = async () =>
    (await database.unowned<{ id: string }[]>`select schac_id as id from public_institutions union select lead from public_instances`).map((row) => row.id)

  /** Runs whose last row ended while nobody looked. */
  async function finishForgotten(): Promise<void> {
    const tenants = await institutions()
    if (tenants.length === 0) return
    await database.write({ tenants }, { correlationId: 'imports' }, async (tx) => {
      const open = await tx.sql<
        { id: string }[]
      >`select id from import_runs u where state = 'accepted' and not exists (select from import_rows r where r.run_id = u.id and r."end" is null)`
      if (open.length > 0)
        await finishRuns(
          tx,
          open.map((run) => run.id),
          clock().toISOString(),
        )
    })
  }

  function kick(): void {
    if (closing) return
    if (running) {
      again = true
      return
    }
    running = work()
      .then(finishForgotten)
      .catch((error: unknown) => {
        if (!isTransient(error))
          logger.error(
            {
              fault: error instanceof Error ? error.name : 'unknown',
              message: error instanceof Error ? error.message : '',
              stack: error instanceof Error ? error.stack : undefined,
            },
            'Work on an import stopped and is taken up again',
          )
      })
      .finally(() => {
        running = undefined
        if (again) {
          again = false
          kick()
        }
      })
  }

  const tidy = async () => {
    const old = new Date(clock().getTime() - 24 * 3_600_000)
    await dropOldUploads(settings.dataDir, old)
    await wipeOldRuns(dependencies, await institutions())
  }
  let timers: NodeJS.Timeout[] = []
  return {
    kick,
    start() {
      timers = [setInterval(kick, lookEveryMs), setInterval(() => void tidy().catch(() => {}), tidyEveryMs)]
      void tidy().catch(() => {})
      kick()
    },
    async idle() {
      kick()
      while (running) await running
    },
    progressOf: (runId) => progress.get(runId) ?? null,
    async close() {
      closing = true
      for (const timer of timers) clearInterval(timer)
      await checker.close()
      await running
    },
  }
}
