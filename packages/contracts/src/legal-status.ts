import { type Static, Type } from '@sinclair/typebox'
import { Day, Nullable, OneOf, SchacId } from './values.ts'

/** What has to be said about every participant at every HEI before they are enrolled (H03). */
export const legalQuestions = ['examination-entitlement', 'funding', 'health-insurance', 'infrastructure-access'] as const
export type LegalQuestion = (typeof legalQuestions)[number]

export const legalAnswers = ['yes', 'no', 'not-applicable', 'unclear'] as const
export type LegalAnswer = (typeof legalAnswers)[number]

/** One institution's answer to one question. `owner` is the organisation that clears an unclear one up, `reviewOn` the day by which. */
export const LegalStatementShape = Type.Object({
  institution: SchacId,
  question: OneOf(legalQuestions),
  answer: OneOf(legalAnswers),
  /** On what the answer rests: a law, a statute of the institution, a policy; empty while nobody knows. */
  basis: Type.String({ maxLength: 500 }),
  owner: Nullable(SchacId),
  reviewOn: Nullable(Day),
})
export type LegalStatement = Static<typeof LegalStatementShape>
