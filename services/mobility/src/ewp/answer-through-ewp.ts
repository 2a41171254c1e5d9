import { isRefusal, type Refusal, refuse } from '@collegium/contracts'
import { sightOf } from '@collegium/graph-kit'
import { and, eq } from 'drizzle-orm'
import type { Acting } from '../learning-agreements/act-on-agreements.ts'
import { approveProposals, commentOnProposal } from '../learning-agreements/answer-proposal.ts'
import { learningAgreements } from '../learning-agreements/tables.ts'
import { readUpdateRequest, type UpdateRequest, writeUpdateResponse } from './domain/update-request.ts'

/**
 * Carries out an `omobility-las-update-request` of the receiving institution, on whose behalf `acting` is: the office's own answer, by another
 * door. Said twice it is done once and answered alike. A mobility that is unknown, of another sending institution, or not the caller's to answer
 * is `ewp-unknown-mobility` (400); an overtaken proposal is `superseded-proposal` (409), both as EWP has it.
 *
 * @returns `response`: the `omobility-las-update-response`
 */
export async function answerThroughEwp(acting: Acting, xml: string): Promise<{ readonly response: string } | Refusal> {
  const request = readUpdateRequest(xml)
  if (isRefusal(request)) return request
  if (!(await mayAnswer(acting, request))) return refuse('ewp-unknown-mobility')
  const { verb, mobilityId: id, proposalId: hash, signer, comment } = request
  const answered =
    verb === 'approve'
      ? ((await approveProposals(acting, [{ id, hash }], signer)).get(id) ?? refuse('ewp-unknown-mobility'))
      : await commentOnProposal(acting, { id, hash }, comment, signer)
  if (isRefusal(answered)) return answered.refused === 'not-found' ? refuse('ewp-unknown-mobility') : answered
  return { response: writeUpdateResponse([{ language: 'en', text: verb === 'approve' ? 'The approval was received.' : 'The comment was received.' }]) }
}

/** Only a mobility of the hub's own has a UUID as its id. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function mayAnswer({ dependencies, session }: Acting, { mobilityId, sending }: UpdateRequest): Promise<boolean> {
  if (!uuid.test(mobilityId) || session.institution === null) return false
  const found = await dependencies.database
    .reader(sightOf(session))
    .select({ id: learningAgreements.id })
    .from(learningAgreements)
    .where(and(eq(learningAgreements.id, mobilityId), eq(learningAgreements.sending, sending), eq(learningAgreements.receiving, session.institution)))
  return found.length > 0
}
