import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Day, Id, Nullable, OneOf, ReasonCode, SchacId, Version } from '../values.ts'

const facts = {
  confirmationId: Id,
  version: Version,
  mobilityId: Id,
  learnerId: Id,
  sending: SchacId,
  receiving: SchacId,
  kind: OneOf(['arrival', 'stay', 'attendance'] as const),
}

/** The receiving institution has confirmed arrival, stay or attendance, with the real days. */
export const ConfirmationIssued = eventType(
  'confirmation',
  'issued',
  1,
  'mobilityId',
  Type.Object({ ...facts, arrivedOn: Nullable(Day), leftOn: Nullable(Day) }),
)
export const ConfirmationWithdrawn = eventType('confirmation', 'withdrawn', 1, 'mobilityId', Type.Object({ ...facts, reason: ReasonCode }))

export const confirmationTopic = [ConfirmationIssued, ConfirmationWithdrawn] as const
