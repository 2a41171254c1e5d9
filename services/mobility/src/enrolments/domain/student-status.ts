import type { StudentStatus } from '@collegium/contracts'

export { type StudentStatus, studentStatuses } from '@collegium/contracts'

/** What follows from a student status. */
export interface StatusRules {
  /** Who asks for money: the home as for all its students, nobody, or the course itself. */
  readonly fee: 'home-tuition' | 'waived' | 'course-fee'
  readonly access: readonly ('learning-platform' | 'library' | 'campus' | 'student-services')[]
  /** Whether results can be entered for somebody with this status. */
  readonly examinations: boolean
}

/**
 * Fee and access by student status (H04; short formats leave it open, so the hub writes it down once). Data: an alliance that
 * agrees on something else changes this table and nothing more.
 */
export const statusRules = {
  regular: { fee: 'home-tuition', access: ['learning-platform', 'library', 'campus', 'student-services'], examinations: true },
  visiting: { fee: 'waived', access: ['learning-platform', 'library', 'campus', 'student-services'], examinations: true },
  'virtual-mobility': { fee: 'waived', access: ['learning-platform', 'library'], examinations: true },
  external: { fee: 'course-fee', access: ['learning-platform', 'library'], examinations: true },
  staff: { fee: 'waived', access: ['learning-platform', 'library', 'campus'], examinations: true },
  none: { fee: 'course-fee', access: ['learning-platform'], examinations: false },
} as const satisfies Record<StudentStatus, StatusRules>
