import { isRefusal, type Refusal, refuse } from '@collegium/contracts'
import type { Signer } from '../../learning-agreements/domain/agreement.ts'
import { commonTypes, getResponse, updateRequest, updateResponse } from './namespaces.ts'
import { childOf, element, leaf, readXml, textOf, writeXml, type XmlElement } from './xml.ts'

/** What the receiving institution answers to a proposal. */
export interface UpdateRequest {
  readonly verb: 'approve' | 'comment'
  readonly sending: string
  readonly mobilityId: string
  /** The `id` of the `changes-proposal` that its office saw: our hash. */
  readonly proposalId: string
  /** Empty in an approval. */
  readonly comment: string
  readonly signer: Signer
  /** When the partner says that it was signed. */
  readonly signedAt: string
}

const verbs = [
  ['approve-proposal-v1', 'approve'],
  ['comment-proposal-v1', 'comment'],
] as const

/**
 * Reads an `omobility-las-update-request`: exactly one of the two verbs, everything that the schema demands, and a signature with a person in it,
 * whose parts stand in the namespace of `get-response`. Elements that it does not know are passed over.
 */
export function readUpdateRequest(xml: string): UpdateRequest | Refusal {
  const root = readXml(xml)
  if (isRefusal(root)) return root
  if (root.name !== 'omobility-las-update-request' || root.namespace !== updateRequest) return refuse('ewp-malformed', { fault: 'other-document' })
  const said = verbs.flatMap(([name, verb]) =>
    root.children.filter((one) => one.name === name && one.namespace === updateRequest).map((one) => ({ verb, one })),
  )
  const [act] = said
  if (!act || said.length > 1) return refuse('ewp-malformed', { fault: 'one-of', oneOf: verbs.map(([name]) => name) })
  const missing: string[] = []
  const needed = (on: XmlElement, name: string): string => {
    const found = textOf(on, updateRequest, name)
    if (found === null) missing.push(name)
    return found ?? ''
  }
  const sending = needed(root, 'sending-hei-id')
  const mobilityId = needed(act.one, 'omobility-id')
  const proposalId = needed(act.one, 'changes-proposal-id')
  const comment = act.verb === 'comment' ? needed(act.one, 'comment') : ''
  if (missing.length > 0) return refuse('ewp-malformed', { fault: 'missing', missing })
  const signature = childOf(act.one, updateRequest, 'signature')
  const part = (name: string) => textOf(signature, getResponse, name)
  const [name, position, email, signedAt] = [part('signer-name'), part('signer-position'), part('signer-email'), part('timestamp')]
  if (!name || !position || !email || !signedAt || Number.isNaN(Date.parse(signedAt))) {
    const parts = { 'signer-name': name, 'signer-position': position, 'signer-email': email, timestamp: signedAt }
    return refuse('ewp-signature-missing', { missing: Object.keys(parts).filter((one) => !parts[one as keyof typeof parts]) })
  }
  return { verb: act.verb, sending, mobilityId, proposalId, comment, signer: { name, position, email }, signedAt }
}

/** Words for a person, with the language they are in (BCP 47). */
export interface UserMessage {
  readonly language: string
  readonly text: string
}

/** `omobility-las-update-response`: that it was done, with words that the client shows to whoever did it. */
export const writeUpdateResponse = (messages: readonly UserMessage[]): string =>
  writeXml(
    element(
      'omobility-las-update-response',
      messages.map(({ language, text }) => element('ewp:success-user-message', text, { 'xml:lang': language })),
      { xmlns: updateResponse, 'xmlns:ewp': commonTypes },
    ),
  )

/** EWP's `error-response`, the body of every 4xx and 5xx. */
export const writeErrorResponse = (developer: string, messages: readonly UserMessage[] = []): string =>
  writeXml(
    element(
      'error-response',
      [leaf('developer-message', developer), ...messages.map(({ language, text }) => element('user-message', text, { 'xml:lang': language }))],
      { xmlns: commonTypes },
    ),
  )
