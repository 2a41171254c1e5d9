import { claimChecks, faultsOf, type Purpose, type ServiceName, type SubmissionsAnswer, SubmissionsRequest, type SubmittedRow } from '@collegium/contracts'
import { insertRows } from '@collegium/database'
import { calledBy, type Dependencies, Problem } from '@collegium/service-kit'
import type { FastifyInstance } from 'fastify'
import { v7 as newId } from 'uuid'
import { agreementOfRows } from '../agreements-file/domain/agreement-of-rows.ts'
import type { AgreementRow } from '../agreements-file/domain/agreement-row.ts'
import type { EnrolmentRow } from '../enrolments-file/domain/enrolment-row.ts'
import { enrolmentOfRow } from '../enrolments-file/enrolments-template.ts'
import type { EquivalenceRow } from '../equivalences-file/domain/equivalence-row.ts'
import { equivalenceOfRow } from '../equivalences-file/equivalences-template.ts'
import { openRow, runKey } from '../imports/row-vault.ts'
import type { ResultRow } from '../results-file/domain/result-row.ts'
import { accessRecords } from '../tables.ts'

const path = '/internal/submissions/batch-get'
const allowed = claimChecks.filter((check) => check.path === path)

interface FoundRow {
  readonly submission_id: string
  readonly run_id: string
  readonly stream_id: string
  readonly row: number
  readonly sealed: Buffer
  readonly instance_id: string | null
  readonly institution: string
  readonly template: string
  readonly wrapped_key: Buffer
}

/** A submission is one row, or the rows of one group. */
interface Opened {
  readonly found: FoundRow
  readonly rows: { readonly row: number; readonly values: object }[]
}

/** The claim check by which mobility learns what an accepted row says. Rows that are wiped or erased are simply missing; each access is recorded. */
export function giveSubmissions(app: FastifyInstance, { database, settings, clock, tokens }: Dependencies): void {
  app.post(
    path,
    {
      preHandler: calledBy(
        { tokens },
        allowed.map((check) => check.caller),
      ),
      bodyLimit: 262_144,
    },
    async (request): Promise<SubmissionsAnswer> => {
      const faults = faultsOf(SubmissionsRequest, request.body)
      if (faults.length > 0) throw new Problem('invalid-request', { faults })
      const { purpose, tenants, ids } = request.body as { purpose: Purpose; tenants: string[]; ids: string[] }
      if (!allowed.some((check) => check.caller === (request.caller as ServiceName) && check.purpose === purpose)) throw new Problem('forbidden', { purpose })
      return database.write({ tenants }, { correlationId: request.id }, async (tx) => {
        const rows = await tx.sql<FoundRow[]>`
        select r.submission_id, r.run_id, r.stream_id, r.row, r.sealed, u.instance_id, u.institution, u.template, u.wrapped_key
        from import_rows r join import_runs u on u.id = r.run_id
        where r.submission_id = any(${ids}::uuid[]) and r.sealed is not null and u.wrapped_key is not null order by r.run_id, r.row`
        const keys = new Map<string, Uint8Array>()
        const counts = new Map<string, { owner: string; n: number }>()
        const opened = new Map<string, Opened>()
        for (const row of rows) {
          const key = keys.get(row.run_id) ?? runKey(settings.secret, row.run_id, row.wrapped_key)
          keys.set(row.run_id, key)
          const one = opened.get(row.submission_id) ?? { found: row, rows: [] }
          one.rows.push({ row: row.row, values: openRow(key, row.run_id, row.row, row.sealed).values })
          opened.set(row.submission_id, one)
        }
        for (const { found } of opened.values()) counts.set(found.run_id, { owner: found.institution, n: (counts.get(found.run_id)?.n ?? 0) + 1 })
        const at = clock().toISOString()
        await insertRows(
          tx.sql,
          accessRecords,
          [...counts].map(([runId, { owner, n }]) => ({
            id: newId(),
            owner,
            submissions: n,
            runId,
            caller: request.caller,
            purpose,
            at,
            correlationId: request.id,
          })),
        )
        return answerOf([...opened.values()])
      })
    },
  )
}

function answerOf(opened: readonly Opened[]): SubmissionsAnswer {
  const of = (template: string) => opened.filter(({ found }) => found.template === template)
  return {
    submissions: of('joint-course-results').map(submittedRow),
    agreements: of('learning-agreements').map(({ found, rows }) =>
      agreementOfRows(found.submission_id, rows as readonly { readonly row: number; readonly values: AgreementRow }[]),
    ),
    enrolments: of('enrolments').map(({ found, rows }) => enrolmentOfRow(found.submission_id, rows[0]?.values as EnrolmentRow)),
    equivalences: of('course-equivalences').map(({ found, rows }) => equivalenceOfRow(found.submission_id, rows[0]?.values as EquivalenceRow)),
  }
}

function submittedRow({ found, rows }: Opened): SubmittedRow {
  const values = rows[0]?.values as ResultRow
  const { home, outcome, ects, assessedOn } = values
  if (home === null || outcome === null || ects === null || assessedOn === null || found.instance_id === null)
    throw new Error(`Row ${found.row} of run ${found.run_id} was submitted although it is not complete`)
  return {
    submissionId: found.submission_id,
    runId: found.run_id,
    streamId: found.stream_id,
    instanceId: found.instance_id,
    lead: found.institution,
    home,
    attempt: values.attempt,
    learner: {
      esi: values.esi,
      localId: values.localId,
      givenNames: values.givenNames,
      familyName: values.familyName,
      birthDate: values.birthDate,
      email: values.email,
    },
    outcome,
    grade: values.grade,
    gradingScheme: values.gradingScheme,
    ects,
    assessedOn,
  }
}
