import { Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { Id, Nullable, SchacId } from '../values.ts'

/** `instanceId` is null where the file is about no offer. */
const facts = { runId: Id, template: Type.String(), institution: SchacId, instanceId: Nullable(Id) }
const rows = Type.Integer({ minimum: 0 })

export const ImportChecked = eventType('import', 'checked', 1, 'runId', Type.Object({ ...facts, rows, good: rows, refused: rows, waiting: rows }))
export const ImportAccepted = eventType('import', 'accepted', 1, 'runId', Type.Object({ ...facts, submitted: rows }))
export const ImportUndone = eventType('import', 'undone', 1, 'runId', Type.Object({ ...facts, submissions: rows }))

export const importTopic = [ImportChecked, ImportAccepted, ImportUndone] as const
