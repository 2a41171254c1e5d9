import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import Piscina from 'piscina'
import type { CheckOutput, CheckRequest, CheckSummary } from './check-task.ts'
import { newReport } from './file-report.ts'

/** Checks results files in worker threads. */
export interface FileChecker {
  /** Judges a file. `take` gets the rows in batches, in order, and is waited for: a slow receiver slows the reading down, not the memory up. */
  check(request: CheckRequest, take: (output: CheckOutput) => Promise<void>): Promise<CheckSummary>
  close(): Promise<void>
}

/** Megabytes of objects that reading one file may hold; rows stream by, so only shared texts of a workbook come near. */
const heapMegabytes = 320

/** From source a worker needs the loader of TypeScript; a bundle has the worker beside it, already translated. */
function workerFile(): { filename: string; execArgv: string[] } {
  if (!import.meta.url.endsWith('.ts')) return { filename: fileURLToPath(new URL('./exchange-check-worker.mjs', import.meta.url)), execArgv: [] }
  const loader = createRequire(import.meta.url).resolve('tsx')
  return { filename: fileURLToPath(new URL('./check-worker.ts', import.meta.url)), execArgv: ['--import', pathToFileURL(loader).href] }
}

/** Starts with no thread; `threads` at most work at a time, further checks queue. */
export function fileChecker({ threads = 1 } = {}): FileChecker {
  const pool = new Piscina({
    ...workerFile(),
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 10_000,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  })
  return {
    async check(request, take) {
      const { port1, port2 } = new MessageChannel()
      let fault: unknown
      let taken: Promise<void> = Promise.resolve()
      const drained = new Promise<void>((resolve) => {
        port1.on('message', (message: CheckOutput | { kind: 'end' }) => {
          if (message.kind === 'end') return void taken.then(resolve)
          taken = taken.then(async () => {
            // After a fault the rest is let pass unused: the worker must not wait for a receiver that is gone.
            if (fault === undefined) await take(message).catch((error: unknown) => void (fault = error))
            port1.postMessage(null)
          })
        })
      })
      try {
        const summary = (await pool.run({ request, port: port2 }, { transferList: [port2] })) as CheckSummary
        await drained
        if (fault !== undefined) throw fault
        return summary
      } catch (error) {
        if (fault !== undefined || !outOfMemory(error)) throw fault ?? error
        return {
          report: newReport(),
          refusal: { code: 'file-too-demanding', value: '', detail: {} },
          rows: 0,
          fates: { good: 0, refused: 0, waiting: 0, unchanged: 0 },
          problems: {},
          changes: 0,
          amendments: [],
        }
      } finally {
        port1.close()
      }
    },
    close: () => pool.destroy(),
  }
}

const outOfMemory = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
