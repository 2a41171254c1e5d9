import { sightOf } from '@collegium/graph-kit'
import { inArray } from 'drizzle-orm'
import { learnerKeys } from '../learners/learner-keys.ts'
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
  const keys = await learnerKeys(
    dependencies,
    seen.map(({ sending, learnerId }) => ({ home: sending, learnerId })),
  )
  const opened = new Map<string, Student>()
  for (const row of seen) {
    const key = keys.get(row.learnerId)
    if (key) opened.set(row.id, openStudent(vault, key, row.id, row.student))
  }
  return opened
}
