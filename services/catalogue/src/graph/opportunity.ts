import {
  type BipOffer,
  isRefusal,
  type MobilityWindow,
  type Multilingual,
  type Period,
  faultsOf,
  SeatPlan as SeatPlanShape,
  type SeatPlan,
} from '@collegium/contracts'
import { demandRole, entity, type GraphContext, listLoader, loader, page, reader, reference, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { workloadWarning } from '@collegium/vocabulary'
import { and, asc, count, eq, gt, inArray, or } from 'drizzle-orm'
import { publishOpportunity } from '../opportunities/publish-opportunity.ts'
import { requestSeats } from '../opportunities/request-seats.ts'
import { publicInstances, publicOpportunities, type RequestedSeats } from '../tables.ts'
import { builder } from './builder.ts'

type Opportunity = typeof publicOpportunities.$inferSelect
type Instance = typeof publicInstances.$inferSelect

/** Who keeps what an institution offers. */
export const editors = ['catalogue-editor', 'international-office', 'institution-administrator'] as const

export const opportunities = (context: GraphContext) =>
  loader<Opportunity>(
    context,
    'opportunity',
    (ids) =>
      reader(context)
        .select()
        .from(publicOpportunities)
        .where(inArray(publicOpportunities.id, [...ids])),
    (row) => row.id,
  )
export const instances = (context: GraphContext) =>
  loader<Instance>(
    context,
    'instance',
    (ids) =>
      reader(context)
        .select()
        .from(publicInstances)
        .where(inArray(publicInstances.id, [...ids])),
    (row) => row.id,
  )
const instancesOf = (context: GraphContext) =>
  listLoader<Instance>(
    context,
    'instances-of',
    (ids) =>
      reader(context)
        .select()
        .from(publicInstances)
        .where(inArray(publicInstances.opportunityId, [...ids])),
    (row) => row.opportunityId,
  )

const inLanguage = (text: Multilingual, language: string | null | undefined): string => text[language ?? 'en'] ?? text.en ?? Object.values(text)[0] ?? ''

export const Institution = builder
  .objectRef<{ schacId: string }>('Institution')
  .implement({ extensions: reference('schacId'), fields: (t) => ({ schacId: t.exposeID('schacId') }) })

const DayPeriod = builder.objectRef<Period>('DayPeriod').implement({
  description: 'Days, the first and the last included.',
  fields: (t) => ({ from: t.expose('from', { type: 'Date' }), until: t.expose('until', { type: 'Date' }) }),
})

const Window = builder.objectRef<MobilityWindow>('MobilityWindow').implement({
  description: 'A term of a programme that is kept free for studying elsewhere.',
  fields: (t) => ({
    id: t.exposeID('windowId'),
    title: t.string({ args: { language: t.arg.string({ required: false }) }, resolve: ({ title }, { language }) => inLanguage(title, language) }),
    term: t.exposeInt('term'),
    ects: t.exposeFloat('ects'),
    containers: t.stringList({ description: 'Codes of the container modules that may be filled.', resolve: ({ containers }) => containers }),
    partners: t.field({ type: [Institution], nullable: { list: false, items: true }, resolve: ({ partners }) => partners.map((schacId) => ({ schacId })) }),
  }),
})

const Bip = builder.objectRef<BipOffer>('BlendedIntensiveProgramme').implement({
  description: 'What makes an instance a blended intensive programme.',
  fields: (t) => ({
    bipId: t.exposeString('bipId', { nullable: true, description: 'As the coordinator was given it; every sending university needs it.' }),
    callYear: t.exposeInt('callYear'),
    coordinator: t.field({ type: Institution, nullable: true, resolve: (bip) => ({ schacId: bip.coordinator }) }),
    receiver: t.field({ type: Institution, nullable: true, resolve: (bip) => ({ schacId: bip.receiver }) }),
    physical: t.field({ type: DayPeriod, resolve: (bip) => bip.physical }),
    virtual: t.field({ type: [DayPeriod], resolve: (bip) => bip.virtual }),
  }),
})

const SeatsForPartner = builder
  .objectRef<SeatPlan['perPartner'][number]>('SeatsForPartner')
  .implement({ fields: (t) => ({ institution: t.exposeString('institution'), seats: t.exposeInt('seats') }) })
const Plan = builder.objectRef<SeatPlan>('SeatPlan').implement({
  description: 'Seats in all, and how many of them are kept for a partner.',
  fields: (t) => ({ total: t.exposeInt('total'), perPartner: t.field({ type: [SeatsForPartner], resolve: (plan) => plan.perPartner }) }),
})
const SeatRequest = builder.objectRef<RequestedSeats>('SeatRequest').implement({
  description: 'What the lead asked for last. A wish, until it is confirmed.',
  fields: (t) => ({
    request: t.exposeInt('request'),
    plan: t.field({ type: Plan, resolve: ({ plan }) => plan }),
    state: t.exposeString('state'),
    reason: t.exposeString('reason', { nullable: true }),
  }),
})

export const LearningOpportunity = builder.objectRef<Opportunity>('LearningOpportunity').implement({
  description: 'What is learned: the description that credentials and commitments refer to.',
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    code: t.exposeString('code'),
    kind: t.string({ resolve: ({ specification }) => specification.kind }),
    title: t.string({
      args: { language: t.arg.string({ required: false }) },
      resolve: ({ specification }, { language }) => inLanguage(specification.title, language),
    }),
    ects: t.float({ resolve: ({ specification }) => specification.ects }),
    workloadHours: t.float({ resolve: ({ specification }) => specification.workloadHours }),
    workloadWarning: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Hours per credit where they lie outside 25 to 30 (R16): to be looked at, never refused.',
      resolve: ({ specification }) => workloadWarning(specification.workloadHours, specification.ects),
    }),
    eqfLevel: t.int({ nullable: true, resolve: ({ specification }) => specification.eqfLevel }),
    iscedF: t.string({ resolve: ({ specification }) => specification.iscedF }),
    learningOutcomes: t.stringList({
      args: { language: t.arg.string({ required: false }) },
      resolve: ({ specification }, { language }) => specification.learningOutcomes.map((outcome) => inLanguage(outcome.title, language)),
    }),
    lead: t.field({ type: Institution, nullable: true, resolve: ({ specification }) => ({ schacId: specification.lead }) }),
    partners: t.field({
      type: [Institution],
      nullable: { list: false, items: true },
      resolve: ({ specification }) => specification.partners.map((schacId) => ({ schacId })),
    }),
    mobilityWindows: t.field({ type: [Window], resolve: ({ specification }) => specification.mobilityWindows ?? [] }),
    specHash: t.exposeString('specHash'),
  }),
})

export const LearningOpportunityInstance = builder.objectRef<Instance>('LearningOpportunityInstance').implement({
  description: 'A learning opportunity offered at a time.',
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    code: t.exposeString('code'),
    academicYear: t.string({ resolve: ({ instance }) => instance.academicYear }),
    startsOn: t.field({ type: 'Date', resolve: ({ instance }) => instance.startsOn }),
    endsOn: t.field({ type: 'Date', resolve: ({ instance }) => instance.endsOn }),
    gradingScheme: t.string({ resolve: ({ instance }) => instance.gradingScheme }),
    bip: t.field({ type: Bip, nullable: true, resolve: ({ instance }) => instance.bip }),
    requestedSeats: t.field({ type: SeatRequest, nullable: true, resolve: (row) => row.requestedSeats }),
    confirmedSeats: t.field({
      type: Plan,
      nullable: true,
      description: 'What holds; null where nobody has limited the seats.',
      resolve: (row) => row.confirmedSeats,
    }),
    opportunity: t.field({ type: LearningOpportunity, nullable: true, resolve: (row, _args, context) => opportunities(context).load(row.opportunityId) }),
  }),
})

builder.objectField(LearningOpportunity, 'instances', (t) =>
  t.field({ type: [LearningOpportunityInstance], resolve: (row, _args, context) => instancesOf(context).load(row.id) }),
)

builder.queryFields((t) => ({
  learningOpportunities: t.connection({
    type: LearningOpportunity,
    description: 'What the alliance offers, by code.',
    resolve: (_root, args, context) =>
      page<Opportunity>(args, {
        load: (limit, after) =>
          reader(context)
            .select()
            .from(publicOpportunities)
            .where(after ? gt(publicOpportunities.code, after) : undefined)
            .orderBy(asc(publicOpportunities.code))
            .limit(limit),
        count: async () => (await reader(context).select({ n: count() }).from(publicOpportunities))[0]?.n ?? 0,
        cursor: (row) => row.code,
      }),
  }),
  learningOpportunityInstance: t.field({
    type: LearningOpportunityInstance,
    nullable: true,
    description: 'By id, or by the code that the offices use.',
    args: { id: t.arg.id({ required: false }), code: t.arg.string({ required: false }) },
    resolve: async (_root, { id, code }, context) => {
      if (!id && !code) throw new Problem('invalid-request', { arguments: 'id or code' })
      const [row] = await reader(context)
        .select()
        .from(publicInstances)
        .where(or(...(id ? [eq(publicInstances.id, id)] : []), ...(code ? [eq(publicInstances.code, code)] : [])))
        .limit(1)
      return row ?? null
    },
  }),
}))

builder.mutationType({})
builder.mutationField('publishLearningOpportunity', (t) =>
  t.field({
    type: LearningOpportunity,
    errors: { types: [Problem] },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      const { session, dependencies, requestId } = context
      demandRole(context, editors)
      const now = dependencies.clock().toISOString()
      await dependencies.database.write(sightOf(session), { correlationId: requestId }, async (tx) => {
        const outcome = await publishOpportunity(tx, id, { move: 'publish', roles: session.roles, today: now.slice(0, 10) }, now)
        if (isRefusal(outcome)) throw problemOf(outcome)
      })
      const [row] = await reader(context)
        .select()
        .from(publicOpportunities)
        .where(and(eq(publicOpportunities.id, id)))
      return row as Opportunity
    },
  }),
)

const SeatsForPartnerInput = builder.inputType('SeatsForPartnerInput', {
  fields: (t) => ({ institution: t.string({ required: true }), seats: t.int({ required: true }) }),
})
builder.mutationField('requestSeats', (t) =>
  t.field({
    type: LearningOpportunityInstance,
    errors: { types: [Problem] },
    description: 'The lead asks for a number of seats. It holds once it is confirmed: nobody who sits loses a seat.',
    args: {
      instanceId: t.arg.id({ required: true }),
      expectedRequest: t.arg.int({ required: true, description: 'The number of the request that you last saw; 0 before any.' }),
      total: t.arg.int({ required: true }),
      perPartner: t.arg({ type: [SeatsForPartnerInput], required: false }),
    },
    resolve: async (_root, { instanceId, expectedRequest, total, perPartner }, context) => {
      const { session, dependencies, requestId } = context
      demandRole(context, editors)
      const plan = { total, perPartner: (perPartner ?? []).map(({ institution, seats }) => ({ institution, seats })) }
      const faults = faultsOf(SeatPlanShape, plan)
      if (faults.length > 0) throw new Problem('invalid-request', { seats: faults })
      const outcome = await dependencies.database.write(sightOf(session), { correlationId: requestId }, (tx) =>
        requestSeats(tx, session.institution, { instanceId, plan, expectedRequest }),
      )
      if (isRefusal(outcome)) throw problemOf(outcome)
      return outcome
    },
  }),
)
