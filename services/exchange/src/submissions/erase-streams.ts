import type { ErasureCompleted, HubEvent } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'

/**
 * A learner was erased by their home: their streams are deleted, and whatever rows of any file say of them is wiped. What became of the rows stays:
 * fates, codes and ends name nobody. A row that was good but never accepted is refused, so that no later act submits it.
 */
export async function eraseStreams(tx: Transaction, events: readonly HubEvent<typeof ErasureCompleted>[]): Promise<void> {
  const enrolmentIds = events.flatMap(({ data }) => (data.extent === 'full' ? data.enrolmentIds : []))
  const learnerIds = events.flatMap(({ data }) => (data.extent === 'full' ? [data.learnerId, ...data.mergedIds] : []))
  if (learnerIds.length === 0) return
  const streams = await tx.sql<{ owner: string; instance_id: string | null; stream_index: string }[]>`
    delete from submission_streams where id in (select stream_id from import_rows where enrolment_id = any(${enrolmentIds}::uuid[]) or learner_id = any(${learnerIds}::uuid[]))
    returning owner, instance_id, stream_index`
  // Locked first: a run that is being accepted ends its step before its rows are wiped, or begins it after.
  const runs = await tx.sql<{ id: string }[]>`
    select u.id from import_runs u join jsonb_to_recordset(${JSON.stringify(streams)}::text::jsonb) as s(owner text, instance_id uuid, stream_index text)
    on u.institution = s.owner and u.instance_id is not distinct from s.instance_id where u.wiped_at is null order by u.id for update of u`
  const erased = await tx.sql<{ run_id: string; was: string }[]>`
    with old as (
      select r.run_id, r.row, r.fate from import_rows r
      where r.enrolment_id = any(${enrolmentIds}::uuid[]) or r.learner_id = any(${learnerIds}::uuid[])
        or (r.run_id = any(${runs.map((run) => run.id)}::uuid[]) and r.stream_index = any(${streams.map((stream) => stream.stream_index)}::text[])))
    update import_rows r set sealed = null, stream_index = null,
      fate = case when r.submission_id is null and r.fate = 'good' then 'refused' else r.fate end,
      problem_codes = case when r.submission_id is null and r.fate = 'good' then array['learner-erased'] else r.problem_codes end
    from old where r.run_id = old.run_id and r.row = old.row
    returning r.run_id, case when r.submission_id is null then old.fate else '' end as was`
  const refused = new Map<string, number>()
  for (const { run_id: run, was } of erased) if (was === 'good') refused.set(run, (refused.get(run) ?? 0) + 1)
  for (const [run, n] of refused) await tx.sql`update import_runs set good = good - ${n}::integer, refused = refused + ${n}::integer where id = ${run}::uuid`
}
