import { learningAgreements } from '@collegium/contracts'
import type { ImportTemplate } from '../files/import-template.ts'
import type { AgreementRow } from './domain/agreement-row.ts'
import { CheckedAgreements } from './domain/checked-agreements.ts'

/** Learning agreements of outgoing students, handed in by the sending institution. */
export const agreementsTemplate: ImportTemplate = {
  file: learningAgreements,
  by: ['international-office', 'institution-administrator'],
  offering: 'none',
  grouped: true,
  judge: (context) => new CheckedAgreements(context),
  judgeAgain: () => [],
  placeOf: (values: AgreementRow, institution) => ({ home: institution, attempt: 1, stream: (values.mobility ?? '').toLowerCase() }),
}
