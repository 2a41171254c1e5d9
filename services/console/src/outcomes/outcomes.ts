import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { execute, graphQuery } from '../hub/ask.ts'
import { type Refused, refusedFields } from '../hub/fault.ts'

export const learnersOnPage = 25

export interface Verdict {
  readonly check: string
  readonly verdict: string
  readonly reason: string
}
export interface CredentialShown {
  readonly id: string
  readonly state: string
  readonly issuedAt: string
  readonly reason: string | null
  readonly verdicts: readonly Verdict[]
}
export interface CaseShown {
  readonly id: string
  readonly state: string
  readonly reason: string | null
  readonly explanation: string | null
  readonly decision: {
    readonly outcome: string
    readonly credits: number
    readonly agreementTitle: string | null
    readonly agreementVersion: number | null
    readonly clauseId: string | null
    readonly by: string
    readonly text: string
  } | null
}
export interface DeliveryShown {
  readonly id: string
  readonly eventType: string
  readonly state: string
  readonly remoteState: string | null
  readonly attempts: number
  readonly receiver: { readonly schacId: string } | null
}
/** A learner at the course, and everything that is known of it here. */
export interface Outcome {
  readonly id: string
  readonly participantName: string | null
  readonly home: { readonly schacId: string } | null
  readonly learner: { readonly givenNames: string | null; readonly familyName: string | null; readonly esi: string | null; readonly erased: boolean } | null
  readonly results: readonly {
    readonly id: string
    readonly attempt: number
    readonly version: number
    readonly state: string
    readonly outcome: string
    readonly grade: string | null
    readonly gradingScheme: string | null
    readonly ects: number
    readonly assessedOn: string
  }[]
  readonly credentials: readonly CredentialShown[]
  readonly cases: readonly CaseShown[]
  readonly outcome: { readonly outcome: string; readonly credits: number } | null
  readonly deliveries: readonly DeliveryShown[]
}

export const outcomesText = graphQuery<
  { enrolments: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string | null }; edges: readonly { node: Outcome }[] } },
  { instance: string; first: number; after: string | null }
>(
  `query OutcomesOfLearners($instance: ID, $first: Int, $after: String) {
    enrolments(instanceId: $instance, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node {
        id participantName home { schacId } learner { givenNames familyName esi erased }
        results { id attempt version state outcome grade gradingScheme ects assessedOn }
        credentials { id state issuedAt reason verdicts { check verdict reason } }
        cases { id state reason explanation decision { outcome credits agreementTitle agreementVersion clauseId by text } }
        outcome { outcome credits }
        deliveries { id eventType state remoteState attempts receiver { schacId } }
      } }
    }
  }`,
)
export const outcomesQuery = (instance: string, after: string | null) =>
  queryOptions({
    queryKey: ['outcomes', instance, after],
    queryFn: async ({ signal }) => (await execute(outcomesText, { instance, first: learnersOnPage, after }, signal)).enrolments,
    placeholderData: keepPreviousData,
    // Results of a partner arrive while the page is open.
    refetchInterval: 10_000,
  })

export interface Person {
  readonly givenNames: string | null
  readonly familyName: string | null
  readonly birthDate: string | null
  readonly esi: string | null
}
export interface Waiting {
  readonly id: string
  readonly lead: string
  readonly reason: string
  readonly since: string
  /** What the lead wrote; null where the reader is not the one to decide. */
  readonly handedIn: (Person & { readonly outcome: string; readonly grade: string | null; readonly ects: number; readonly assessedOn: string }) | null
  /** Whom the home holds under the same identifier. */
  readonly learner: Person | null
}
export const waitingText = graphQuery<{ waitingSubmissions: { totalCount: number; edges: readonly { node: Waiting }[] } | null }>(
  `query WaitingRows { waitingSubmissions(first: 50) { totalCount edges { node {
    id lead reason since
    handedIn { givenNames familyName birthDate esi outcome grade ects assessedOn } learner { givenNames familyName birthDate esi }
  } } } }`,
)
export const waitingQuery = queryOptions({
  queryKey: ['waiting-rows'],
  queryFn: async ({ signal }) => (await execute(waitingText, {}, signal)).waitingSubmissions,
  refetchInterval: 10_000,
})

export const settleText = graphQuery<
  { settleWaitingSubmission: { readonly __typename: 'SettledSubmission' } | ({ readonly __typename: 'Problem' } & Refused) },
  { id: string; accept: boolean }
>(
  `mutation SettleWaitingRow($id: ID!, $accept: Boolean!) { settleWaitingSubmission(id: $id, accept: $accept) { __typename ... on SettledSubmission { id accepted } ... on Problem { ${refusedFields} } } }`,
)
