import { type SealedBytes, sealBatch, type SealTask } from '../awards/seal-task.ts'
import { verifyBatch, type VerifyTask } from '../verification/verify-task.ts'

/** Seals or verifies a batch beside the main thread, which has other things to answer meanwhile. */
export default function work(task: SealTask | VerifyTask): Promise<SealedBytes[] | Awaited<ReturnType<typeof verifyBatch>>> {
  return task.kind === 'seal' ? sealBatch(task) : verifyBatch(task)
}
