import type { Dependencies } from '@collegium/service-kit'

/** How long a run's personal values are kept after its upload (design 3.3). */
export const keptDays = 30

/** Destroys the keys of old runs and the values under them. What the rows became stays: fates, codes and ends name nobody. */
export async function wipeOldRuns({ database, clock }: Pick<Dependencies, 'database' | 'clock'>, tenants: readonly string[]): Promise<number> {
  if (tenants.length === 0) return 0
  const now = clock()
  const before = new Date(now.getTime() - keptDays * 24 * 3_600_000).toISOString()
  return database.write({ tenants }, { correlationId: 'imports' }, async ({ sql }) => {
    const runs = await sql<{ id: string }[]>`
      update import_runs set wrapped_key = null, wiped_at = ${now.toISOString()}::text::timestamptz, file_name = '', fingerprint = 'wiped ' || id
      where wiped_at is null and created_at < ${before}::text::timestamptz and state not in ('received', 'checking', 'accepting', 'undoing')
      returning id`
    if (runs.length > 0) await sql`update import_rows set sealed = null, stream_index = null where run_id = any(${runs.map((run) => run.id)}::uuid[])`
    return runs.length
  })
}
