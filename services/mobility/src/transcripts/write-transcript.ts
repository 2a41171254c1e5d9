import { isRefusal, refuse, type Refusal } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import type { Session } from '@collegium/service-kit'
import { eq } from 'drizzle-orm'
import { termsAt } from '../deadlines/queries.ts'
import { gradingTablesOf } from '../grade-conversion/queries.ts'
import { type Mobility, mobilitiesBehind } from '../learning-agreements/queries.ts'
import type { TranscriptLine } from './domain/line.ts'
import { decide, type Transcript } from './domain/transcript.ts'
import { linesFromResults } from './lines-from-results.ts'
import { transcriptDrafts, transcripts } from './tables.ts'

/** A transcript's row, without what the database computes. */
export type TranscriptRow = typeof transcripts.$inferInsert & {
  readonly reason: string | null
  readonly firstIssuedOn: string | null
  readonly dueOn: string | null
}

export interface WriteTranscript {
  readonly mobilityId: string
  /** What the office enters itself; lines from the hub's results are added. One with the id of such a line brings its distribution. */
  readonly entered: readonly TranscriptLine[]
  /** Why what was issued is corrected. */
  readonly reason: string | null
  /** 0 for a mobility that has no transcript yet. */
  readonly expectedVersion: number
}

/** A transcript with the lines that are being written; before the first there is version 0. */
export async function loadTranscript(
  tx: Transaction,
  mobility: Mobility,
): Promise<{ readonly row: TranscriptRow | undefined; readonly transcript: Transcript }> {
  const [row] = await tx.db.select().from(transcripts).where(eq(transcripts.id, mobility.id)).for('update')
  const [draft] = await tx.db.select().from(transcriptDrafts).where(eq(transcriptDrafts.id, mobility.id))
  return {
    row,
    transcript: {
      id: mobility.id,
      version: row?.version ?? 0,
      state: row?.state ?? 'draft',
      sending: mobility.sending,
      receiving: mobility.receiving,
      lines: draft?.lines ?? [],
      issued: row?.issued ?? 0,
      reason: row?.reason ?? null,
    },
  }
}

/** The row of a decided transcript. */
export const rowOf = (
  mobility: Mobility,
  { id, version, state, issued, reason }: Transcript,
  before: TranscriptRow | undefined,
  at: string,
): TranscriptRow => ({
  id,
  version,
  state,
  issued,
  reason,
  receiving: mobility.receiving,
  sending: mobility.sending,
  learnerId: mobility.learnerId,
  type: mobility.type,
  academicYear: mobility.academicYear,
  firstIssuedOn: before?.firstIssuedOn ?? null,
  dueOn: before?.dueOn ?? null,
  changedAt: at,
})

const notAgreed: readonly Mobility['state'][] = ['negotiating', 'cancelled', 'deleted']

/** Writes the transcript of a mobility, or the correction of one that was issued. The hub's own results come into it by themselves, as they stand now. */
export async function writeTranscript(tx: Transaction, command: WriteTranscript, session: Session, at: string): Promise<TranscriptRow | Refusal> {
  const mobility = (await mobilitiesBehind(tx.db, [command.mobilityId])).get(command.mobilityId)
  if (!mobility) return refuse('not-found')
  if (notAgreed.includes(mobility.state)) return refuse('mobility-not-agreed', { state: mobility.state })
  const { row, transcript } = await loadTranscript(tx, mobility)
  const own = await linesFromResults(
    tx.db,
    mobility,
    (await termsAt(tx.db, [mobility.receiving]))(mobility.receiving, mobility.academicYear),
    await gradingTablesOf(tx.db, [mobility.receiving]),
  )
  const entered = new Map(command.entered.map((line) => [line.lineId, line]))
  const lines = [
    ...own.map((line) => (line.distribution.length > 0 ? line : { ...line, distribution: entered.get(line.lineId)?.distribution ?? [] })),
    ...command.entered.filter((line) => !own.some((one) => one.lineId === line.lineId)),
  ]
  const acting = { institution: session.institution, roles: session.roles, expectedVersion: command.expectedVersion, lines }
  const outcome =
    transcript.state === 'issued' || transcript.state === 'received'
      ? decide(transcript, { ...acting, move: 'correct', reason: command.reason ?? '' })
      : decide(transcript, { ...acting, move: transcript.state === 'draft' ? 'write' : 'write-correction' })
  if (isRefusal(outcome)) return outcome
  const next = rowOf(mobility, outcome.state, row, at)
  await saveAggregates(tx.sql, transcripts, [next])
  const draft = { id: mobility.id, version: next.version, receiving: mobility.receiving, learnerId: mobility.learnerId, lines: [...outcome.state.lines] }
  await tx.db.insert(transcriptDrafts).values(draft).onConflictDoUpdate({ target: transcriptDrafts.id, set: draft })
  return next
}
