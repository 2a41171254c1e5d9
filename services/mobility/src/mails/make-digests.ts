import { insertRows, type Transaction } from '@collegium/database'
import type { Settings } from '@collegium/service-kit'
import { and, eq, inArray, isNotNull, lt, lte } from 'drizzle-orm'
import { v5 as idOf } from 'uuid'
import { plusDays } from '@collegium/vocabulary'
import { type OpenReminder, openReminders } from '../reminders/open-reminders.ts'
import { rowOf } from '../reminders/put-off-reminder.ts'
import { digestDays, reminders } from '../reminders/tables.ts'
import type { DigestItem } from './domain/mail.ts'
import { type WayOfWriting, wayOfWriting } from './settings.ts'
import { mails } from './tables.ts'

const namespace = '0a4a6f3f-9f58-4c8e-8f0e-2c8a8f6f5d77'
/** So long what a mail says stays where it was not sent: kept for /mail, parked, dropped. What was sent is wiped with the sending. */
export const keptDays = 14
/** So long it is remembered that somebody was reminded. */
const rememberedDays = 400

/**
 * Makes the digests of an institution's day: one mail for each office address and each learner who has something new, and nothing for the others. The day, the
 * memory of what was said and the mails are one transaction: a day is made once, wholly. Answers how many mails there are; 0 where the day was made already.
 */
export async function makeDigests(
  tx: Transaction,
  settings: Pick<Settings, 'demo' | 'publicUrl'>,
  institution: string,
  day: string,
  at: string,
): Promise<number> {
  const claimed = await insertRows(tx.sql, digestDays, [{ institution, day, madeAt: at }], { skipExisting: true })
  if (claimed === 0) return 0
  await forget(tx, institution, day)
  const way = await wayOfWriting(tx.db, settings, institution)
  const news = await newsAmong(tx, institution, await openReminders(tx.db, { institution }, day), day)
  const rows = [...groupedByReader(news, way)].map(([, group]) => mailOf(group, way, day, at))
  await insertRows(tx.sql, mails, rows, { skipExisting: true })
  return rows.length
}

/** Of what is open, what was not said yet, or was put off until now; and remembers that it is said. */
async function newsAmong(tx: Transaction, institution: string, open: readonly OpenReminder[], day: string): Promise<OpenReminder[]> {
  const muted = await tx.db
    .selectDistinct({ subjectId: reminders.subjectId, recipient: reminders.recipient })
    .from(reminders)
    .where(and(eq(reminders.institution, institution), isNotNull(reminders.mutedAt)))
  const silent = new Set(muted.map((one) => `${one.subjectId} ${one.recipient}`))
  const audible = open.filter((one) => !silent.has(`${one.subjectId} ${one.recipient}`))
  const known = new Map(
    (
      await tx.sql<{ id: string; mailed_on: string | null; snoozed_until: string | null }[]>`
        select id, mailed_on::text, snoozed_until::text from reminders where institution = ${institution}::text and id = any(${audible.map((one) => one.id)}::uuid[])`
    ).map((row) => [row.id, row]),
  )
  const news = audible.filter((one) => {
    const before = known.get(one.id)
    return !before || (before.snoozed_until === null ? before.mailed_on === null : before.snoozed_until <= day)
  })
  await insertRows(
    tx.sql,
    reminders,
    news.filter((one) => !known.has(one.id)).map((one) => rowOf(one, day, day)),
    { skipExisting: true },
  )
  const again = news.filter((one) => known.has(one.id)).map((one) => one.id)
  if (again.length > 0) await tx.db.update(reminders).set({ mailedOn: day, snoozedUntil: null }).where(inArray(reminders.id, again))
  return news
}

/** By person: two offices that share an address get one mail. Without an address a matter stays in the list of reminders. */
function groupedByReader(news: readonly OpenReminder[], way: WayOfWriting): Map<string, OpenReminder[]> {
  const groups = new Map<string, OpenReminder[]>()
  for (const one of news) {
    const reader = one.recipient === 'learner' ? one.learnerId : way.addressOf(one.recipient)
    if (reader !== null) groups.set(reader, [...(groups.get(reader) ?? []), one])
  }
  return groups
}

function mailOf(group: readonly OpenReminder[], way: WayOfWriting, day: string, at: string): typeof mails.$inferInsert {
  const [first] = group
  const learnerId = first?.learnerId ?? null
  const office = first && first.recipient !== 'learner' ? way.addressOf(first.recipient) : null
  const items = group.map(
    ({ kind, subject, subjectId, partner, academicYear, since, dueOn }): DigestItem => ({ kind, subject, subjectId, partner, academicYear, since, dueOn }),
  )
  return {
    id: idOf([way.institution, office ?? learnerId, day].join('|'), namespace),
    version: 1,
    institution: way.institution,
    learnerId,
    office,
    kind: learnerId ? 'learner-digest' : 'office-digest',
    language: way.language,
    day,
    items,
    state: 'pending',
    attempts: 0,
    nextAt: at,
    createdAt: at,
  }
}

/** Lets go of what is no longer needed. */
async function forget(tx: Transaction, institution: string, day: string): Promise<void> {
  const wiped = plusDays(day, -keptDays)
  await tx.db
    .update(mails)
    .set({ items: null })
    .where(and(eq(mails.institution, institution), isNotNull(mails.items), lt(mails.settledAt, `${wiped}T00:00:00Z`)))
  const forgotten = plusDays(day, -rememberedDays)
  await tx.db.delete(digestDays).where(and(eq(digestDays.institution, institution), lte(digestDays.day, forgotten)))
  await tx.db.delete(reminders).where(and(eq(reminders.institution, institution), lte(reminders.noticedOn, forgotten), lte(reminders.dueOn, forgotten)))
}
