import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeStatements, legalAnswers, type LegalStatement, legalQuestions, unclearOf } from './statement.ts'

const alder = 'uni-alder.example'
const birke = 'uni-birke.example'
const allAt = (institution: string, change: Partial<LegalStatement> = {}): LegalStatement[] =>
  legalQuestions.map((question) => ({ institution, question, answer: 'yes', basis: 'Statute of studies, § 4', owner: null, reviewOn: null, ...change }))

test('four statements at each HEI are complete; each one that is missing is named (H03)', () => {
  expect(judgeStatements([...allAt(alder), ...allAt(birke)], [alder, birke])).toEqual([])
  expect(judgeStatements(allAt(alder), [alder, birke])).toEqual(legalQuestions.map((question) => ({ institution: birke, question, fault: 'missing' })))
  expect(judgeStatements(allAt(alder).slice(1), [alder])).toEqual([{ institution: alder, question: 'examination-entitlement', fault: 'missing' }])
})

test('an unclear answer needs an owner and a review date, every other one a basis (H03)', () => {
  const unclear = (change: Partial<LegalStatement>) =>
    judgeStatements([...allAt(alder).slice(1), { ...allAt(alder, { answer: 'unclear', basis: '' })[0]!, ...change }], [alder])
  expect(unclear({}).map((one) => one.fault)).toEqual(['no-owner', 'no-review-date'])
  expect(unclear({ owner: alder }).map((one) => one.fault)).toEqual(['no-review-date'])
  expect(unclear({ owner: alder, reviewOn: '2026-12-01' })).toEqual([])
  expect(judgeStatements(allAt(alder, { basis: '  ' }), [alder]).map((one) => one.fault)).toEqual(['no-basis', 'no-basis', 'no-basis', 'no-basis'])
})

test('whatever is said, legal status is complete exactly when each question has a sufficient answer at each HEI (H03)', () => {
  const statement = fc.record<LegalStatement>({
    institution: fc.constantFrom(alder, birke),
    question: fc.constantFrom(...legalQuestions),
    answer: fc.constantFrom(...legalAnswers),
    basis: fc.constantFrom('', 'Law on higher education'),
    owner: fc.constantFrom(null, alder),
    reviewOn: fc.constantFrom(null, '2026-12-01'),
  })
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 16 }), fc.subarray([alder, birke]), (statements, institutions) => {
      const enough = institutions.every((institution) =>
        legalQuestions.every((question) => {
          const last = statements.findLast((one) => one.institution === institution && one.question === question)
          return last && (last.answer === 'unclear' ? last.owner && last.reviewOn : last.basis)
        }),
      )
      expect(judgeStatements(statements, institutions).length === 0).toBe(enough)
    }),
  )
})

test('unclear statements stand in the work list of their owner, the next review first (H03)', () => {
  const [a, b, c] = allAt(alder, { answer: 'unclear', owner: birke })
  const statements = [
    { ...a!, reviewOn: '2027-01-01' },
    { ...b!, reviewOn: '2026-12-01' },
    { ...c!, owner: alder, reviewOn: '2026-01-01' },
  ]
  expect(unclearOf(statements, birke).map((one) => one.question)).toEqual(['funding', 'examination-entitlement'])
})
