import type { Multilingual } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import type { Settings } from '@collegium/service-kit'
import { eq } from 'drizzle-orm'
import { publicInstitutions } from '../institutions/tables.ts'
import type { ReminderRecipient } from '../reminders/domain/reminder.ts'
import type { MailLanguage } from './domain/template.ts'
import { mailSettings } from './tables.ts'

type Office = Exclude<ReminderRecipient, 'learner'>
/** How an institution writes, with what it left open filled in. */
export interface WayOfWriting {
  readonly institution: string
  readonly name: Multilingual
  readonly sender: string
  readonly language: MailLanguage
  readonly timeZone: string
  /** The address of an office; of the international office where it has none of its own; null where neither has one. */
  addressOf(office: Office): string | null
}

/** What an institution's country suggests until it says otherwise: the language of its offices, and the clock of its capital. */
const byCountry: Readonly<Record<string, { language: MailLanguage; timeZone: string }>> = {
  DE: { language: 'de', timeZone: 'Europe/Berlin' },
  AT: { language: 'de', timeZone: 'Europe/Vienna' },
  SE: { language: 'sv', timeZone: 'Europe/Stockholm' },
  PT: { language: 'pt', timeZone: 'Europe/Lisbon' },
}
const elsewhere = { language: 'en', timeZone: 'Europe/Brussels' } as const

/** Reads how an institution writes. In a demo its offices have the addresses of the demo people. */
export async function wayOfWriting(
  db: Pick<Transaction['db'], 'select'>,
  { demo, publicUrl }: Pick<Settings, 'demo' | 'publicUrl'>,
  institution: string,
): Promise<WayOfWriting> {
  const [known] = await db.select().from(publicInstitutions).where(eq(publicInstitutions.schacId, institution))
  const [own] = await db.select().from(mailSettings).where(eq(mailSettings.institution, institution))
  const usual = byCountry[known?.country ?? ''] ?? elsewhere
  const offices = own?.offices ?? {}
  return {
    institution,
    name: known?.name ?? { en: institution },
    sender: own?.sender ?? `mobility@${demo ? institution : new URL(publicUrl).hostname}`,
    language: own?.language ?? usual.language,
    timeZone: own?.timeZone ?? usual.timeZone,
    addressOf: (office) => offices[office] ?? offices['international-office'] ?? (demo ? `office@${institution}` : null),
  }
}
