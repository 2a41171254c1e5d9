import type { Dependencies } from '@collegium/service-kit'
import { and, desc, eq } from 'drizzle-orm'
import type { Reader } from '@collegium/database'
import { holdersOf } from '../documents/holder.ts'
import { mobilitiesBehind } from '../learning-agreements/queries.ts'
import type { RecognitionOutcome, TranscriptStatement } from './statement.ts'
import { transcriptIssues } from './tables.ts'

/** What a version says, as it was issued: nothing that happened later is in it. Undefined where `db` may not see it, and once the learner is erased. */
export async function issuedStatement(
  dependencies: Dependencies,
  db: Reader,
  mobilityId: string,
  issue: number | 'latest',
): Promise<TranscriptStatement | undefined> {
  const [row] = await db
    .select()
    .from(transcriptIssues)
    .where(and(eq(transcriptIssues.transcriptId, mobilityId), issue === 'latest' ? undefined : eq(transcriptIssues.issue, issue)))
    .orderBy(desc(transcriptIssues.issue))
    .limit(1)
  const holder = row && (await holdersOf(dependencies, 'transcript', [row])).get(row.id)
  return row && holder ? { ...row.statement, holder, recognition: null } : undefined
}

/** The same with what the home recognised since then, for the exports. */
export async function withRecognition(db: Reader, statement: TranscriptStatement): Promise<TranscriptStatement> {
  const mobility = (await mobilitiesBehind(db, [statement.mobilityId])).get(statement.mobilityId)
  const outcome = mobility?.outcome
  if (!outcome) return statement
  const recognition: RecognitionOutcome = {
    outcome: outcome.outcome,
    decidedOn: outcome.decidedOn,
    recognitions: outcome.recognitions.map(({ componentId, title, credits, studied, verdict }) => ({
      componentId,
      title,
      credits,
      studied,
      recognised: verdict === 'recognised',
    })),
  }
  return { ...statement, recognition }
}
