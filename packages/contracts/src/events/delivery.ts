import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Id, Nullable, ReasonCode, SchacId, Sha256, Version } from '../values.ts'

/** What was told of a mobility: its nomination, agreement, transcript and confirmations carry one id. Absent where the message was about an enrolment. */
const mobility = Type.Object({
  mobilityId: Id,
  /** Whom the fact came from: they want to know whether it has arrived. */
  sender: SchacId,
  version: Version,
  /** Which version of its content, and the hash of it, where the fact names one. */
  proposal: Nullable(Type.Integer({ minimum: 1 })),
  proposalHash: Nullable(Sha256),
})
const about = {
  deliveryId: Id,
  endpointId: Id,
  receiver: SchacId,
  eventId: Id,
  eventType: Type.String(),
  enrolmentId: Nullable(Id),
  mobility: Type.Optional(mobility),
}
const facts = { ...about, attempts: Type.Integer({ minimum: 1 }) }
/** A message about a mobility is on its way to a partner's endpoint. Messages about enrolments are told of at their end alone. */
export const DeliveryBegun = eventType('delivery', 'begun', 1, 'deliveryId', Type.Object({ ...about, mobility }))
/** The partner's endpoint answered 2xx. */
export const DeliveryAcknowledged = eventType('delivery', 'acknowledged', 1, 'deliveryId', Type.Object(facts))
/** All tries are used up; an office can resend. */
export const DeliveryParked = eventType('delivery', 'parked', 1, 'deliveryId', Type.Object({ ...facts, reason: ReasonCode }))
export const deliveryTopic = [DeliveryBegun, DeliveryAcknowledged, DeliveryParked] as const
