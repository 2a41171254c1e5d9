import { randomBytes } from 'node:crypto'
import { blindIndex } from '@collegium/database'
import { searchWords } from '@collegium/vocabulary'
import type { LearnerVault } from '../learners/vault.ts'
import { commitmentTo, type Student } from './content-hash.ts'

const context = (agreementId: string) => `agreement-student:${agreementId}`

/** Seals the student of an agreement under the learner's key. The salt goes with them: both are gone once the key is. */
export function sealStudent(vault: LearnerVault, key: Uint8Array, agreementId: string, student: Student): { student: Buffer; studentCommitment: string } {
  const salt = randomBytes(32).toString('hex')
  return { student: Buffer.from(vault.seal(key, context(agreementId), { student, salt })), studentCommitment: commitmentTo(student, salt) }
}

export const openStudent = (vault: LearnerVault, key: Uint8Array, agreementId: string, sealed: Uint8Array): Student =>
  vault.open<{ student: Student }>(key, context(agreementId), sealed).student

/** One token per word of the name, and the ESI: whoever may see an agreement finds it by a whole word, and the table gives no name away. */
export const nameTokensOf = (secret: Uint8Array, student: Student): string[] => [
  ...new Set(
    [...searchWords(`${student.givenNames} ${student.familyName}`), ...(student.esi ? [student.esi.toLowerCase()] : [])].map((word) => tokenOf(secret, word)),
  ),
]
export const tokenOf = (secret: Uint8Array, word: string): string => blindIndex(secret, 'agreement-name', word)

/** What is still missing before anybody can sign (EWP: all of it is mandatory). */
export const missingOf = (student: Student): readonly string[] =>
  (['givenNames', 'familyName', 'birthDate', 'esi', 'citizenship', 'gender', 'email'] as const).filter(
    (field) => student[field] === null || student[field] === '',
  )
