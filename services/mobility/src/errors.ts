import type { ErrorCatalogue } from '@collegium/service-kit'
import { dossierErrors } from './errors/dossiers.ts'
import { enrollingErrors } from './errors/enrolling.ts'
import { equivalenceErrors } from './errors/equivalences.ts'
import { ewpErrors } from './errors/ewp.ts'
import { gradingErrors } from './errors/grading.ts'
import { confirmationErrors } from './errors/confirmations.ts'
import { gradeConversionErrors } from './errors/grade-conversion.ts'
import { importingErrors } from './errors/importing.ts'
import { learnerErrors } from './errors/learners.ts'
import { learningAgreementErrors } from './errors/learning-agreements.ts'
import { mailErrors } from './errors/mails.ts'
import { nominationErrors } from './errors/nominations.ts'
import { programmeErrors } from './errors/programmes.ts'
import { recordingErrors } from './errors/recording.ts'
import { savedViewErrors } from './errors/saved-views.ts'
import { transcriptErrors } from './errors/transcripts.ts'

/** The one catalogue of the service; each context writes its part under `errors/`. */
export const errors = {
  ...dossierErrors,
  ...enrollingErrors,
  ...equivalenceErrors,
  ...ewpErrors,
  ...gradingErrors,
  ...importingErrors,
  ...learnerErrors,
  ...learningAgreementErrors,
  ...mailErrors,
  ...nominationErrors,
  ...programmeErrors,
  ...recordingErrors,
  ...confirmationErrors,
  ...gradeConversionErrors,
  ...savedViewErrors,
  ...transcriptErrors,
} as const satisfies ErrorCatalogue
