import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { mobilityTypes } from '../mobility.ts'
import { AcademicYear, Id, Nullable, OneOf, SchacId, Sha256, Version } from '../values.ts'

/**
 * What every fact about a nomination says. The id is the mobility's: its learning agreement and its transcript carry the same. `contentHash` covers the
 * learner's pseudonym and a salted commitment, never a name; comments stay in mobility.
 */
const facts = {
  nominationId: Id,
  version: Version,
  /** Which content, from 1; the hash is of that content. */
  proposal: Version,
  contentHash: Sha256,
  learnerId: Id,
  sending: SchacId,
  receiving: SchacId,
  type: OneOf(mobilityTypes),
  /** Of the receiving institution. */
  academicYear: AcademicYear,
  /** The blended intensive programme, where the nomination is to one. */
  programme: Nullable(Type.Object({ opportunityId: Id, callYear: Type.Integer({ minimum: 2021, maximum: 2100 }) })),
}

/** A nomination was sent, or its content was changed: the receiving institution is asked. */
export const NominationProposed = eventType('nomination', 'proposed', 1, 'nominationId', Type.Object(facts))
export const NominationApproved = eventType('nomination', 'approved', 1, 'nominationId', Type.Object(facts))
export const NominationRejected = eventType('nomination', 'rejected', 1, 'nominationId', Type.Object(facts))
/** `by` is the institution that cancelled. */
export const NominationCancelled = eventType('nomination', 'cancelled', 1, 'nominationId', Type.Object({ ...facts, by: SchacId }))

export const nominationTopic = [NominationProposed, NominationApproved, NominationRejected, NominationCancelled] as const
