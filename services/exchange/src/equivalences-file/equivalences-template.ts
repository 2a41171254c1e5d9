import { courseEquivalences, type SubmittedEquivalence } from '@collegium/contracts'
import type { ImportTemplate } from '../files/import-template.ts'
import { CheckedEquivalences, pairOf } from './domain/checked-equivalences.ts'
import type { EquivalenceRow } from './domain/equivalence-row.ts'

/** An institution's own list of what courses of others were recognised as. */
export const equivalencesTemplate: ImportTemplate = {
  file: courseEquivalences,
  by: ['international-office', 'recognition-office', 'institution-administrator'],
  offering: 'none',
  grouped: false,
  judge: (context) => new CheckedEquivalences(context),
  judgeAgain: () => [],
  placeOf: (values: EquivalenceRow, institution) => ({ home: institution, attempt: 1, stream: pairOf(values) }),
}

/** A good row as mobility is told it. */
export function equivalenceOfRow(submissionId: string, values: EquivalenceRow): SubmittedEquivalence {
  const { provider, courseCode, courseTitle, ects, recognisedCode, recognisedTitle, recognisedEcts, decidedBy, decidedOn, validUntil } = values
  if (!provider || !courseCode || !courseTitle || !recognisedCode || !recognisedTitle || !recognisedEcts || !decidedBy || !decidedOn)
    throw new Error('A precedent was submitted although it is not complete')
  return {
    submissionId,
    provider,
    courseCode,
    courseTitle,
    ects: ects === null ? null : Number(ects),
    recognisedCode,
    recognisedTitle,
    recognisedEcts: Number(recognisedEcts),
    decidedBy,
    decidedOn,
    validUntil,
  }
}
