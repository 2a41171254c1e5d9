import type { Specification } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import type { results } from './tables.ts'
import type { Whereabouts } from './facts.ts'

/** Where a result belongs and what its events repeat. */
export interface Setting {
  readonly at: Whereabouts
  readonly about: { readonly specification: Specification; readonly academicYear: string }
  /** The scale that the offer is marked on. */
  readonly gradingScheme: string
}

/** The settings of many results in one query, by result id. A result whose offer is not known here is left out. */
export async function settingsOf(
  tx: Transaction,
  rows: readonly Pick<typeof results.$inferSelect, 'id' | 'enrolmentId' | 'attempt'>[],
): Promise<Map<string, Setting>> {
  if (rows.length === 0) return new Map()
  const found = await tx.sql<
    {
      id: string
      instance_id: string
      specification_id: string
      learner_id: string
      lead: string
      home: string
      academic_year: string
      grading_scheme: string
      specification: Specification
    }[]
  >`
    select e.id, e.instance_id, e.specification_id, e.learner_id, e.lead, e.home, i.instance ->> 'academicYear' as academic_year, i.instance ->> 'gradingScheme' as grading_scheme, s.specification
    from enrolments e join public_instances i on i.id = e.instance_id join public_specifications s on s.id = e.specification_id
    where e.id = any(${[...new Set(rows.map((row) => row.enrolmentId))]}::uuid[])`
  const byEnrolment = new Map(found.map((one) => [one.id, one]))
  return new Map(
    rows.flatMap((row) => {
      const one = byEnrolment.get(row.enrolmentId)
      if (!one) return []
      const at = {
        enrolmentId: one.id,
        attempt: row.attempt,
        instanceId: one.instance_id,
        specificationId: one.specification_id,
        learnerId: one.learner_id,
        lead: one.lead,
        home: one.home,
      }
      return [[row.id, { at, about: { specification: one.specification, academicYear: one.academic_year }, gradingScheme: one.grading_scheme }] as const]
    }),
  )
}
