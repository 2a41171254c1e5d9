import { enrolments, type SubmittedEnrolment } from '@collegium/contracts'
import { aboutOffering } from '../files/domain/rows.ts'
import type { ImportTemplate } from '../files/import-template.ts'
import { learnerOf } from '../results-file/domain/checked-results.ts'
import { CheckedEnrolments } from './domain/checked-enrolments.ts'
import type { EnrolmentRow } from './domain/enrolment-row.ts'

/** The roster of a course, handed in by its lead for all homes. */
export const enrolmentsTemplate: ImportTemplate = {
  file: enrolments,
  by: ['international-office', 'examinations-office', 'institution-administrator'],
  offering: 'led',
  grouped: false,
  judge: (context) => new CheckedEnrolments(aboutOffering(context)),
  // Who may take part is asked of the offering again when mobility enrols.
  judgeAgain: () => [],
  placeOf: (values: EnrolmentRow) => ({ home: values.home, attempt: 1, stream: learnerOf(values) }),
}

/** A good line as mobility is told it. */
export function enrolmentOfRow(submissionId: string, { home, studentStatus, prerequisites, ...learner }: EnrolmentRow): SubmittedEnrolment {
  if (home === null || studentStatus === null) throw new Error('A line of a roster was submitted although it is not complete')
  return { submissionId, home, learner, studentStatus, prerequisites }
}
