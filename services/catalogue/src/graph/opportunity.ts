import { isRefusal, type Multilingual } from '@collegium/contracts'
import { demandRole, entity, type GraphContext, listLoader, loader, page, reader, reference, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { and, asc, count, eq, gt, inArray, or } from 'drizzle-orm'
import { publishOpportunity } from '../opportunities/publish-opportunity.ts'
import { publicInstances, publicOpportunities } from '../tables.ts'
import { builder } from './builder.ts'

type Opportunity = typeof publicOpportunities.$inferSelect
type Instance = typeof publicInstances.$inferSelect

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
      demandRole(context, ['catalogue-editor', 'international-office', 'institution-administrator'])
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
