import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Day, Id, OneOf, SchacId } from '../values.ts'

const facts = { requestId: Id, learnerId: Id, home: SchacId }

/** A learner asked to be erased (GDPR 17). Nothing is destroyed yet: duties of retention are looked at first. */
export const ErasureRequested = eventType('erasure', 'requested', 1, 'learnerId', Type.Object({ ...facts, dueBy: Day }))
/** `full`: the learner's keys are destroyed, here and wherever else there are some. `partial`: mobility wiped what no duty covers; elsewhere nothing is due. */
export const ErasureCompleted = eventType(
  'erasure',
  'completed',
  1,
  'learnerId',
  Type.Object({
    ...facts,
    extent: OneOf(['full', 'partial'] as const),
    /** Pseudonyms that were merged into this learner: they are erased with it. */
    mergedIds: Type.Array(Id),
    /** The learner's enrolments and whoever leads them: where their data lies outside mobility. */
    enrolmentIds: Type.Array(Id),
    leads: Type.Array(SchacId),
  }),
)

export const erasureTopic = [ErasureRequested, ErasureCompleted] as const
