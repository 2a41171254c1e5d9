import { type Static, Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { AcademicYear, Day, Ects, Id, IscedF, Multilingual, Nullable, OneOf, ReasonCode, SchacId, Sha256, Version } from '../values.ts'
import { SeatPlan } from './seat-plan.ts'

export const opportunityKinds = ['joint-course', 'blended-intensive-programme', 'micro-credential', 'module', 'programme'] as const
export const assessmentTypes = ['written-examination', 'oral-examination', 'project', 'portfolio', 'presentation', 'practical', 'continuous'] as const
export const participationForms = ['online', 'onsite', 'blended', 'virtual-exchange', 'work-based'] as const
export const identityChecks = [
  'unsupervised-without-identification',
  'supervised-without-identification',
  'supervised-online-with-identification',
  'onsite-with-identification',
] as const

/** Days, the first and the last included. */
const Period = Type.Object({ from: Day, until: Day })
export type Period = Static<typeof Period>

/** What makes an instance a blended intensive programme (R15). */
export const BipOffer = Type.Object({
  /** As the coordinator's beneficiary module numbers it; null until it has. Every sending institution needs it. */
  bipId: Nullable(Type.String({ maxLength: 100 })),
  /** The call under which it is funded; its rules hold. */
  callYear: Type.Integer({ minimum: 2021, maximum: 2100 }),
  coordinator: SchacId,
  receiver: SchacId,
  /** Where learners meet, travel excluded. */
  physical: Period,
  /** Collective work online: before, during or after. */
  virtual: Type.Array(Period, { minItems: 1, maxItems: 20 }),
})
export type BipOffer = Static<typeof BipOffer>

/** A term of a programme that is kept free for studying elsewhere, and what may fill it. */
export const MobilityWindow = Type.Object({
  windowId: Id,
  title: Multilingual,
  /** As the programme counts: 5 is its fifth term. */
  term: Type.Integer({ minimum: 1, maximum: 20 }),
  ects: Ects,
  /** Codes of the container modules that results from elsewhere may fill. */
  containers: Type.Array(Type.String({ minLength: 1, maxLength: 50 }), { maxItems: 50 }),
  partners: Type.Array(SchacId, { maxItems: 100 }),
})
export type MobilityWindow = Static<typeof MobilityWindow>

/** The description of what is learned (A01–A15): everything of Annex I that is not about one learner. */
export const Specification = Type.Object({
  specificationId: Id,
  version: Version,
  code: Type.String(),
  kind: OneOf(opportunityKinds),
  lead: SchacId,
  partners: Type.Array(SchacId),
  title: Multilingual,
  learningOutcomes: Type.Array(Type.Object({ title: Multilingual, escoSkill: Nullable(Type.String({ format: 'uri' })) }), { minItems: 1 }),
  ects: Ects,
  workloadHours: Type.Number({ minimum: 1 }),
  eqfLevel: Nullable(Type.Integer({ minimum: 1, maximum: 8 })),
  iscedF: IscedF,
  assessment: Type.Object({ type: OneOf(assessmentTypes), text: Multilingual }),
  participation: OneOf(participationForms),
  qualityAssurance: Type.Object({
    responsibleBody: SchacId,
    kind: OneOf(['institutional', 'programme'] as const),
    agency: Type.String(),
    title: Type.String(),
    report: Type.String(),
    validUntil: Day,
  }),
  prerequisites: Nullable(Multilingual),
  identityCheck: Nullable(OneOf(identityChecks)),
  stackability: Nullable(OneOf(['stand-alone', 'integrated', 'stackable'] as const)),
  language: Type.String({ pattern: '^[a-z]{2,3}$' }),
  mobilityWindows: Type.Optional(Type.Array(MobilityWindow, { maxItems: 20 })),
})
export type Specification = Static<typeof Specification>

/** The offer of a specification at a time. */
export const Instance = Type.Object({
  instanceId: Id,
  specificationId: Id,
  specificationVersion: Version,
  code: Type.String(),
  academicYear: AcademicYear,
  startsOn: Day,
  endsOn: Day,
  /** Which scale the lead marks in; see vocabulary's grading scales. */
  gradingScheme: Type.String(),
  /** Under this flag an accepted results file is confirmed and released in one act of the accepting examinations office. */
  releaseOnAcceptance: Type.Boolean(),
  bip: Type.Optional(BipOffer),
})
export type Instance = Static<typeof Instance>

export const OpportunityPublished = eventType(
  'opportunity',
  'published',
  1,
  'specificationId',
  Type.Object({ specificationId: Id, version: Version, specHash: Sha256, specification: Specification }),
)
export const OpportunityOpened = eventType(
  'opportunity',
  'opened',
  1,
  'specificationId',
  Type.Object({ specificationId: Id, version: Version, lead: SchacId, partners: Type.Array(SchacId), instance: Instance }),
)
export const OpportunityWithdrawn = eventType(
  'opportunity',
  'withdrawn',
  1,
  'specificationId',
  Type.Object({ specificationId: Id, version: Version, lead: SchacId, instanceId: Nullable(Id), reason: ReasonCode }),
)

/** The lead wants this many seats from now on. It is so once mobility, which counts who sits on them, has confirmed it. */
export const OpportunitySeatsRequested = eventType(
  'opportunity',
  'seats-requested',
  1,
  'specificationId',
  Type.Object({ specificationId: Id, lead: SchacId, instanceId: Id, request: Version, plan: SeatPlan }),
)

export const opportunityTopic = [OpportunityPublished, OpportunityOpened, OpportunityWithdrawn, OpportunitySeatsRequested] as const
