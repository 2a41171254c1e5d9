import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Id, SchacId, Version } from '../values.ts'

/** Two pseudonyms of one person. `learnerId` goes on; facts told under `mergedId` are about the same learner. */
const facts = { learnerId: Id, mergedId: Id, home: SchacId, pairId: Id, version: Version }

export const LearnerMerged = eventType('learner', 'merged', 1, 'learnerId', Type.Object(facts))
/** The merge was a mistake: the two are two again. */
export const LearnerUnmerged = eventType('learner', 'unmerged', 1, 'learnerId', Type.Object(facts))

export const learnerTopic = [LearnerMerged, LearnerUnmerged] as const
