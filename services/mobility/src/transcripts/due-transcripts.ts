import type { Transaction } from '@collegium/database'
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { type Deadline, type Standing, standingOf, transcriptDue } from '../deadlines/domain/deadlines.ts'
import { termsAt } from '../deadlines/queries.ts'
import { learningAgreements } from '../learning-agreements/tables.ts'
import { packOf } from '../learning-agreements/rules-of-year.ts'
import { confirmations } from '../confirmations/tables.ts'
import { transcripts } from './tables.ts'

/** A transcript that is due, or was: five weeks after the results (R13). */
export interface DueTranscript {
  readonly mobilityId: string
  readonly learnerId: string
  readonly sending: string
  readonly receiving: string
  readonly due: Deadline
  readonly issuedOn: string | null
  readonly standing: Standing
}

const going = ['agreed', 'in-mobility', 'awaiting-transcript', 'transcript-received', 'recognised', 'partly-recognised', 'closed'] as const

/**
 * The monitor of the five weeks: every agreed mobility of an academic year that `db` may see, or those of `only`, most pressing first. The end is the confirmed one
 * where there is one.
 */
export async function dueTranscripts(
  db: Pick<Transaction['db'], 'select'>,
  academicYear: string,
  today: string,
  only?: readonly string[],
): Promise<DueTranscript[]> {
  const agreements = await db
    .select({
      id: learningAgreements.id,
      learnerId: learningAgreements.learnerId,
      sending: learningAgreements.sending,
      receiving: learningAgreements.receiving,
      type: learningAgreements.type,
      startsOn: learningAgreements.startsOn,
      endsOn: learningAgreements.endsOn,
      rulePack: learningAgreements.rulePack,
    })
    .from(learningAgreements)
    .where(
      and(
        eq(learningAgreements.academicYear, academicYear),
        inArray(learningAgreements.state, [...going]),
        isNotNull(learningAgreements.endsOn),
        only && inArray(learningAgreements.id, [...only]),
      ),
    )
  const issued = await db
    .select({ id: transcripts.id, on: transcripts.firstIssuedOn })
    .from(transcripts)
    .where(and(eq(transcripts.academicYear, academicYear), only && inArray(transcripts.id, [...only])))
  const issuedOn = new Map(issued.map((row) => [row.id, row.on]))
  const stays = await db
    .select({ mobilityId: confirmations.mobilityId, leftOn: confirmations.leftOn })
    .from(confirmations)
    .where(
      and(
        eq(confirmations.academicYear, academicYear),
        eq(confirmations.state, 'issued'),
        isNotNull(confirmations.leftOn),
        only && inArray(confirmations.mobilityId, [...only]),
      ),
    )
  const leftOn = new Map(stays.map((row) => [row.mobilityId, row.leftOn]))
  const terms = await termsAt(db, [...new Set(agreements.map((row) => row.receiving))])
  return agreements
    .map(({ id, learnerId, sending, receiving, type, startsOn, endsOn, rulePack }): DueTranscript => {
      const end = leftOn.get(id) ?? endsOn ?? ''
      const due = transcriptDue({ type, startsOn: startsOn ?? end, endsOn: end }, terms(receiving, academicYear), packOf({ rulePack, academicYear }))
      const on = issuedOn.get(id) ?? null
      return { mobilityId: id, learnerId, sending, receiving, due, issuedOn: on, standing: standingOf(due.day, on, today) }
    })
    .toSorted(
      (a, b) => Number(a.issuedOn !== null) - Number(b.issuedOn !== null) || a.due.day.localeCompare(b.due.day) || a.mobilityId.localeCompare(b.mobilityId),
    )
}
