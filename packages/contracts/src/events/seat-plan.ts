import { type Static, Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Id, ReasonCode, SchacId, Version } from '../values.ts'

const seats = Type.Integer({ minimum: 0, maximum: 100_000 })
/** Seats of an instance: in all, and how many of them are kept for the learners of a partner. Whoever has none kept shares the rest. */
export const SeatPlan = Type.Object({ total: seats, perPartner: Type.Array(Type.Object({ institution: SchacId, seats }), { maxItems: 100 }) })
export type SeatPlan = Static<typeof SeatPlan>

/** `request` counts the lead's requests for this instance: the answer names the one that it answers. */
const facts = { instanceId: Id, lead: SchacId, request: Version, version: Version }

/** Enrolling follows this plan from now on. */
export const SeatPlanConfirmed = eventType('seat-plan', 'confirmed', 1, 'instanceId', Type.Object({ ...facts, plan: SeatPlan, taken: seats }))
/** The plan before stays: more seats are taken than would be left. */
export const SeatPlanRefused = eventType('seat-plan', 'refused', 1, 'instanceId', Type.Object({ ...facts, plan: SeatPlan, taken: seats, reason: ReasonCode }))
export const seatPlanTopic = [SeatPlanConfirmed, SeatPlanRefused] as const
