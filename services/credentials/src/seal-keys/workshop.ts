import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import Piscina from 'piscina'
import { type SealedBytes, sealBatch, type SealTask } from '../awards/seal-task.ts'
import { verifyBatch, type VerifyTask } from '../verification/verify-task.ts'

/** Where sealing and verifying by the batch is done: in threads beside the main one, or right here when a batch is too small to be worth the way. */
export interface Workshop {
  seal(task: SealTask): Promise<readonly SealedBytes[]>
  verify(task: VerifyTask): ReturnType<typeof verifyBatch>
  close(): Promise<void>
}

/** Megabytes that a thread may hold. A batch of 500 and the shapes take some 60; without a limit V8 lets garbage pile up to several times that. */
const limits = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 }

/** Below this a thread would take longer to start than the work takes. */
const worthTheWay = 32

/** From source a worker needs the loader of TypeScript; a bundle has the worker beside it, already translated. */
function workerFile(): { filename: string; execArgv: string[] } {
  if (!import.meta.url.endsWith('.ts')) return { filename: fileURLToPath(new URL('./seal-worker.mjs', import.meta.url)), execArgv: [] }
  const loader = createRequire(import.meta.url).resolve('tsx')
  return { filename: fileURLToPath(new URL('./seal-worker.ts', import.meta.url)), execArgv: ['--import', pathToFileURL(loader).href] }
}

/** Starts with no thread, and ends threads that have nothing to do. */
export function openWorkshop({ threads = 1 } = {}): Workshop {
  const pool = new Piscina({ ...workerFile(), minThreads: 0, maxThreads: threads, idleTimeout: 10_000, resourceLimits: limits })
  return {
    seal: (task) => (task.credentials.length < worthTheWay ? sealBatch(task) : (pool.run(task) as Promise<SealedBytes[]>)),
    verify: (task) => (task.stored.length < worthTheWay ? verifyBatch(task) : (pool.run(task) as ReturnType<typeof verifyBatch>)),
    close: () => pool.destroy(),
  }
}
