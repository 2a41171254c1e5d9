import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Id, Nullable, ReasonCode, SchacId } from '../values.ts'

const facts = {
  deliveryId: Id,
  endpointId: Id,
  receiver: SchacId,
  eventId: Id,
  eventType: Type.String(),
  enrolmentId: Nullable(Id),
  attempts: Type.Integer({ minimum: 1 }),
}
/** The partner's endpoint answered 2xx. */
export const DeliveryAcknowledged = eventType('delivery', 'acknowledged', 1, 'deliveryId', Type.Object(facts))
/** All tries are used up; an office can resend. */
export const DeliveryParked = eventType('delivery', 'parked', 1, 'deliveryId', Type.Object({ ...facts, reason: ReasonCode }))
export const deliveryTopic = [DeliveryAcknowledged, DeliveryParked] as const
