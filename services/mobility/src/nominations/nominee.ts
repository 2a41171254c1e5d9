import { randomBytes } from 'node:crypto'
import { contentHash } from '@collegium/service-kit'
import type { HeldLearner } from '../learners/domain/identity.ts'
import type { LearnerVault } from '../learners/vault.ts'
import type { NominationContent } from './domain/content.ts'

/** What the receiving institution has to know of a person to admit them (EWP omobilities 3, student). */
export interface Nominee extends Omit<HeldLearner, 'localId'> {
  /** What the sender adds in words. It may speak of the person, so it lies with the person. */
  readonly comment: string | null
  /** Random: without it nobody can find a person by trying names against the commitment. */
  readonly salt: string
}

const context = (nominationId: string, proposal: number) => `nominee:${nominationId}:${proposal}`
const commentContext = (nominationId: string, proposal: number, verb: string) => `nomination-answer:${nominationId}:${proposal}:${verb}`

/** The person as they are nominated, from what their home holds. */
export function nomineeOf(held: HeldLearner, comment: string | null): Nominee {
  const { localId: _staysAtHome, ...person } = held
  return { ...person, comment, salt: randomBytes(16).toString('base64url') }
}
export const commitmentTo = (nominee: Nominee): string => contentHash(nominee)
/** What the receiver approves: RFC 8785, SHA-256, hexadecimal. */
export const contentHashOf = (content: NominationContent): string => contentHash(content)

export const sealNominee = (vault: LearnerVault, key: Uint8Array, nominationId: string, proposal: number, nominee: Nominee) =>
  Buffer.from(vault.seal(key, context(nominationId, proposal), nominee))
export const openNominee = (vault: LearnerVault, key: Uint8Array, nominationId: string, proposal: number, sealed: Uint8Array) =>
  vault.open<Nominee>(key, context(nominationId, proposal), sealed)
export const sealComment = (vault: LearnerVault, key: Uint8Array, nominationId: string, proposal: number, verb: string, comment: string) =>
  Buffer.from(vault.seal(key, commentContext(nominationId, proposal, verb), comment))
export const openComment = (vault: LearnerVault, key: Uint8Array, nominationId: string, proposal: number, verb: string, sealed: Uint8Array) =>
  vault.open<string>(key, commentContext(nominationId, proposal, verb), sealed)
