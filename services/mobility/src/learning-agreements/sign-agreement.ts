import { refuse } from '@collegium/contracts'
import { type Acting, actOnAgreements } from './act-on-agreements.ts'
import type { Conducted } from './conduct.ts'
import type { Signer } from './domain/agreement.ts'
import { agreementRulesOf } from './rules-of-year.ts'
import { studentsOf } from './students.ts'
import { missingOf } from './student-vault.ts'

/** What is signed: a version, by its hash. */
export interface ToSign {
  readonly id: string
  readonly hash: string
}

/**
 * The student, then the sending institution sign what stands under the hash that each saw (R14). With the second signature the receiver
 * is asked. EWP wants the student's data whole before anybody signs; what is missing is named by field, never by value.
 */
export async function signAgreements(acting: Acting, signed: readonly ToSign[], signer: Signer | null): Promise<Map<string, Conducted>> {
  const hashes = new Map(signed.map((one) => [one.id, one.hash]))
  const students = await studentsOf(acting, [...hashes.keys()])
  return actOnAgreements(acting, [...hashes.keys()], ({ row, agreement }, side, by) => {
    const student = students.get(row.id)
    if (!student) return refuse('learner-erased')
    const missing = missingOf(student)
    if (missing.length > 0) return refuse('student-incomplete', { missing })
    const signing = { side, ...by, expectedVersion: agreement.version, hash: hashes.get(row.id) ?? '', rules: agreementRulesOf(row) }
    if (side === 'learner') return { command: { ...signing, move: 'sign-as-student' } }
    return signer ? { command: { ...signing, move: 'sign-for-sending', signer } } : refuse('signer-incomplete')
  })
}
