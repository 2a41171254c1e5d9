import { expect } from 'vitest'
import type { Visitor } from '../hub.ts'

/** An enrolment with everything that hangs on it, as the graph shows it to one institution. */
export interface Enrolment {
  readonly id: string
  readonly participantName: string | null
  readonly learner: { readonly id: string; readonly familyName: string | null; readonly esi: string | null } | null
  readonly home: { readonly schacId: string }
  readonly results: readonly {
    readonly attempt: number
    readonly state: string
    readonly outcome: string
    readonly grade: string | null
    readonly ects: number
    readonly version: number
  }[]
  readonly credentials: readonly {
    readonly id: string
    readonly state: string
    readonly attempt: number
    readonly resultVersion: number
    readonly reason: string | null
    readonly supersedes: { readonly id: string } | null
    readonly verdicts: readonly { readonly check: string; readonly verdict: string }[]
  }[]
  readonly cases: readonly {
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
    } | null
  }[]
  readonly outcome: { readonly outcome: string; readonly credits: number } | null
  readonly deliveries: readonly { readonly eventType: string; readonly state: string; readonly remoteState: string | null }[]
}
const enrolmentFields = `id participantName learner { id familyName esi } home { schacId } results { attempt state outcome grade ects version }
  credentials { id state attempt resultVersion reason supersedes { id } verdicts { check verdict } }
  cases { state reason explanation decision { outcome credits agreementTitle agreementVersion clauseId by } } outcome { outcome credits } deliveries { eventType state remoteState }`

/** All that somebody sees, page by page. Fails the test when the graph answers with errors. */
export async function enrolmentsSeenBy(visitor: Visitor): Promise<Enrolment[]> {
  const all: Enrolment[] = []
  for (let after: string | null = null; ; ) {
    const { data, errors } = await visitor.ask(
      `query Page($after: String) { enrolments(first: 100, after: $after) { pageInfo { hasNextPage endCursor } edges { node { ${enrolmentFields} } } } }`,
      { after },
    )
    expect(errors).toEqual([])
    const { enrolments } = data as { enrolments: { pageInfo: { hasNextPage: boolean; endCursor: string }; edges: { node: Enrolment }[] } }
    all.push(...enrolments.edges.map((edge) => edge.node))
    if (!enrolments.pageInfo.hasNextPage) return all
    after = enrolments.pageInfo.endCursor
  }
}
