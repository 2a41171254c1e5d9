import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { execute, graphQuery } from '../hub/ask.ts'
import { type Refused, refusedFields } from '../hub/fault.ts'

export const casesOnPage = 25
/** States of a case; the first two wait for a person. */
export const caseStates = ['referred', 'reopened', 'decided', 'waiting-for-reference', 'submitted'] as const

/** What the list of cases shows stands in its address. */
export interface CasesSearch {
  readonly state?: string
  readonly after?: string
}
export const casesSearch = ({ state, after }: Record<string, unknown>): CasesSearch => ({
  ...(caseStates.some((one) => one === state) && { state: String(state) }),
  ...(typeof after === 'string' && after !== '' && { after }),
})

export interface RecognitionCase {
  readonly id: string
  readonly version: number
  readonly state: string
  readonly reason: string | null
  readonly explanation: string | null
  readonly earnedEcts: number
  readonly submittedAt: string
  readonly decision: { readonly outcome: string; readonly credits: number; readonly text: string; readonly agreementTitle: string | null } | null
  readonly history: readonly { readonly version: number; readonly move: string; readonly by: string; readonly reason: string | null; readonly at: string }[]
  readonly learner: { readonly givenNames: string | null; readonly familyName: string | null } | null
  readonly credential: {
    readonly id: string
    readonly verdicts: readonly { readonly check: string; readonly verdict: string; readonly reason: string | null }[]
  } | null
  readonly enrolment: {
    readonly lead: { readonly schacId: string } | null
    readonly instance: { readonly code: string; readonly opportunity: { readonly title: string } | null } | null
    readonly results: readonly { readonly id: string; readonly grade: string | null; readonly gradingScheme: string | null; readonly outcome: string }[]
  } | null
}

export const casesText = graphQuery<
  {
    recognitionCases: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string | null }; edges: readonly { node: RecognitionCase }[] } | null
  },
  { state: string; first: number; after: string | null; language: string }
>(
  `query RecognitionCases($state: String, $first: Int, $after: String, $language: String) { recognitionCases(state: $state, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node {
      id version state reason explanation earnedEcts submittedAt decision { outcome credits text agreementTitle } history { version move by reason at }
      learner { givenNames familyName } credential { id verdicts { check verdict reason } }
      enrolment { lead { schacId } instance { code opportunity { title(language: $language) } } results { id grade gradingScheme outcome } }
    } }
  } }`,
)
export const casesQuery = ({ state = 'referred', after }: CasesSearch, language: string) =>
  queryOptions({
    queryKey: ['cases', state, after ?? null, language],
    queryFn: async ({ signal }) => (await execute(casesText, { state, first: casesOnPage, after: after ?? null, language }, signal)).recognitionCases,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  })

export const outcomes = ['full', 'partial', 'alternative', 'refused'] as const
/** R7: substantial difference is judged on exactly these. */
export const criteria = ['level', 'workload', 'quality', 'profile', 'learning-outcomes'] as const

export interface Deciding {
  readonly id: string
  readonly expectedVersion: number
  readonly outcome: string
  readonly credits: number
  readonly reasons: readonly string[]
  readonly text: string
}
export const decideText = graphQuery<
  { decideCase: { readonly __typename: 'RecognitionCase'; readonly id: string } | ({ readonly __typename: 'Problem' } & Refused) },
  Deciding
>(
  `mutation DecideCase($id: ID!, $expectedVersion: Int!, $outcome: RecognitionOutcome!, $credits: Float!, $reasons: [String!], $text: String) {
    decideCase(id: $id, expectedVersion: $expectedVersion, outcome: $outcome, credits: $credits, reasons: $reasons, text: $text) { __typename ... on RecognitionCase { id } ... on Problem { ${refusedFields} } }
  }`,
)
