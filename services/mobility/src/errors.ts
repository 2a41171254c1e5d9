import type { ErrorCatalogue } from '@collegium/service-kit'
import { learnerErrors } from './errors/learners.ts'
import { nominationErrors } from './errors/nominations.ts'
import { recordingErrors } from './errors/recording.ts'

/** The one catalogue of the service; each context writes its part under `errors/`. */
export const errors = { ...learnerErrors, ...nominationErrors, ...recordingErrors } as const satisfies ErrorCatalogue
