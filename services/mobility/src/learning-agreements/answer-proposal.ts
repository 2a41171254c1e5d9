import { type Acting, actOnAgreements } from './act-on-agreements.ts'
import type { Conducted } from './conduct.ts'
import type { Signer } from './domain/agreement.ts'
import type { ToSign } from './sign-agreement.ts'

/** The receiving institution approves what stands under the hash that it saw. Again with the same hash: nothing happens a second time. */
export const approveProposals = (acting: Acting, approved: readonly ToSign[], signer: Signer): Promise<Map<string, Conducted>> => {
  const hashes = new Map(approved.map((one) => [one.id, one.hash]))
  return actOnAgreements(acting, [...hashes.keys()], ({ row, agreement }, side, at) => ({
    command: { move: 'approve', side, roles: acting.session.roles, expectedVersion: agreement.version, at, hash: hashes.get(row.id) ?? '', signer },
  }))
}

/** The receiving institution asks for changes, in words; EWP calls it a comment. The version and the words stay readable. */
export const commentOnProposal = async (acting: Acting, commented: ToSign, text: string, signer: Signer): Promise<Conducted> =>
  (
    await actOnAgreements(acting, [commented.id], ({ agreement }, side, at) => ({
      command: { move: 'comment', side, roles: acting.session.roles, expectedVersion: agreement.version, at, hash: commented.hash, text, signer },
      reason: text.trim() || null,
    }))
  ).get(commented.id) ?? { refused: 'not-found' }
