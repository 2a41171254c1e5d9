import type { ErrorCatalogue } from '@collegium/service-kit'
import { recordingErrors } from './errors/recording.ts'

/** The one catalogue of the service; each context writes its part under `errors/`. */
export const errors = { ...recordingErrors } as const satisfies ErrorCatalogue
