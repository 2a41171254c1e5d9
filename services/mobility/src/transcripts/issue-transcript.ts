import { isRefusal, refuse, type Refusal, TranscriptIssued, TranscriptReceived } from '@collegium/contracts'
import { insertRows, saveAggregates } from '@collegium/database'
import { fact } from '@collegium/events'
import { sightOf } from '@collegium/graph-kit'
import type { Dependencies, Session } from '@collegium/service-kit'
import { eq } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { transcriptDue } from '../deadlines/domain/deadlines.ts'
import { termsAt } from '../deadlines/queries.ts'
import { holderContext, organisationsNamed } from '../documents/holder.ts'
import { learnerKeys } from '../learners/learner-keys.ts'
import { gradingTablesOf } from '../grade-conversion/queries.ts'
import { learnerVault } from '../learners/vault.ts'
import { mobilitiesBehind } from '../learning-agreements/queries.ts'
import { studentsOf } from '../learning-agreements/students.ts'
import { packOf } from '../learning-agreements/rules-of-year.ts'
import { decide } from './domain/transcript.ts'
import type { TranscriptStatement } from './statement.ts'
import { transcriptIssues, transcripts } from './tables.ts'
import { loadTranscript, rowOf, type TranscriptRow } from './write-transcript.ts'

/** On whose behalf, and through which request. */
export interface Acting {
  readonly dependencies: Dependencies
  readonly session: Session
  readonly requestId: string
}

const eventData = (row: TranscriptRow) => ({
  mobilityId: row.id,
  version: row.version,
  issue: row.issued,
  learnerId: row.learnerId,
  sending: row.sending,
  receiving: row.receiving,
  mobilityType: row.type,
  academicYear: row.academicYear,
})

/**
 * Issues the transcript as it is written (H08): from now on the sending institution and the learner read it. Name, birth date and ESI are those that the agreement
 * gave the receiving institution; they go into the version under the learner's key.
 */
export async function issueTranscript(
  { dependencies, session, requestId }: Acting,
  command: { readonly mobilityId: string; readonly signer: { readonly name: string; readonly position: string }; readonly expectedVersion: number },
): Promise<TranscriptRow | Refusal> {
  const { mobilityId: id, signer } = command
  const at = dependencies.clock().toISOString()
  const mobility = (await mobilitiesBehind(dependencies.database.reader(sightOf(session)), [id])).get(id)
  if (!mobility) return refuse('not-found')
  const student = (await studentsOf({ dependencies, session }, [id])).get(id)
  const key = (await learnerKeys(dependencies, [{ home: mobility.sending, learnerId: mobility.learnerId }])).get(mobility.learnerId)
  if (!student || !key) return refuse('learner-erased')
  const holder = { givenNames: student.givenNames, familyName: student.familyName, birthDate: student.birthDate, esi: student.esi }
  const organisation = await organisationsNamed(dependencies, [mobility.sending, mobility.receiving])
  return dependencies.database.write(sightOf(session), { correlationId: requestId }, async (tx) => {
    const { row, transcript } = await loadTranscript(tx, mobility)
    if (!row) return refuse('not-found')
    const { institution, roles } = session
    const outcome = decide(transcript, { move: 'issue', institution, roles, holder, signer, expectedVersion: command.expectedVersion })
    if (isRefusal(outcome)) return outcome
    const { state } = outcome
    const terms = (await termsAt(tx.db, [mobility.receiving]))(mobility.receiving, mobility.academicYear)
    const { startsOn, endsOn } = mobility
    const due = startsOn && endsOn ? transcriptDue({ type: mobility.type, startsOn, endsOn }, terms, packOf(mobility)).day : null
    const day = at.slice(0, 10)
    const next = { ...rowOf(mobility, state, row, at), dueOn: due, firstIssuedOn: row.firstIssuedOn ?? day }
    const fields = state.lines.flatMap((line) => line.iscedF ?? [])
    const tables = (await gradingTablesOf(tx.db, [mobility.receiving])).filter((table) => fields.some((field) => field.startsWith(table.iscedF)))
    const statement: Omit<TranscriptStatement, 'holder' | 'recognition'> = {
      mobilityId: id,
      issue: state.issued,
      sending: organisation(mobility.sending),
      receiving: organisation(mobility.receiving),
      type: mobility.type,
      academicYear: mobility.academicYear,
      startsOn,
      endsOn,
      lines: state.lines,
      gradeTables: tables.map(({ iscedF, gradingScheme, grades }) => ({ iscedF, gradingScheme, grades })),
      signer,
      issuedAt: at,
      reason: state.reason,
    }
    const issueId = newId()
    await saveAggregates(tx.sql, transcripts, [next])
    await insertRows(tx.sql, transcriptIssues, [
      {
        id: issueId,
        transcriptId: id,
        issue: state.issued,
        receiving: mobility.receiving,
        sending: mobility.sending,
        learnerId: mobility.learnerId,
        holder: Buffer.from(learnerVault(dependencies.settings.secret).seal(key, holderContext('transcript', issueId), holder)),
        statement,
        issuedAt: at,
      },
    ])
    const passed = state.lines.filter((line) => line.outcome === 'passed')
    tx.publish([
      fact(TranscriptIssued, {
        institution,
        aggregateVersion: next.version,
        data: {
          ...eventData(next),
          issuedOn: day,
          dueOn: due,
          ectsEarned: Math.round(passed.reduce((sum, line) => sum + (line.ects ?? 0), 0) * 100) / 100,
          passed: passed.length,
          failed: state.lines.length - passed.length,
          reason: state.reason,
        },
      }),
    ])
    return next
  })
}

/** The sending institution takes note of the transcript that stands. */
export async function receiveTranscript(
  { dependencies, session, requestId }: Acting,
  command: { readonly mobilityId: string; readonly expectedVersion: number },
): Promise<TranscriptRow | Refusal> {
  const at = dependencies.clock().toISOString()
  return dependencies.database.write(sightOf(session), { correlationId: requestId }, async (tx) => {
    const [row] = await tx.db.select().from(transcripts).where(eq(transcripts.id, command.mobilityId)).for('update')
    if (!row) return refuse('not-found')
    const { institution, roles } = session
    const outcome = decide({ ...row, lines: [] }, { move: 'receive', institution, roles, expectedVersion: command.expectedVersion })
    if (isRefusal(outcome)) return outcome
    const { sendingSees: _computed, learnerSees: _too, ...stored } = row
    const next = { ...stored, version: outcome.state.version, state: outcome.state.state, changedAt: at }
    await saveAggregates(tx.sql, transcripts, [next])
    tx.publish([fact(TranscriptReceived, { institution, aggregateVersion: next.version, data: { ...eventData(next), receivedOn: at.slice(0, 10) } })])
    return next
  })
}
