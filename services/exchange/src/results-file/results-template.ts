import { jointCourseResults } from '@collegium/contracts'
import { aboutOffering } from '../files/domain/rows.ts'
import type { ImportTemplate } from '../files/import-template.ts'
import { CheckedResults, learnerOf } from './domain/checked-results.ts'
import { normaliseAgain } from './domain/normalise-again.ts'
import type { ResultRow } from './domain/result-row.ts'
import { readElmo } from './read-elmo.ts'

/** Results of a joint course, handed in by its lead. */
export const resultsTemplate: ImportTemplate = {
  file: jointCourseResults,
  by: ['examinations-office', 'institution-administrator'],
  offering: 'led',
  grouped: false,
  judge: (context) => new CheckedResults(aboutOffering(context)),
  judgeAgain: (values: ResultRow, context) => normaliseAgain(values, aboutOffering(context)),
  placeOf: (values: ResultRow) => ({ home: values.home, attempt: values.attempt, stream: learnerOf(values) }),
  readXml: readElmo,
}
