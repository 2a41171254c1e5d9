import type { Database } from '@collegium/database'
import type { Settings } from '@collegium/service-kit'
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import { identityOf } from '../learners/domain/identity.ts'
import { learnerIdentifiers } from '../learners/tables.ts'
import { learnerVault } from '../learners/vault.ts'
import { mails } from './tables.ts'
import { type Outgoing, writeMails } from './write-mails.ts'

const shown = 50

/**
 * The mails of a hub without a mail server, newest first: an institution's own for whoever is signed in there without an ESI, a learner's own for that learner.
 * They are written while they are read, and each reading of a learner's is recorded like a sending.
 */
export async function keptMails(
  database: Database,
  settings: Settings,
  who: { readonly institution: string; readonly esi: string | null },
  at: string,
): Promise<readonly (Outgoing & { readonly day: string; readonly language: string })[]> {
  return database.write({ tenants: [who.institution] }, { correlationId: 'mails' }, async (tx) => {
    const learner = who.esi === null ? null : await learnerWith(who.esi)
    if (learner === undefined) return []
    const rows = await tx.db
      .select()
      .from(mails)
      .where(
        and(
          eq(mails.institution, who.institution),
          eq(mails.state, 'kept'),
          isNotNull(mails.items),
          learner === null ? isNull(mails.learnerId) : eq(mails.learnerId, learner),
        ),
      )
      .orderBy(desc(mails.day), mails.id)
      .limit(shown)
    const written = await writeMails(tx, settings, who.institution, rows, at)
    return rows.flatMap(({ id, day, language }) => {
      const mail = written.get(id)
      return mail && !('undeliverable' in mail) ? [{ ...mail, day, language }] : []
    })

    async function learnerWith(esi: string): Promise<string | undefined> {
      const index = learnerVault(settings.secret).indexOf(who.institution, identityOf({ esi, localId: null, givenNames: '', familyName: '', birthDate: null }))
      const [found] = await tx.db
        .select({ id: learnerIdentifiers.learnerId })
        .from(learnerIdentifiers)
        .where(and(eq(learnerIdentifiers.home, who.institution), eq(learnerIdentifiers.identityIndex, index)))
      return found?.id
    }
  })
}
