import type { EventType } from './event-type.ts'
import { agreementTopic } from './events/agreement.ts'
import { confirmationTopic } from './events/confirmation.ts'
import { credentialTopic } from './events/credential.ts'
import { deliveryTopic } from './events/delivery.ts'
import { enrolmentTopic } from './events/enrolment.ts'
import { gradingTableTopic } from './events/grading-table.ts'
import { importTopic } from './events/import.ts'
import { institutionTopic } from './events/institution.ts'
import { learningAgreementTopic } from './events/learning-agreement.ts'
import { erasureTopic } from './events/erasure.ts'
import { learnerTopic } from './events/learner.ts'
import { nominationTopic } from './events/nomination.ts'
import { opportunityTopic } from './events/opportunity.ts'
import { recognitionCaseTopic } from './events/recognition-case.ts'
import { resultTopic } from './events/result.ts'
import { seatPlanTopic } from './events/seat-plan.ts'
import { submissionSettlementTopic, submissionTopic } from './events/submission.ts'
import { termCalendarTopic } from './events/term-calendar.ts'
import { transcriptTopic } from './events/transcript.ts'
import type { ServiceName } from './services.ts'

export interface Topic {
  readonly name: string
  readonly types: readonly EventType[]
  /** The one service that writes it. */
  readonly writer: ServiceName
  readonly partitions: number
  /** Days, or null for ever (design 3.2). */
  readonly retentionDays: number | null
}

const topic = (types: readonly [EventType, ...EventType[]], writer: ServiceName, partitions: number, retentionDays: number | null = null): Topic => ({
  name: types[0].topic,
  types,
  writer,
  partitions,
  retentionDays,
})

/** The one list of topics: types, writers, partitions, retention. Keys stand in the types. Partition counts are fixed: changing one would break the order per key. */
export const topics = [
  topic(institutionTopic, 'registry', 1),
  topic(agreementTopic, 'registry', 1),
  topic(termCalendarTopic, 'registry', 1),
  topic(gradingTableTopic, 'registry', 1),
  topic(opportunityTopic, 'catalogue', 1),
  topic(importTopic, 'exchange', 2),
  topic(submissionTopic, 'exchange', 4, 30),
  topic(submissionSettlementTopic, 'mobility', 4),
  topic(resultTopic, 'mobility', 4),
  topic(enrolmentTopic, 'mobility', 4),
  topic(learningAgreementTopic, 'mobility', 4),
  topic(nominationTopic, 'mobility', 4),
  topic(learnerTopic, 'mobility', 1),
  topic(erasureTopic, 'mobility', 1),
  topic(seatPlanTopic, 'mobility', 1),
  topic(transcriptTopic, 'mobility', 4),
  topic(confirmationTopic, 'mobility', 4),
  topic(credentialTopic, 'credentials', 4),
  topic(recognitionCaseTopic, 'recognition', 4),
  topic(deliveryTopic, 'exchange', 2),
] as const

const types = new Map(topics.flatMap((t) => t.types.map((type) => [type.type, type] as const)))
/** Finds an event type by its CloudEvents `type`; undefined for a type this version does not know. */
export const typeNamed = (name: string): EventType | undefined => types.get(name)
export const topicNamed = (name: string): Topic | undefined => topics.find((t) => t.name === name)
