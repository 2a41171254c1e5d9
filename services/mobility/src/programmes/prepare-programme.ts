import { refuse, type Refusal } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { eq } from 'drizzle-orm'
import type { AgreementContent } from '../learning-agreements/domain/content.ts'
import type { Contact } from '../learning-agreements/domain/parties.ts'
import { rulePackNamed } from '../rule-packs/domain/rule-pack.ts'
import { pairsOf, refusalToPrepare } from './domain/programme.ts'
import { offersOf } from './offers.ts'
import { programmeAgreements } from './tables.ts'

export type ProgrammeAgreementRow = typeof programmeAgreements.$inferSelect

/** What is the same for everybody who goes. */
export interface Preparing {
  readonly instanceId: string
  readonly code: string
  readonly academicYear: string
  readonly rulePack: string | null
  readonly receivingUnit: string | null
  readonly receivingContact: Contact | null
  readonly teachingPartners: readonly string[]
  readonly charters: readonly string[]
  readonly content: AgreementContent
}

/**
 * The coordinator prepares a programme's agreement once; it falls into one for each pair of sending and receiving institution. Said again it replaces what was prepared;
 * agreements that were opened from it stay as they are.
 */
export async function prepareProgramme(
  tx: Transaction,
  given: Preparing,
  { institution, at, newId }: { readonly institution: string; readonly at: string; readonly newId: () => string },
): Promise<ProgrammeAgreementRow[] | Refusal> {
  const offer = (await offersOf(tx.db, [given.instanceId])).get(given.instanceId) ?? null
  const refused = refusalToPrepare(offer, institution, given.content)
  if (refused || !offer?.bip) return refused ?? refuse('not-found')
  if (given.rulePack !== null && !rulePackNamed(given.rulePack)) return refuse('unknown-rule-pack', { rulePack: given.rulePack })
  const before = await tx.db.delete(programmeAgreements).where(eq(programmeAgreements.instanceId, given.instanceId)).returning()
  const known = new Map(before.map((row) => [row.sending, row]))
  const { callYear, coordinator } = offer.bip
  const rows = pairsOf(offer).map(
    (pair): ProgrammeAgreementRow => ({
      ...given,
      ...pair,
      id: known.get(pair.sending)?.id ?? newId(),
      version: (known.get(pair.sending)?.version ?? 0) + 1,
      coordinator,
      callYear,
      teachingPartners: [...given.teachingPartners],
      charters: [...given.charters],
      preparedAt: at,
    }),
  )
  await insertRows(tx.sql, programmeAgreements, rows)
  return rows
}
