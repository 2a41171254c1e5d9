import { isEsi, parseEsi, parseSchacId } from '@collegium/vocabulary'
import { type Dependencies, Problem, type Session } from '@collegium/service-kit'
import { v7 as newId } from 'uuid'
import { openRow, runKey, sealRow, streamIndexOf } from './row-vault.ts'
import { submittedEvent } from './announce.ts'
import { lockRun, streamScopeOf } from './run-store.ts'
import { templateNamed } from './template-named.ts'
import { uploadersOf } from './templates.ts'

/** What every row that waits for a learner says of them, whatever else it says. */
interface WaitingValues {
  readonly esi: string | null
  readonly home: string | null
}

export interface Completion {
  /** The European Student Identifier that the row lacked; null to go on with what the home knows the learner by. */
  readonly esi: string | null
  /** The home university, where the file did not name it. */
  readonly home: string | null
}

/**
 * A person says who a waiting row is about. It becomes a good row: submitted with the others when the run is accepted, or at once where it
 * already is. Throws `Problem`.
 */
export const completeRow = (
  { database, settings }: Dependencies,
  session: Session,
  runId: string,
  row: number,
  completion: Completion,
  correlationId: string,
): Promise<void> =>
  database.write({ tenants: [session.institution] }, { correlationId }, async (tx) => {
    const run = await lockRun(tx, runId)
    if (!run) throw new Problem('not-found')
    const template = templateNamed(run.template)
    if (!session.roles.some((role) => uploadersOf(template).includes(role))) throw new Problem('forbidden', { needs: template.by })
    if (!run.wrappedKey) throw new Problem('run-wiped')
    if (run.dryRun || !['checked', 'accepted', 'done'].includes(run.state)) throw new Problem('not-allowed-from', { move: 'complete-row', state: run.state })
    const [found] = await tx.sql<
      { sealed: Buffer; attempt: number }[]
    >`select sealed, attempt from import_rows where run_id = ${runId}::uuid and row = ${row}::integer and fate = 'waiting' and submission_id is null and sealed is not null for update`
    if (!found) throw new Problem('row-not-waiting')
    const key = runKey(settings.secret, runId, run.wrappedKey)
    const content = openRow<WaitingValues>(key, runId, row, found.sealed)
    const { esi, home } = identified(content.values, completion)
    const [instance] = await tx.sql<{ partners: string[] }[]>`select partners from public_instances where id = ${run.instanceId}::uuid`
    if (home !== run.institution && !instance?.partners.includes(home)) throw new Problem('home-not-partner', { home })
    const values = { ...content.values, esi, home }
    const sealed = Buffer.from(sealRow(key, runId, row, { ...content, values, problems: [] }))
    const index = streamIndexOf(settings.secret, streamScopeOf(run), template.placeOf(values, run.institution).stream)
    await tx.sql`
      update import_rows set fate = 'good', home = ${home}::text, sealed = ${sealed}::bytea, stream_index = ${index}::text, problem_codes = '{}', "end" = null, reason = null, turn = null
      where run_id = ${runId}::uuid and row = ${row}::integer`
    await tx.sql`update import_runs set good = good + 1, waiting = waiting - 1, version = version + 1 where id = ${runId}::uuid`
    tx.changed('ImportRun', [runId])
    if (run.state === 'checked') return
    await tx.sql`insert into submission_streams (id, owner, instance_id, stream_index) values (${newId()}::uuid, ${run.institution}::text, ${run.instanceId}::uuid, ${index}::text) on conflict do nothing`
    const [stream] = await tx.sql<{ id: string }[]>`select id from submission_streams where owner = ${run.institution}::text and stream_index = ${index}::text`
    if (!stream) throw new Error('A stream that was just written is not there')
    const submissionId = newId()
    await tx.sql`update import_rows set submission_id = ${submissionId}::uuid, stream_id = ${stream.id}::uuid where run_id = ${runId}::uuid and row = ${row}::integer`
    await tx.sql`update import_runs set submitted = submitted + 1, state = 'accepted', finished_at = null where id = ${runId}::uuid`
    tx.publish([submittedEvent({ ...run, correlationId }, { submission: submissionId, stream: stream.id, home, attempt: found.attempt })])
  })

function identified(values: WaitingValues, completion: Completion): { esi: string | null; home: string } {
  const written = completion.esi?.trim() || null
  const esi = written === null ? null : parseEsi(written)
  if (esi !== null && !isEsi(esi)) throw new Problem('esi-malformed', { esi: written })
  const asked = completion.home?.trim() ? parseSchacId(completion.home) : null
  if (completion.home?.trim() && asked === null) throw new Problem('home-malformed', { home: completion.home })
  const home = values.home ?? asked ?? (esi && isEsi(esi) ? esi.home : null)
  if (home === null) throw new Problem('home-missing')
  if (esi && isEsi(esi) && esi.home !== null && esi.home !== home) throw new Problem('esi-not-of-home', { issuer: esi.home, home })
  return { esi: esi && isEsi(esi) ? esi.urn : values.esi, home }
}
