import type { StudentStatus } from '@collegium/contracts'
import type { ResultRow } from '../../results-file/domain/result-row.ts'

/** A line of a roster in its normal form. */
export interface EnrolmentRow extends Pick<ResultRow, 'esi' | 'home' | 'localId' | 'givenNames' | 'familyName' | 'birthDate' | 'email'> {
  readonly studentStatus: StudentStatus | null
  /** `met`, or why the student may do without; null where the list says nothing. */
  readonly prerequisites: string | null
}
