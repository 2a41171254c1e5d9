import { isRefusal, refuse, type Refusal } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { heldFrom } from '../learners/domain/registration.ts'
import type { HeldLearner } from '../learners/domain/identity.ts'
import { knownLearners, matchLearners } from '../learners/match-learners.ts'
import { circumstancesOf } from '../learners/register-learner.ts'
import type { Importing, TakenAgreement } from './import-agreements.ts'

export type MatchedStudent = { readonly id: string; readonly held: HeldLearner }

/**
 * Whose agreements the entries of lists are, by submission: learners of the institution that handed the list in. Names may be left out for whom it
 * knows; whom it does not know is registered with what the list says, by the rules of any registration.
 */
export async function matchStudents(
  tx: Transaction,
  { vault, newId, now }: Importing,
  taken: readonly TakenAgreement[],
): Promise<Map<string, MatchedStudent | Refusal>> {
  const students = new Map<string, MatchedStudent | Refusal>()
  const rows = taken.flatMap(({ entry, said }) => (said ? [{ submissionId: entry.submissionId, home: entry.institution, learner: said.learner }] : []))
  const known = await knownLearners(tx, vault, rows)
  const homes = new Map<string, Awaited<ReturnType<typeof circumstancesOf>>>()
  for (const { home } of rows) if (!homes.has(home)) homes.set(home, await circumstancesOf(tx, { home, at: now }))
  const good: typeof rows = []
  for (const row of rows) {
    const { submissionId, home, learner } = row
    const held = known.get(submissionId)
    const named = learner.familyName !== '' || learner.givenNames !== ''
    if (held) good.push(named ? row : { ...row, learner: { ...learner, givenNames: held.givenNames, familyName: held.familyName } })
    else if (held === null) students.set(submissionId, refuse('learner-erased'))
    else if (!named) students.set(submissionId, refuse('learner-unknown'))
    else {
      const given = { ...learner, latinGivenNames: null, latinFamilyName: null, citizenship: null, gender: null }
      const normal = heldFrom(given, homes.get(home) ?? { home, country: null, today: now.slice(0, 10) })
      if (isRefusal(normal)) students.set(submissionId, normal)
      else good.push(row)
    }
  }
  const matches = await matchLearners(tx, vault, good, newId, now)
  for (const { submissionId } of good) {
    const match = matches.get(submissionId)
    if (!match || 'erased' in match) students.set(submissionId, refuse('learner-erased'))
    else students.set(submissionId, 'differs' in match ? refuse('learner-differs') : match.learner)
  }
  return students
}
