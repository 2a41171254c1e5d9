import { isRefusal, type Refusal } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { demandRole, type GraphContext, page, reader } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { and, count, desc, eq, inArray, lt, ne } from 'drizzle-orm'
import { ownersOfRows } from '../learners/carry-rows.ts'
import { closeDataRequest } from '../learners/close-data-request.ts'
import { type DataRequestState, dataRequestMoves } from '../learners/domain/data-request.ts'
import { carryOutErasure, pseudonymsOf } from '../learners/erase-learner.ts'
import { answerDataRequest, type Asking, requestContext, requestErasure, requestRectification } from '../learners/request-data.ts'
import { dataRequests, learners } from '../learners/tables.ts'
import { builder } from './builder.ts'
import { actingForHome, atHome, givenFrom, keepers, LearnerInput } from './learner-commands.ts'
import { Learner, learnerKey, learnerRows, vaultOf } from './people.ts'

type Row = typeof dataRequests.$inferSelect

export const DataRequest = builder.objectRef<Row>('DataRequest').implement({
  description: 'A request of a data subject (GDPR 15, 16, 17, 20).',
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    kind: t.exposeString('kind'),
    state: t.exposeString('state'),
    requestedBy: t.exposeString('requestedBy'),
    requestedAt: t.expose('requestedAt', { type: 'DateTime' }),
    dueAt: t.expose('dueAt', { type: 'DateTime', description: 'One month after it was made (GDPR 12(3)).' }),
    closedBy: t.exposeString('closedBy', { nullable: true }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true }),
    report: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What became of it: why it was refused and until when, or what was changed or erased.',
      resolve: (row) => row.report,
    }),
    content: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What was asked (rectification) or answered (access, portability). Gone once the learner is erased.',
      resolve: async (row, _args, context) => {
        const key = row.sealed && (await learnerKey(context, row.home, row.learnerId))
        return key && row.sealed ? vaultOf(context).open(key, requestContext(row.id), row.sealed) : null
      },
    }),
    learner: t.field({ type: Learner, nullable: true, resolve: (row, _args, context) => learnerRows(context).load(row.learnerId) }),
  }),
})

builder.queryField('dataRequests', (t) =>
  t.connection({
    type: DataRequest,
    nullable: true,
    description: "Requests of your institution's learners, or your own; newest first.",
    args: { state: t.arg.string() },
    resolve: (_root, args, context) => {
      if (context.session.kind !== 'learner') demandRole(context, keepers)
      const where = args.state ? eq(dataRequests.state, args.state as DataRequestState) : undefined
      return page<Row>(args, {
        load: (limit, after) =>
          reader(context)
            .select()
            .from(dataRequests)
            .where(and(where, after ? lt(dataRequests.id, after) : undefined))
            .orderBy(desc(dataRequests.id))
            .limit(limit),
        count: async () => (await reader(context).select({ n: count() }).from(dataRequests).where(where))[0]?.n ?? 0,
        cursor: (row) => row.id,
      })
    },
  }),
)

/** A request is made by the learner themselves, or by an office of the home that was asked by them. */
async function ask(
  context: GraphContext,
  learnerId: string,
  work: (tx: Transaction, asking: Asking, learner: typeof learners.$inferSelect) => Promise<Row | Refusal>,
): Promise<Row> {
  if (context.session.kind !== 'learner') demandRole(context, keepers)
  const learner = await learnerRows(context).load(learnerId)
  if (!learner) throw new Problem('not-found')
  if (learner.mergedInto) throw new Problem('merged-meanwhile', { learnerId: learner.mergedInto })
  const { by, at, vault, newId } = actingForHome(context)
  return context.dependencies.database.write({ tenants: [learner.home] }, { correlationId: context.requestId }, async (tx) => {
    const outcome = await work(tx, { by, at, vault, newId }, learner)
    if (isRefusal(outcome)) throw problemOf(outcome)
    return outcome
  })
}

const answered =
  (kind: 'access' | 'portability') =>
  (_root: unknown, { learnerId }: { learnerId: string }, context: GraphContext) =>
    ask(context, learnerId, async (tx, asking, learner) => {
      const { database } = context.dependencies
      const ids = await pseudonymsOf(tx.sql, learner.id)
      const merged = await tx.db
        .select()
        .from(learners)
        .where(and(inArray(learners.id, ids), ne(learners.id, learner.id)))
      return answerDataRequest(tx, (id) => database.reader({ tenants: [], learner: id }), asking, learner, merged, kind)
    })

builder.mutationFields((t) => ({
  requestAccess: t.field({
    type: DataRequest,
    errors: { types: [Problem] },
    description: 'Everything that is held of a learner, with purposes, recipients and terms (GDPR 15). For the learner, or an office that they asked.',
    args: { learnerId: t.arg.id({ required: true }) },
    resolve: answered('access'),
  }),
  exportLearner: t.field({
    type: DataRequest,
    errors: { types: [Problem] },
    description: "The learner's data as a file that a machine reads (GDPR 20).",
    args: { learnerId: t.arg.id({ required: true }) },
    resolve: answered('portability'),
  }),
  requestRectification: t.field({
    type: DataRequest,
    errors: { types: [Problem] },
    description: 'Asks the home to correct what it holds (GDPR 16).',
    args: { learnerId: t.arg.id({ required: true }), learner: t.arg({ type: LearnerInput, required: true }) },
    resolve: (_root, { learnerId, learner: wanted }, context) =>
      ask(context, learnerId, (tx, asking, learner) => requestRectification(tx, asking, learner, givenFrom(wanted))),
  }),
  requestErasure: t.field({
    type: DataRequest,
    errors: { types: [Problem] },
    description: 'Asks the home to erase what it holds (GDPR 17).',
    args: { learnerId: t.arg.id({ required: true }) },
    resolve: (_root, { learnerId }, context) => ask(context, learnerId, requestErasure),
  }),
  carryOutErasure: t.field({
    type: DataRequest,
    errors: { types: [Problem] },
    description:
      'Erases, or refuses lawfully: the report names each kind of record that has to be kept, and until when. With `partial`, what no duty covers is erased all the same.',
    args: { requestId: t.arg.id({ required: true }), expectedVersion: t.arg.int({ required: true }), partial: t.arg.boolean({ defaultValue: false }) },
    resolve: async (_root, { requestId, expectedVersion, partial }, context) => {
      demandRole(context, keepers)
      const home = reader(context)
      const [request] = await home.select().from(dataRequests).where(eq(dataRequests.id, requestId))
      if (!request) throw new Problem('not-found')
      const owners = await ownersOfRows(home.$client, await pseudonymsOf(home.$client, request.learnerId))
      return atHome(context, (tx, acting) => carryOutErasure(tx, home, acting, { requestId, expectedVersion, partial: partial ?? false }), owners)
    },
  }),
  refuseDataRequest: t.field({
    type: DataRequest,
    errors: { types: [Problem] },
    args: {
      requestId: t.arg.id({ required: true }),
      reason: t.arg.string({ required: true, description: dataRequestMoves.refuse.reasons.join(', ') }),
      expectedVersion: t.arg.int({ required: true }),
    },
    resolve: (_root, { requestId, reason, expectedVersion }, context) =>
      atHome(context, (tx, acting) => closeDataRequest(tx, acting, { move: 'refuse', requestId, reason, expectedVersion, report: { reason } })),
  }),
}))
