import type { Transaction } from '@collegium/database'
import { academicYearOf, plusDays } from '@collegium/vocabulary'
import { and, eq, inArray, isNotNull, lte, ne, or } from 'drizzle-orm'
import { v5 as idOf } from 'uuid'
import { dataRequests } from '../learners/tables.ts'
import { learningAgreements } from '../learning-agreements/tables.ts'
import { dueTranscripts } from '../transcripts/due-transcripts.ts'
import { identityOfReminder, morePressing, type OpenMatter, type Reminder, reminderOf, soonDays } from './domain/reminder.ts'

export type OpenReminder = Reminder & { readonly id: string }
/** Whose reminders: all of an institution's offices and of its learners, or one learner's own. */
export type RemindedOf = { readonly institution: string } | { readonly learner: string }
type Db = Pick<Transaction['db'], 'select'>

const namespace = '5b0c1f5e-6f0b-4f0e-9a2a-7a6a4c1d9e21'
const previous = (year: string): string => `${Number(year.slice(0, 4)) - 1}/${year.slice(0, 4)}`

/**
 * What is to be said today, most pressing first, computed from agreements, transcripts (R13) and data requests (GDPR 12(3)) as they stand: what was done
 * is simply no longer there. `today` is a calendar day.
 */
export async function openReminders(db: Db, of: RemindedOf, today: string): Promise<OpenReminder[]> {
  const matters = [
    ...(await agreements(db, of)),
    ...('institution' in of ? [...(await transcripts(db, of.institution, today)), ...(await requests(db, of.institution, today))] : []),
  ]
  return matters
    .flatMap((matter) => reminderOf(matter, today) ?? [])
    .map((reminder) => ({ ...reminder, id: idOf(identityOfReminder(reminder), namespace) }))
    .toSorted(morePressing)
}

async function agreements(db: Db, of: RemindedOf): Promise<OpenMatter[]> {
  const t = learningAgreements
  const whose =
    'institution' in of
      ? or(and(inArray(t.turn, ['sending', 'learner']), eq(t.sending, of.institution)), and(eq(t.turn, 'receiving'), eq(t.receiverSees, of.institution)))
      : and(eq(t.turn, 'learner'), eq(t.learnerId, of.learner))
  const rows = await db
    .select({
      id: t.id,
      learnerId: t.learnerId,
      sending: t.sending,
      receiving: t.receiving,
      turn: t.turn,
      status: t.status,
      turnSince: t.turnSince,
      dueOn: t.dueOn,
      startsOn: t.startsOn,
      endsOn: t.endsOn,
      academicYear: t.academicYear,
    })
    .from(t)
    // The transcript that is awaited is a matter of its own, counted from the results: said here too it would be said twice.
    .where(and(whose, isNotNull(t.dueOn), ne(t.status, 'awaiting-transcript')))
  return rows.flatMap(({ id, learnerId, sending, receiving, turn, status, turnSince, dueOn, startsOn, endsOn, academicYear }): OpenMatter[] => {
    if (dueOn === null) return []
    const learner = turn === 'learner'
    const here = turn === 'receiving' ? receiving : sending
    return [
      {
        subject: 'learning-agreement',
        subjectId: id,
        institution: here,
        recipient: learner ? 'learner' : status === 'transcript-received' ? 'recognition-office' : 'international-office',
        learnerId: learner ? learnerId : null,
        partner: here === sending ? receiving : sending,
        academicYear,
        since: new Date(turnSince).toISOString().slice(0, 10),
        dueOn,
        asked: dueOn !== startsOn && dueOn !== endsOn,
      },
    ]
  })
}

async function transcripts(db: Db, institution: string, today: string): Promise<OpenMatter[]> {
  const year = academicYearOf(today)
  const due = [...(await dueTranscripts(db, year, today)), ...(await dueTranscripts(db, previous(year), today))]
  return due
    .filter((one) => one.receiving === institution && one.issuedOn === null)
    .map((one) => ({
      subject: 'transcript',
      subjectId: one.mobilityId,
      institution,
      recipient: 'examinations-office',
      learnerId: null,
      partner: one.sending,
      academicYear: null,
      since: one.due.from,
      dueOn: one.due.day,
      asked: false,
    }))
}

async function requests(db: Db, institution: string, today: string): Promise<OpenMatter[]> {
  const rows = await db
    .select({ id: dataRequests.id, requestedAt: dataRequests.requestedAt, dueAt: dataRequests.dueAt })
    .from(dataRequests)
    .where(and(eq(dataRequests.home, institution), eq(dataRequests.state, 'requested'), lte(dataRequests.dueAt, `${plusDays(today, soonDays + 31)}T00:00:00Z`)))
  return rows.map((row) => ({
    subject: 'data-request',
    subjectId: row.id,
    institution,
    recipient: 'institution-administrator',
    learnerId: null,
    partner: null,
    academicYear: null,
    since: new Date(row.requestedAt).toISOString().slice(0, 10),
    dueOn: new Date(row.dueAt).toISOString().slice(0, 10),
    asked: true,
  }))
}
