import type { Reader } from '@collegium/database'
import { asc, eq } from 'drizzle-orm'
import { carriers } from './carriers.ts'
import type { HeldLearner } from './domain/identity.ts'
import { type HeldRecords, type RecordKind, retentionSchedule, standingDuties } from './domain/retention.ts'
import { versionContext } from './rectify-learner.ts'
import { accessRecords, dataRequests, learners, learnerVersions } from './tables.ts'
import type { LearnerVault } from './vault.ts'

type LearnerRow = typeof learners.$inferSelect
type JsonRow = Record<string, unknown>

/** Everything that is held of a learner, opened: what GDPR 15 and 20 give them. */
export interface LearnerFile {
  readonly learner: HeldLearner & { readonly id: string; readonly home: string; readonly identityProofing: string | null }
  /** What stood before each rectification. */
  readonly history: readonly JsonRow[]
  /** Rows of results, nominations, agreements …, table by table. */
  readonly records: Readonly<Record<string, readonly JsonRow[]>>
}

/** Reads a learner's file through the learner's own sight: they see all rows about them, whoever owns them. */
export async function learnerFile(reader: Reader, vault: LearnerVault, row: LearnerRow): Promise<LearnerFile | null> {
  if (!row.wrappedKey || !row.personal) return null
  const key = vault.key(row.id, row.wrappedKey)
  const versions = await reader.select().from(learnerVersions).where(eq(learnerVersions.learnerId, row.id)).orderBy(asc(learnerVersions.version))
  const records: Record<string, JsonRow[]> = {}
  for (const { table, key: names, sealed = {}, emptied = [] } of carriers) {
    const hidden = [...Object.keys(sealed), ...emptied, 'learner_id'].map((column) => `'${column}'`)
    const found = await reader.$client.unsafe<{ row: JsonRow; [column: string]: unknown }[]>(
      `select to_jsonb(t) - array[${hidden.join(', ')}] as row${Object.keys(sealed)
        .map((column) => `, "${column}"`)
        .join('')} from "${table}" t where learner_id = $1::uuid order by ${names.join(', ')}`,
      [row.id],
    )
    records[table] = found.map(({ row: shown, ...bytes }) => ({
      ...shown,
      ...Object.fromEntries(
        Object.entries(sealed).map(([column, contextOf]) => {
          const value = bytes[column] as Uint8Array | null
          return [column, value && vault.open(key, contextOf(Object.fromEntries(names.map((name) => [name, String(shown[name])]))), value)]
        }),
      ),
    }))
  }
  return {
    learner: { ...vault.openHeld(key, row.id, row.personal), id: row.id, home: row.home, identityProofing: row.identityProofing },
    history: versions.map(({ version, changed, reason, by, at, before }) => ({
      version,
      changed,
      reason,
      by,
      at,
      before: before && vault.open(key, versionContext(row.id, version), before),
    })),
    records,
  }
}

/** How much of each kind is held under a duty of retention, and the day of the last entry. */
export async function recordsUnderDuty(reader: Reader, learnerIds: readonly string[]): Promise<HeldRecords[]> {
  const held: HeldRecords[] = []
  const ask = async (kind: RecordKind, query: string) => {
    const [found] = await reader.$client.unsafe<{ count: number; last: string | null }[]>(query, [[...learnerIds]])
    held.push({ kind, count: found?.count ?? 0, lastOn: found?.last ?? null })
  }
  for (const { table, kind, duty } of carriers)
    if (duty)
      await ask(
        kind,
        `select count(*)::integer as count, max(${duty.lastOn})::text as last from "${table}" where learner_id = any($1::uuid[]) and ${duty.where}`,
      )
  // A decision stands on the enrolment, and is as old as the result that it is about.
  await ask(
    'recognition',
    `select count(distinct e.id)::integer as count, max(r.assessed_on)::text as last from enrolments e join results r on r.enrolment_id = e.id
     where e.learner_id = any($1::uuid[]) and e.outcome is not null and e.outcome <> 'null'::jsonb`,
  )
  return held
}

/** GDPR 15(1): purposes, recipients and terms, and who was told what. */
export async function circumstancesOfProcessing(reader: Reader, learnerId: string, today: string) {
  const told = await reader.select().from(accessRecords).where(eq(accessRecords.learnerId, learnerId)).orderBy(asc(accessRecords.at))
  const requests = await reader.select().from(dataRequests).where(eq(dataRequests.learnerId, learnerId)).orderBy(asc(dataRequests.id))
  return {
    processing: retentionSchedule,
    duties: standingDuties(await recordsUnderDuty(reader, [learnerId]), today),
    access: told.map(({ caller, purpose, at }) => ({ who: caller, purpose, at })),
    requests: requests.map(({ kind, state, requestedAt, dueAt, closedAt }) => ({ kind, state, requestedAt, dueAt, closedAt })),
    rights: 'You may ask for access, rectification, erasure and your data as a file, object to processing, and complain to a supervisory authority.',
  }
}
