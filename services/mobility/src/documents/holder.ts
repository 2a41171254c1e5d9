import type { Dependencies } from '@collegium/service-kit'
import { inArray } from 'drizzle-orm'
import { publicInstitutions } from '../institutions/tables.ts'
import { learnerKeys } from '../learners/learner-keys.ts'
import { learnerVault } from '../learners/vault.ts'
import type { Holder } from '../transcripts/domain/line.ts'

/** A row that carries whom it is about, sealed under the learner's key. */
export interface Sealed {
  readonly id: string
  readonly sending: string
  readonly learnerId: string
  readonly holder: Uint8Array
}

/** What a holder is bound to, so that a row's bytes open in no other row. */
export const holderContext = (kind: 'transcript' | 'confirmation', id: string): string => `${kind}-holder:${id}`

/** Whom some rows are about, by the rows' ids; those of erased learners are missing. */
export async function holdersOf(
  dependencies: Pick<Dependencies, 'database' | 'settings'>,
  kind: 'transcript' | 'confirmation',
  rows: readonly Sealed[],
): Promise<Map<string, Holder>> {
  const keys = await learnerKeys(
    dependencies,
    rows.map(({ sending, learnerId }) => ({ home: sending, learnerId })),
  )
  const vault = learnerVault(dependencies.settings.secret)
  return new Map(
    rows.flatMap((row) => {
      const key = keys.get(row.learnerId)
      return key ? [[row.id, vault.open<Holder>(key, holderContext(kind, row.id), row.holder)] as const] : []
    }),
  )
}

/** Organisations as documents name them; one that the registry has not told of yet stands under its id. */
export async function organisationsNamed(dependencies: Pick<Dependencies, 'database'>, schacIds: readonly string[]) {
  const rows = await dependencies.database
    .reader({ tenants: [] })
    .select()
    .from(publicInstitutions)
    .where(inArray(publicInstitutions.schacId, [...new Set(schacIds)]))
  const known = new Map(rows.map((row) => [row.schacId, row]))
  return (schacId: string) => {
    const row = known.get(schacId)
    return { schacId, name: row?.name ?? { en: schacId }, country: row?.country ?? schacId.split('.').at(-1)?.slice(0, 2).toUpperCase() ?? '' }
  }
}
