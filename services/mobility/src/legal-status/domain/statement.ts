import { type LegalQuestion, type LegalStatement, legalQuestions } from '@collegium/contracts'

export { type LegalAnswer, type LegalQuestion, type LegalStatement, legalAnswers, legalQuestions } from '@collegium/contracts'

export interface StatementFault {
  readonly institution: string
  readonly question: LegalQuestion
  /** `missing`: nobody has answered. `no-basis`: answered, but on nothing. `no-owner`, `no-review-date`: unclear, and nobody or no day to clear it up. */
  readonly fault: 'missing' | 'no-basis' | 'no-owner' | 'no-review-date'
}

/**
 * What is missing or incomplete in the four statements that each participant needs at each HEI (H03), in the order of the
 * institutions and of the questions; empty when the legal status is complete. An unclear answer is complete with an owner and
 * a review date; any other needs its basis. Where a question was answered twice at an institution the later answer counts.
 */
export function judgeStatements(statements: readonly LegalStatement[], institutions: readonly string[]): StatementFault[] {
  const answers = new Map(statements.map((one) => [`${one.institution}|${one.question}`, one]))
  return [...new Set(institutions)].flatMap((institution) =>
    legalQuestions.flatMap((question): StatementFault[] => {
      const at = { institution, question }
      const statement = answers.get(`${institution}|${question}`)
      if (!statement) return [{ ...at, fault: 'missing' }]
      if (statement.answer !== 'unclear') return statement.basis.trim() ? [] : [{ ...at, fault: 'no-basis' }]
      return [...(statement.owner ? [] : [{ ...at, fault: 'no-owner' as const }]), ...(statement.reviewOn ? [] : [{ ...at, fault: 'no-review-date' as const }])]
    }),
  )
}

/** The unclear statements of which an institution is the owner: its work list, the next review first (H03). */
export const unclearOf = <S extends LegalStatement>(statements: readonly S[], owner: string): S[] =>
  statements
    .filter((one) => one.answer === 'unclear' && one.owner === owner)
    .sort((a, b) => (a.reviewOn ?? '').localeCompare(b.reviewOn ?? '') || a.institution.localeCompare(b.institution))
