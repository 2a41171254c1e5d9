import { isTransient } from '@collegium/events'
import type { Background, Dependencies } from '@collegium/service-kit'
import { digestDay } from '../reminders/domain/office-clock.ts'
import { afterAttempt, type Attempt } from './domain/mail.ts'
import { makeDigests } from './make-digests.ts'
import { wayOfWriting } from './settings.ts'
import { smtpServer } from './smtp.ts'
import { type MailRow, type Written, writeMails } from './write-mails.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { mails } from './tables.ts'

const lookEveryMs = 15_000
const batch = 20
/** While a process sends, others leave its mails alone for so long; longer than the mail server may take over a batch. */
const heldSeconds = 300

/**
 * Makes each institution's digests of the day and sends what is due. All that it knows lies in the database: it may be ended anywhere and started again, and
 * several may run at once. Without a mail server mails are kept.
 */
export function mailWork({ database, clock, logger, settings }: Dependencies): Background & { idle(): Promise<void> } {
  const server = settings.smtpUrl ? smtpServer(settings.smtpUrl) : null
  const made = new Map<string, string>()
  let running: Promise<void> | undefined
  let closing = false

  async function work(): Promise<void> {
    const institutions = (await database.unowned<{ id: string }[]>`select schac_id as id from public_institutions`).map((row) => row.id)
    for (const institution of institutions) {
      if (closing) return
      await makeDay(institution)
      for (let sent = batch; sent >= batch && !closing; ) sent = await sendBatch(institution)
    }
  }

  async function makeDay(institution: string): Promise<void> {
    const now = clock()
    await database.write({ tenants: [institution] }, { correlationId: 'mails' }, async (tx) => {
      const day = digestDay(now, (await wayOfWriting(tx.db, settings, institution)).timeZone)
      if (day === null || made.get(institution) === day) return
      await makeDigests(tx, settings, institution, day, now.toISOString())
      made.set(institution, day)
    })
  }

  async function sendBatch(institution: string): Promise<number> {
    const now = clock()
    const due = await database.write({ tenants: [institution] }, { correlationId: 'mails' }, async (tx) => {
      const taken = await tx.sql<{ id: string }[]>`
        update mails set next_at = ${new Date(now.getTime() + heldSeconds * 1000).toISOString()}::text::timestamptz, attempts = attempts + 1, version = version + 1
        where id in (select id from mails where institution = ${institution}::text and state = 'pending' and next_at <= ${now.toISOString()}::text::timestamptz
          order by next_at limit ${batch}::integer for update skip locked)
        returning id`
      if (taken.length === 0) return { rows: [], written: new Map<string, Written>() }
      const rows = await tx.db
        .select()
        .from(mails)
        .where(
          inArray(
            mails.id,
            taken.map(({ id }) => id),
          ),
        )
      // Kept mails are written when they are read; nobody is opened for a drawer.
      return { rows, written: server ? await writeMails(tx, settings, institution, rows, now.toISOString()) : new Map<string, Written>() }
    })
    const answers: { row: MailRow; attempt: Attempt }[] = []
    for (const row of due.rows) answers.push({ row, attempt: await attemptOf(due.written.get(row.id)) })
    if (answers.length > 0) await settle(institution, answers)
    return due.rows.length
  }

  async function attemptOf(mail: Written | undefined): Promise<Attempt> {
    if (!server || !mail) return { done: 'kept' }
    return 'undeliverable' in mail ? mail : server.send(mail)
  }

  const settle = (institution: string, answers: readonly { row: MailRow; attempt: Attempt }[]) =>
    database.write({ tenants: [institution] }, { correlationId: 'mails' }, async (tx) => {
      const now = clock()
      for (const { row, attempt } of answers) {
        const { state, nextAt, reason } = afterAttempt(row, attempt, now, Math.random())
        await tx.db
          .update(mails)
          .set({
            state,
            reason,
            nextAt,
            version: row.version + 1,
            settledAt: state === 'pending' ? null : now.toISOString(),
            ...(state === 'sent' && { items: null }),
          })
          .where(and(eq(mails.id, row.id), eq(mails.version, row.version)))
      }
    })

  function kick(): void {
    if (closing || running) return
    running = work()
      .catch((error: unknown) => {
        if (!isTransient(error)) logger.error({ fault: error instanceof Error ? error.name : 'unknown' }, 'Mails could not be made or sent and are tried again')
      })
      .finally(() => {
        running = undefined
      })
  }
  let timer: NodeJS.Timeout | undefined
  return {
    start() {
      timer = setInterval(kick, lookEveryMs)
    },
    async idle() {
      await running
      kick()
      await running
    },
    async close() {
      closing = true
      clearInterval(timer)
      await running
      server?.close()
    },
  }
}
