import { officeRoles } from '@collegium/contracts'
import { demandRole, entity, type GraphContext, listLoader, loader, page, reader } from '@collegium/graph-kit'
import { Problem } from '@collegium/service-kit'
import { and, count, desc, eq, inArray, lt } from 'drizzle-orm'
import { workOf } from '../background-work.ts'
import { type DeliveryRow, resendDelivery } from '../deliveries/resend-delivery.ts'
import { type DeliveryState, deliveryStates, type ToldOfMobility } from '../deliveries/domain/delivery.ts'
import { addEndpoint, type Endpoint, setEndpointActive } from '../deliveries/manage-endpoints.ts'
import { nameOf } from '../errors.ts'
import { isId } from '../imports/run-store.ts'
import { deliveries, webhookEndpoints } from '../tables.ts'
import { builder, Institution, LearningAgreement } from './builder.ts'

export const deliveryRows = (context: GraphContext) =>
  loader<DeliveryRow>(
    context,
    'delivery',
    (ids) =>
      reader(context)
        .select()
        .from(deliveries)
        .where(inArray(deliveries.id, ids.filter(isId))),
    (row) => row.id,
  )
const deliveriesOf = (context: GraphContext) =>
  listLoader<DeliveryRow>(
    context,
    'deliveries-of',
    (ids) =>
      reader(context)
        .select()
        .from(deliveries)
        .where(inArray(deliveries.enrolmentId, ids.filter(isId)))
        .orderBy(deliveries.id),
    (row) => row.enrolmentId ?? '',
  )

const Told = builder.objectRef<ToldOfMobility>('ToldOfMobility').implement({
  fields: (t) => ({
    version: t.exposeInt('version'),
    proposal: t.exposeInt('proposal', { nullable: true, description: 'Number of the version of its content.' }),
    proposalHash: t.exposeString('proposalHash', { nullable: true }),
  }),
})

export const Delivery = builder.objectRef<DeliveryRow>('Delivery').implement({
  description: 'One message to a partner system: ours, and what the other side last said.',
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    receiver: t.field({ type: Institution, nullable: true, resolve: (row) => ({ schacId: row.receiver }) }),
    eventType: t.exposeString('eventType'),
    subject: t.string({
      description: 'What it is about: the aggregate of its fact, for example learning-agreement, nomination, transcript, enrolment.',
      resolve: (row) => row.eventType.split('.')[2] ?? '',
    }),
    subjectId: t.id({ nullable: true, description: 'Of the enrolment, or of the mobility.', resolve: (row) => row.mobilityId ?? row.enrolmentId }),
    told: t.field({ type: Told, nullable: true, description: 'Which state of a mobility it tells of.', resolve: (row) => row.told }),
    state: t.exposeString('state', { description: 'pending, acknowledged or parked.' }),
    attempts: t.exposeInt('attempts'),
    remoteState: t.string({
      nullable: true,
      description: "The partner's last answer: its HTTP status, or why there was none.",
      resolve: (row) => (row.remoteStatus === null ? row.remoteReason : String(row.remoteStatus)),
    }),
    remoteReasonInWords: t.string({ nullable: true, resolve: (row) => (row.remoteReason ? nameOf(row.remoteReason) : null) }),
    nextAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried again.',
      resolve: (row) => (row.state === 'pending' ? row.nextAt : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    settledAt: t.expose('settledAt', { type: 'DateTime', nullable: true }),
  }),
})

export const Enrolment = builder.objectRef<{ id: string }>('Enrolment').implement({
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    deliveries: t.field({
      type: [Delivery],
      description: 'What partner systems were told of it: those of your institution, and the state of those to the other party.',
      resolve: (row, _args, context) => deliveriesOf(context).load(row.id),
    }),
  }),
})

/** Nomination and agreement of a mobility share its id, so each shows what was told of the mobility in its own name. */
const deliveriesOfMobility = (context: GraphContext) =>
  listLoader<DeliveryRow>(
    context,
    'deliveries-of-mobility',
    (ids) =>
      reader(context)
        .select()
        .from(deliveries)
        .where(inArray(deliveries.mobilityId, ids.filter(isId)))
        .orderBy(deliveries.id),
    (row) => row.mobilityId ?? '',
  )
const Nomination = builder.objectRef<{ id: string }>('Nomination').implement({
  extensions: entity('id'),
  fields: (t) => ({ id: t.exposeID('id') }),
})
for (const [type, aggregate] of [
  [LearningAgreement, 'learning-agreement'],
  [Nomination, 'nomination'],
] as const)
  builder.objectField(type, 'deliveries', (t) =>
    t.field({
      type: [Delivery],
      description: 'What partner systems were told of it, oldest first; with the state of each, and when it is tried again.',
      resolve: async (row, _args, context) => (await deliveriesOfMobility(context).load(row.id)).filter((one) => one.eventType.split('.')[2] === aggregate),
    }),
  )

const WebhookEndpoint = builder.objectRef<Endpoint>('WebhookEndpoint').implement({
  description: "Where your institution's system wants to be told.",
  fields: (t) => ({
    id: t.exposeID('id'),
    url: t.exposeString('url'),
    events: t.field({ type: ['String'], resolve: (row) => [...row.events] }),
    active: t.exposeBoolean('active'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
})
const NewEndpoint = builder.objectRef<{ endpoint: Endpoint; secret: string }>('NewWebhookEndpoint').implement({
  fields: (t) => ({
    endpoint: t.field({ type: WebhookEndpoint, resolve: (made) => made.endpoint }),
    secret: t.exposeString('secret', { description: 'Signs every message (Standard Webhooks). Shown once.' }),
  }),
})

const keepers = ['institution-administrator'] as const

builder.queryFields((t) => ({
  deliveries: t.connection({
    type: Delivery,
    description: 'Messages to and about your institution, newest first.',
    args: { state: t.arg.string({ required: false }) },
    resolve: (_root, args, context) => {
      demandRole(context, officeRoles)
      if (args.state && !(deliveryStates as readonly string[]).includes(args.state)) throw new Problem('invalid-request', { state: deliveryStates })
      const where = args.state ? eq(deliveries.state, args.state as DeliveryState) : undefined
      return page<DeliveryRow>(args, {
        load: (limit, after) =>
          reader(context)
            .select()
            .from(deliveries)
            .where(and(where, after ? lt(deliveries.id, after) : undefined))
            .orderBy(desc(deliveries.id))
            .limit(limit),
        count: async () => (await reader(context).select({ n: count() }).from(deliveries).where(where))[0]?.n ?? 0,
        cursor: (row) => row.id,
      })
    },
  }),
  delivery: t.field({
    type: Delivery,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => deliveryRows(context).load(id),
  }),
  webhookEndpoints: t.field({
    type: [WebhookEndpoint],
    resolve: (_root, _args, context) => {
      demandRole(context, keepers)
      return reader(context).select().from(webhookEndpoints).orderBy(webhookEndpoints.id)
    },
  }),
}))

builder.mutationFields((t) => ({
  resendDelivery: t.field({
    type: Delivery,
    errors: { types: [Problem] },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      demandRole(context, ['international-office', 'examinations-office', 'institution-administrator'])
      const row = await resendDelivery(context.dependencies, context.session, id, context.requestId)
      workOf(context.dependencies)?.sender.kick()
      return row
    },
  }),
  addWebhookEndpoint: t.field({
    type: NewEndpoint,
    errors: { types: [Problem] },
    args: { url: t.arg.string({ required: true }), events: t.arg.stringList({ required: true }) },
    resolve: (_root, wish, context) => {
      demandRole(context, keepers)
      return addEndpoint(context.dependencies, context.session, wish, context.requestId)
    },
  }),
  setWebhookEndpointActive: t.field({
    type: WebhookEndpoint,
    errors: { types: [Problem] },
    args: { id: t.arg.id({ required: true }), active: t.arg.boolean({ required: true }) },
    resolve: (_root, { id, active }, context) => {
      demandRole(context, keepers)
      return setEndpointActive(context.dependencies, context.session, id, active, context.requestId)
    },
  }),
}))
