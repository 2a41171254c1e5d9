import { sightOf } from '@collegium/graph-kit'
import { inArray } from 'drizzle-orm'
import { learners } from '../learners/tables.ts'
import { learnerVault } from '../learners/vault.ts'
import type { Acting } from './act-on-agreements.ts'
import type { Student } from './content-hash.ts'
import { openStudent } from './student-vault.ts'
import { learningAgreements } from './tables.ts'

/**
 * The students of the agreements that the session may see; an erased one is missing. The keys lie under the sending institution, so they are
 * fetched there: only for agreements that row-level security has already shown to this session.
 */
export async function studentsOf({ dependencies, session }: Pick<Acting, 'dependencies' | 'session'>, ids: readonly string[]): Promise<Map<string, Student>> {
  if (ids.length === 0) return new Map()
  const seen = await dependencies.database
    .reader(sightOf(session))
    .select({ id: learningAgreements.id, learnerId: learningAgreements.learnerId, sending: learningAgreements.sending, student: learningAgreements.student })
    .from(learningAgreements)
    .where(inArray(learningAgreements.id, [...ids]))
  const vault = learnerVault(dependencies.settings.secret)
  const opened = new Map<string, Student>()
  for (const sending of new Set(seen.map((row) => row.sending))) {
    const of = seen.filter((row) => row.sending === sending)
    const keys = await dependencies.database
      .reader({ tenants: [sending] })
      .select({ id: learners.id, wrappedKey: learners.wrappedKey })
      .from(learners)
      .where(inArray(learners.id, [...new Set(of.map((row) => row.learnerId))]))
    const keyOf = new Map(keys.flatMap((row) => (row.wrappedKey ? [[row.id, vault.key(row.id, row.wrappedKey)] as const] : [])))
    for (const row of of) {
      const key = keyOf.get(row.learnerId)
      if (key) opened.set(row.id, openStudent(vault, key, row.id, row.student))
    }
  }
  return opened
}
