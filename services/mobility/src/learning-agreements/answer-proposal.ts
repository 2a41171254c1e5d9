import { type Acting, actOnAgreement, actOnAgreements } from './act-on-agreements.ts'
import type { Conducted } from './conduct.ts'
import type { Signer } from './domain/agreement.ts'
import type { ToSign } from './sign-agreement.ts'

/** The receiving institution approves what stands under the hash that it saw. Again with the same hash: nothing happens a second time. */
export const approveProposals = (acting: Acting, approved: readonly ToSign[], signer: Signer): Promise<Map<string, Conducted>> => {
  const hashes = new Map(approved.map((one) => [one.id, one.hash]))
  return actOnAgreements(acting, [...hashes.keys()], ({ row, agreement }, side, by) => ({
    command: { move: 'approve', side, ...by, expectedVersion: agreement.version, hash: hashes.get(row.id) ?? '', signer },
  }))
}

/** The receiving institution asks for changes, in words; EWP calls it a comment. The version and the words stay readable. */
export const commentOnProposal = (acting: Acting, { id, hash }: ToSign, text: string, signer: Signer): Promise<Conducted> =>
  actOnAgreement(acting, id, ({ agreement }, side, by) => ({
    command: { move: 'comment', side, ...by, expectedVersion: agreement.version, hash, text, signer },
    reason: text.trim() || null,
  }))
