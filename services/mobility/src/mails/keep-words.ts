import { refuse, type Refusal } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { and, eq, max } from 'drizzle-orm'
import { isZone } from '../reminders/domain/office-clock.ts'
import { faultOfTemplate, type MailKind, type MailLanguage, type MailTemplate } from './domain/template.ts'
import { mailSettings, mailTemplates } from './tables.ts'

interface Acting {
  readonly institution: string
  readonly by: string
  readonly at: string
}

/** An institution's own words, as a new version. `expectedVersion` is the one that was changed: 0 for the hub's own. */
export async function saveMailTemplate(
  tx: Transaction,
  { institution, by, at }: Acting,
  { kind, language, expectedVersion, subject, body }: MailTemplate & { kind: MailKind; language: MailLanguage; expectedVersion: number },
): Promise<typeof mailTemplates.$inferSelect | Refusal> {
  const fault = faultOfTemplate(kind, { subject, body })
  if (fault) return fault
  const [last] = await tx.db
    .select({ version: max(mailTemplates.version) })
    .from(mailTemplates)
    .where(and(eq(mailTemplates.institution, institution), eq(mailTemplates.kind, kind), eq(mailTemplates.language, language)))
  const current = last?.version ?? 0
  if (current !== expectedVersion) return refuse('stale-version', { current })
  const [saved] = await tx.db
    .insert(mailTemplates)
    .values({ institution, kind, language, version: current + 1, subject, body, savedBy: by, savedAt: at })
    .onConflictDoNothing()
    .returning()
  return saved ?? refuse('stale-version', { current: current + 1 })
}

type Row = typeof mailSettings.$inferSelect
export type GivenSettings = Pick<Row, 'sender' | 'offices' | 'language' | 'timeZone'>
/** One plain address: no name, no list, nothing that could end a header. */
const address = /^[^\s@<>",;:\\()[\]]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/

/** How an institution writes. `expectedVersion` is 0 before the first time. */
export async function saveMailSettings(
  tx: Transaction,
  { institution, by, at }: Acting,
  given: GivenSettings,
  expectedVersion: number,
): Promise<Row | Refusal> {
  const addresses = { sender: given.sender, ...given.offices }
  const wrong = Object.entries(addresses).flatMap(([field, value]) => (value && (value.length > 254 || !address.test(value)) ? [field] : []))
  if (wrong.length > 0) return refuse('address-malformed', { fields: wrong })
  if (given.timeZone !== null && !isZone(given.timeZone)) return refuse('time-zone-unknown', { timeZone: given.timeZone })
  const row = { ...given, institution, version: expectedVersion + 1, changedBy: by, changedAt: at }
  const [saved] =
    expectedVersion === 0
      ? await tx.db.insert(mailSettings).values(row).onConflictDoNothing().returning()
      : await tx.db
          .update(mailSettings)
          .set(row)
          .where(and(eq(mailSettings.institution, institution), eq(mailSettings.version, expectedVersion)))
          .returning()
  return saved ?? refuse('stale-version', {})
}
