import type { ErasureCompleted } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import type { Handler } from '@collegium/events'
import { inArray } from 'drizzle-orm'
import { learnerKeys } from '../tables.ts'

/**
 * A learner was erased by their home: the keys of every credential sealed for them are destroyed, under each pseudonym that they had. Awards and states
 * stay, and say that there was a credential; its bytes are not found any more. A partial erasure touches no credential: a duty of retention covers them.
 */
export const destroyLearnerKeys: Handler<typeof ErasureCompleted, Transaction> = {
  async apply(events, tx) {
    const erased = events.flatMap(({ data }) => (data.extent === 'full' ? [data.learnerId, ...data.mergedIds] : []))
    if (erased.length > 0) await tx.db.delete(learnerKeys).where(inArray(learnerKeys.learnerId, erased))
  },
}
