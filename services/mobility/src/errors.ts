import type { ErrorCatalogue } from '@collegium/service-kit'
import { enrollingErrors } from './errors/enrolling.ts'
import { gradingErrors } from './errors/grading.ts'
import { learnerErrors } from './errors/learners.ts'
import { nominationErrors } from './errors/nominations.ts'
import { recordingErrors } from './errors/recording.ts'

/** The one catalogue of the service; each context writes its part under `errors/`. */
export const errors = { ...enrollingErrors, ...gradingErrors, ...learnerErrors, ...nominationErrors, ...recordingErrors } as const satisfies ErrorCatalogue
