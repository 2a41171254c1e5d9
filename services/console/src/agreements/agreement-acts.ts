import { useMutation, useQueryClient } from '@tanstack/react-query'
import { execute, type GraphQuery, graphQuery } from '../hub/ask.ts'
import { Fault, refusedBy, type Refused, refusedFields } from '../hub/fault.ts'
import type { Contact } from './agreement.ts'

/** Who signs for an institution. */
export interface Signer {
  readonly name: string
  readonly position: string
  readonly email: string
}
/** A version by the hash that the reader saw: what changed meanwhile is not signed by mistake. */
export interface ToSign {
  readonly id: string
  readonly hash: string
}
interface Acted {
  readonly __typename: 'LearningAgreement'
  readonly id: string
  readonly version?: number
}
type Answer = Acted | ({ readonly __typename: 'Problem' } & Refused)
export interface Outcome {
  readonly id: string
  readonly refusal: Refused | null
}

const answer = `{ __typename ... on LearningAgreement { id version } ... on Problem { ${refusedFields} } }`
const outcomes = `{ id refusal { ${refusedFields} } }`

export const openText = graphQuery<{ openLearningAgreement: Answer }, { agreement: object }>(
  `mutation OpenAgreement($agreement: LearningAgreementInput!) { openLearningAgreement(agreement: $agreement) ${answer} }`,
)
/** The unit of an institution that sends or receives, and whom to ask there. */
export interface PartyOffice {
  readonly unit: string | null
  readonly contact: Contact | null
}
export const namePartiesText = graphQuery<
  { nameAgreementParties: Answer },
  { id: string; expectedVersion: number; sending: PartyOffice | null; receiving: PartyOffice | null }
>(
  `mutation NameParties($id: ID!, $expectedVersion: Int!, $sending: PartyOfficeInput, $receiving: PartyOfficeInput) { nameAgreementParties(id: $id, expectedVersion: $expectedVersion, sending: $sending, receiving: $receiving) ${answer} }`,
)
export const writeText = graphQuery<{ writeLearningAgreement: Answer }, { id: string; expectedVersion: number; content: object }>(
  `mutation WriteAgreement($id: ID!, $expectedVersion: Int!, $content: AgreementContentInput!) { writeLearningAgreement(id: $id, expectedVersion: $expectedVersion, content: $content) ${answer} }`,
)
export const proposeText = graphQuery<{ proposeAgreementChanges: Answer }, { id: string; expectedVersion: number; changes: readonly object[] }>(
  `mutation ProposeChanges($id: ID!, $expectedVersion: Int!, $changes: [AgreementChangeInput!]!) { proposeAgreementChanges(id: $id, expectedVersion: $expectedVersion, changes: $changes) ${answer} }`,
)
export const signText = graphQuery<{ signLearningAgreements: readonly Outcome[] | null }, { agreements: readonly ToSign[]; signer: Signer | null }>(
  `mutation SignAgreements($agreements: [AgreementToSign!]!, $signer: SignerInput) { signLearningAgreements(agreements: $agreements, signer: $signer) ${outcomes} }`,
)
export const approveText = graphQuery<{ approveLearningAgreements: readonly Outcome[] | null }, { agreements: readonly ToSign[]; signer: Signer }>(
  `mutation ApproveAgreements($agreements: [AgreementToSign!]!, $signer: SignerInput!) { approveLearningAgreements(agreements: $agreements, signer: $signer) ${outcomes} }`,
)
export const commentText = graphQuery<{ commentOnLearningAgreement: Answer }, { agreement: ToSign; text: string; signer: Signer }>(
  `mutation CommentOnAgreement($agreement: AgreementToSign!, $text: String!, $signer: SignerInput!) { commentOnLearningAgreement(agreement: $agreement, text: $text, signer: $signer) ${answer} }`,
)
export const withdrawText = graphQuery<{ withdrawAgreementProposal: Answer }, { id: string; expectedVersion: number }>(
  `mutation WithdrawProposal($id: ID!, $expectedVersion: Int!) { withdrawAgreementProposal(id: $id, expectedVersion: $expectedVersion) ${answer} }`,
)
export const callOffText = graphQuery<{ callOffMobility: Answer }, { id: string; expectedVersion: number; reason: string }>(
  `mutation CallOff($id: ID!, $expectedVersion: Int!, $reason: String!) { callOffMobility(id: $id, expectedVersion: $expectedVersion, reason: $reason) ${answer} }`,
)
export const followText = graphQuery<
  { followMobilities: readonly Outcome[] | null },
  { agreements: readonly { readonly id: string; readonly expectedVersion: number }[]; move: string }
>(`mutation FollowMobilities($agreements: [AgreementToMove!]!, $move: String!) { followMobilities(agreements: $agreements, move: $move) ${outcomes} }`)

export const recogniseText = graphQuery<
  { recogniseMobility: Answer },
  { id: string; expectedVersion: number; decisions: readonly { readonly componentId: string; readonly credits: number; readonly text: string }[] }
>(
  `mutation RecogniseMobility($id: ID!, $expectedVersion: Int!, $decisions: [ComponentDecisionInput!]!) { recogniseMobility(id: $id, expectedVersion: $expectedVersion, decisions: $decisions) ${answer} }`,
)

/** Does one act on one agreement; a refusal is thrown as a fault. */
export async function actOnOne<Variables>(text: GraphQuery<Readonly<Record<string, unknown>>, Variables>, variables: Variables): Promise<Acted> {
  const [done] = Object.values(await execute(text, variables)) as (Answer | readonly Outcome[] | null)[]
  if (!done) throw new Fault('forbidden')
  if (isMany(done)) {
    const [one] = done
    if (!one) throw new Fault('internal')
    if (one.refusal) throw refusedBy(one.refusal)
    return { __typename: 'LearningAgreement', id: one.id }
  }
  if (done.__typename === 'Problem') throw refusedBy(done)
  return done
}
const isMany = (done: Answer | readonly Outcome[]): done is readonly Outcome[] => Array.isArray(done)

/** Whatever was done, every list, count and page of agreements is asked anew. Also after a refusal: it often says that something else stands by now. */
export function useAct<Given, Done>(act: (given: Given) => Promise<Done>, onDone?: (done: Done) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSettled: () => queries.invalidateQueries({ queryKey: ['agreements'] }),
    ...(onDone && { onSuccess: (done: Done) => onDone(done) }),
  })
}
