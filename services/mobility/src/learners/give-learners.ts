import { faultsOf, type LearnersAnswer, LearnersRequest, claimChecks, type Purpose, type ServiceName } from '@collegium/contracts'
import { insertRows } from '@collegium/database'
import { calledBy, type Dependencies, Problem } from '@collegium/service-kit'
import type { FastifyInstance } from 'fastify'
import { v7 as newId } from 'uuid'
import { accessRecords } from './tables.ts'
import { learnerVault } from './vault.ts'

const path = '/internal/learners/batch-get'
const allowed = claimChecks.filter((check) => check.path === path)

/** The claim check by which credentials, exchange and recognition learn names. Each access is recorded under the learner's home. */
export function giveLearners(app: FastifyInstance, dependencies: Dependencies): void {
  const vault = learnerVault(dependencies.settings.secret)
  app.post(
    path,
    {
      preHandler: calledBy(
        dependencies,
        allowed.map((check) => check.caller),
      ),
      bodyLimit: 262_144,
    },
    async (request): Promise<LearnersAnswer> => {
      const faults = faultsOf(LearnersRequest, request.body)
      if (faults.length > 0) throw new Problem('invalid-request', { faults })
      const { purpose, tenants, enrolmentIds } = request.body as { purpose: Purpose; tenants: string[]; enrolmentIds: string[] }
      if (!allowed.some((check) => check.caller === (request.caller as ServiceName) && check.purpose === purpose)) throw new Problem('forbidden', { purpose })
      return dependencies.database.write({ tenants }, { correlationId: request.id }, async (tx) => {
        const rows = await tx.sql<{ id: string; learner_id: string; home: string; participant: Buffer; wrapped_key: Buffer | null }[]>`
        select e.id, e.learner_id, e.home, e.participant, l.wrapped_key from enrolments e join learners l on l.id = e.learner_id where e.id = any(${enrolmentIds}::uuid[])`
        const present = rows.flatMap((row) => (row.wrapped_key ? [{ ...row, wrapped_key: row.wrapped_key }] : []))
        const at = dependencies.clock().toISOString()
        await insertRows(
          tx.sql,
          accessRecords,
          present.map((row) => ({ id: newId(), home: row.home, learnerId: row.learner_id, caller: request.caller, purpose, at, correlationId: request.id })),
        )
        return {
          learners: present.map((row) => ({
            enrolmentId: row.id,
            learnerId: row.learner_id,
            ...vault.openParticipant(vault.key(row.learner_id, row.wrapped_key), row.id, row.participant),
          })),
        }
      })
    },
  )
}
