import { insertRows, type Transaction } from '@collegium/database'
import type { Settings } from '@collegium/service-kit'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { accessRecords, learners } from '../learners/tables.ts'
import { learnerVault } from '../learners/vault.ts'
import { defaultTemplates, digestLines } from './domain/default-templates.ts'
import { type MailKind, type MailLanguage, type MailTemplate, writeMail, type WrittenMail } from './domain/template.ts'
import { type WayOfWriting, wayOfWriting } from './settings.ts'
import { mails, mailTemplates } from './tables.ts'

export type MailRow = typeof mails.$inferSelect
/** A mail as it goes out. */
export interface Outgoing extends WrittenMail {
  readonly messageId: string
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
}
export type Written = Outgoing | { readonly undeliverable: 'no-address' | 'recipient-erased' }

/** The words that count: the institution's own, latest version, else the hub's. */
export async function templateOf(
  db: Pick<Transaction['db'], 'select'>,
  institution: string,
  kind: MailKind,
  language: MailLanguage,
): Promise<MailTemplate & { version: number }> {
  const [own] = await db
    .select()
    .from(mailTemplates)
    .where(and(eq(mailTemplates.institution, institution), eq(mailTemplates.kind, kind), eq(mailTemplates.language, language)))
    .orderBy(desc(mailTemplates.version))
    .limit(1)
  return own ?? { ...defaultTemplates[kind][language], version: 0 }
}

/** What every mail of an institution is filled with. */
export const valuesFor = (way: WayOfWriting, mail: Pick<MailRow, 'items' | 'language' | 'day'>, publicUrl: string) => ({
  institution: way.name[mail.language] ?? way.name.en ?? way.institution,
  day: mail.day,
  count: String(mail.items?.length ?? 0),
  items: digestLines(mail.items ?? [], mail.language),
  link: publicUrl,
})

/**
 * Writes mails of one institution as they go out. Learners' names and addresses are opened here, and each opening is written down (`send-mail`); nobody keeps what
 * comes out of it.
 */
export async function writeMails(
  tx: Transaction,
  { demo, publicUrl, secret }: Settings,
  institution: string,
  rows: readonly MailRow[],
  at: string,
): Promise<Map<string, Written>> {
  const way = await wayOfWriting(tx.db, { demo, publicUrl }, institution)
  const vault = learnerVault(secret)
  const ids = rows.flatMap((row) => row.learnerId ?? [])
  const held = new Map(ids.length === 0 ? [] : (await tx.db.select().from(learners).where(inArray(learners.id, ids))).map((row) => [row.id, row]))
  const written = new Map<string, Written>()
  const opened: string[] = []
  for (const row of rows) {
    const template = await templateOf(tx.db, institution, row.kind, row.language)
    const values = valuesFor(way, row, publicUrl)
    const sent = { messageId: `<${row.id}@${new URL(publicUrl).hostname}>`, from: { name: values.institution, address: way.sender } }
    if (row.learnerId === null) {
      written.set(row.id, row.office === null ? { undeliverable: 'no-address' } : { ...sent, to: row.office, ...writeMail(template, values, row.language) })
      continue
    }
    const learner = held.get(row.learnerId)
    if (!learner?.wrappedKey || !learner.personal) {
      written.set(row.id, { undeliverable: 'recipient-erased' })
      continue
    }
    const person = vault.openHeld(vault.key(learner.id, learner.wrappedKey), learner.id, learner.personal)
    opened.push(learner.id)
    const name = person.givenNames || person.familyName
    written.set(
      row.id,
      person.email ? { ...sent, to: person.email, ...writeMail(template, { ...values, name }, row.language) } : { undeliverable: 'no-address' },
    )
  }
  await insertRows(
    tx.sql,
    accessRecords,
    opened.map((learnerId) => ({ id: newId(), home: institution, learnerId, caller: 'mobility', purpose: 'send-mail', at, correlationId: 'mails' })),
  )
  return written
}
