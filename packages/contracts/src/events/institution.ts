import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Multilingual, SchacId, Version } from '../values.ts'

/** What everyone may know of an organisation. `version` is of the institution. */
export const InstitutionVerified = eventType(
  'institution',
  'verified',
  1,
  'schacId',
  Type.Object({
    schacId: SchacId,
    version: Version,
    name: Multilingual,
    /** ISO 3166-1 alpha-2. */
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    city: Type.String(),
    legalIdentifier: Type.String(),
    /** External quality assurance of the institution itself. */
    accreditation: Type.Union([
      Type.Object({
        kind: Type.Literal('institutional'),
        agency: Type.String(),
        title: Type.String(),
        report: Type.String(),
        validUntil: Type.String({ format: 'date' }),
      }),
      Type.Null(),
    ]),
  }),
)
export const institutionTopic = [InstitutionVerified] as const
