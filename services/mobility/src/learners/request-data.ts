import { ErasureRequested, refuse, type Refusal } from '@collegium/contracts'
import { insertRows, type Reader, type Transaction } from '@collegium/database'
import { fact } from '@collegium/events'
import { type DataRequestKind, dueAfterOneMonth } from './domain/data-request.ts'
import type { GivenLearner } from './domain/registration.ts'
import { circumstancesOfProcessing, learnerFile } from './learner-file.ts'
import { dataRequests, type learners } from './tables.ts'
import type { LearnerVault } from './vault.ts'

type LearnerRow = typeof learners.$inferSelect
type RequestRow = typeof dataRequests.$inferSelect

/** Whoever asks: the learner, or an office on the learner's behalf. */
export interface Asking {
  readonly vault: LearnerVault
  readonly newId: () => string
  readonly by: string
  readonly at: string
}

/** Binds what was asked or answered to its request. */
export const requestContext = (id: string): string => `data-request:${id}`

function open(asking: Asking, learner: LearnerRow, kind: DataRequestKind): RequestRow {
  return {
    id: asking.newId(),
    version: 1,
    home: learner.home,
    learnerId: learner.id,
    kind,
    state: 'requested',
    requestedBy: asking.by,
    requestedAt: asking.at,
    dueAt: dueAfterOneMonth(asking.at),
    closedBy: null,
    closedAt: null,
    report: null,
    sealed: null,
  }
}

/**
 * Answers at once what can be answered at once: everything held, with purposes, recipients and terms (GDPR 15), or the data alone as a file that a
 * machine reads (GDPR 20). `sightOf` is a learner's own sight; `merged` are those who were merged into the learner. The answer stays with the
 * request, under the learner's key.
 */
export async function answerDataRequest(
  tx: Transaction,
  sightOf: (learnerId: string) => Reader,
  asking: Asking,
  learner: LearnerRow,
  merged: readonly LearnerRow[],
  kind: 'access' | 'portability',
): Promise<RequestRow | Refusal> {
  const reader = sightOf(learner.id)
  const file = await learnerFile(reader, asking.vault, learner)
  if (!file || !learner.wrappedKey) return refuse('learner-erased')
  const others = await Promise.all(merged.map((row) => learnerFile(sightOf(row.id), asking.vault, row)))
  const whole = { ...file, merged: others.filter((other) => other !== null) }
  const answer =
    kind === 'access'
      ? { ...whole, ...(await circumstancesOfProcessing(reader, learner.id, asking.at.slice(0, 10))) }
      : { format: 'collegium-learner-file', version: 1, writtenAt: asking.at, ...whole }
  const request = open(asking, learner, kind)
  const row: RequestRow = {
    ...request,
    state: 'completed',
    closedBy: asking.by,
    closedAt: asking.at,
    sealed: Buffer.from(asking.vault.seal(asking.vault.key(learner.id, learner.wrappedKey), requestContext(request.id), answer)),
  }
  await insertRows(tx.sql, dataRequests, [row])
  return row
}

/** Notes that a learner wants their data corrected, and how (GDPR 16). An office looks at it within the month. */
export async function requestRectification(tx: Transaction, asking: Asking, learner: LearnerRow, wanted: Partial<GivenLearner>): Promise<RequestRow | Refusal> {
  if (!learner.wrappedKey) return refuse('learner-erased')
  const request = open(asking, learner, 'rectification')
  const row = { ...request, sealed: Buffer.from(asking.vault.seal(asking.vault.key(learner.id, learner.wrappedKey), requestContext(request.id), wanted)) }
  await insertRows(tx.sql, dataRequests, [row])
  return row
}

/** Notes that a learner wants to be erased (GDPR 17). Nothing is destroyed yet: an office looks at the duties first, within the month. */
export async function requestErasure(tx: Transaction, asking: Asking, learner: LearnerRow): Promise<RequestRow | Refusal> {
  if (!learner.wrappedKey) return refuse('learner-erased')
  const row = open(asking, learner, 'erasure')
  await insertRows(tx.sql, dataRequests, [row])
  tx.publish([
    fact(ErasureRequested, {
      institution: learner.home,
      aggregateVersion: 1,
      data: { requestId: row.id, learnerId: learner.id, home: learner.home, dueBy: row.dueAt.slice(0, 10) },
    }),
  ])
  return row
}
