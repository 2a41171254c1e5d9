import type { EnrolmentOutcomeRecorded, HubEvent } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import type { Achievement } from './domain/ends.ts'
import { endRowsOf } from './settle-rows.ts'

interface About {
  readonly enrolmentId: string
  readonly attempt: number
  readonly resultVersion: number
  readonly lead: string
  readonly home: string
}

const key = (about: About) => `${about.enrolmentId}|${about.attempt}|${about.resultVersion}`
/** The last fact of a batch about a result counts; a statement may touch each row once. */
const lastOfEach = <T extends About>(facts: readonly T[]): T[] => [...new Map(facts.map((fact) => [key(fact), fact])).values()]

/** A credential moved on. */
export async function followCredentials(
  tx: Transaction,
  facts: readonly (About & { credentialId: string | null; state: NonNullable<Achievement['credential']> })[],
  now: string,
): Promise<void> {
  const last = lastOfEach(facts)
  await tx.sql`
    insert into achievements (enrolment_id, attempt, result_version, lead, home, credential_id, credential)
    select "enrolmentId", attempt, "resultVersion", lead, home, "credentialId", state
    from jsonb_to_recordset(${JSON.stringify(last)}::text::jsonb) as f("enrolmentId" uuid, attempt integer, "resultVersion" integer, lead text, home text, "credentialId" uuid, state text)
    on conflict (enrolment_id, attempt, result_version) do update set credential_id = coalesce(excluded.credential_id, achievements.credential_id), credential = excluded.credential`
  await endRowsOf(tx, last, now)
}

/** A recognition case moved on. Opened again, its decision no longer stands. */
export async function followCases(
  tx: Transaction,
  facts: readonly (About & { caseId: string; state: NonNullable<Achievement['case']>; reason: string | null })[],
  now: string,
): Promise<void> {
  const last = lastOfEach(facts)
  await tx.sql`
    insert into achievements (enrolment_id, attempt, result_version, lead, home, case_id, "case", case_reason)
    select "enrolmentId", attempt, "resultVersion", lead, home, "caseId", state, reason
    from jsonb_to_recordset(${JSON.stringify(last)}::text::jsonb) as f("enrolmentId" uuid, attempt integer, "resultVersion" integer, lead text, home text, "caseId" uuid, state text, reason text)
    on conflict (enrolment_id, attempt, result_version) do update
      set case_id = excluded.case_id, "case" = excluded."case", case_reason = excluded.case_reason,
          recognised = case when excluded."case" = 'reopened' then null else achievements.recognised end`
  await endRowsOf(tx, last, now)
}

/** The home's decision stands on the enrolment: the end of the main path. */
export async function followOutcomes(tx: Transaction, events: readonly HubEvent<typeof EnrolmentOutcomeRecorded>[], now: string): Promise<void> {
  const last = lastOfEach(events.map((event) => event.data))
  await tx.sql`
    insert into achievements (enrolment_id, attempt, result_version, lead, home, case_id, recognised)
    select "enrolmentId", attempt, "resultVersion", lead, home, "caseId", outcome
    from jsonb_to_recordset(${JSON.stringify(last)}::text::jsonb) as f("enrolmentId" uuid, attempt integer, "resultVersion" integer, lead text, home text, "caseId" uuid, outcome text)
    on conflict (enrolment_id, attempt, result_version) do update set case_id = excluded.case_id, recognised = excluded.recognised`
  await endRowsOf(tx, last, now)
}
