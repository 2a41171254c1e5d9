import type { RecognitionCommitment } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { contentHash } from '@collegium/service-kit'
import { agreements } from '../tables.ts'

export interface Proposal {
  readonly id: string
  readonly parties: readonly string[]
  readonly title: string
  readonly validFrom: string
  readonly validUntil: string
  readonly commitments: readonly RecognitionCommitment[]
}

/** What the parties sign: RFC 8785 canonical form, SHA-256, hexadecimal. */
export const contentHashOf = (proposal: Proposal): string => contentHash(proposal)

/** Puts an agreement before its parties. Nothing applies until each has signed the same content. */
export async function proposeAgreement(tx: Transaction, proposal: Proposal, at: string): Promise<{ id: string; version: 1; contentHash: string }> {
  const signed = contentHashOf(proposal)
  await insertRows(tx.sql, agreements, [
    {
      ...proposal,
      parties: [...proposal.parties],
      commitments: [...proposal.commitments],
      version: 1,
      state: 'proposed',
      contentHash: signed,
      signatures: [],
      changedAt: at,
    },
  ])
  return { id: proposal.id, version: 1, contentHash: signed }
}
