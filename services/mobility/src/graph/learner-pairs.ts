import { demandRole, type GraphContext, page, reader } from '@collegium/graph-kit'
import { Problem } from '@collegium/service-kit'
import { and, count, desc, eq, lt, sql } from 'drizzle-orm'
import { pairMoves, type PairState } from '../learners/domain/pair.ts'
import { ownersOfRows } from '../learners/carry-rows.ts'
import { keepLearnersApart, mergeLearners, undoMerge } from '../learners/merge-learners.ts'
import { learnerPairs, learners } from '../learners/tables.ts'
import { builder } from './builder.ts'
import { atHome, keepers } from './learner-commands.ts'
import { Learner, learnerRows } from './people.ts'

type Row = typeof learnerPairs.$inferSelect

const LearnerPair = builder.objectRef<Row>('LearnerPair').implement({
  description: 'Two of your learners who may be one person. Nothing is merged by itself.',
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    state: t.exposeString('state'),
    ground: t.exposeString('ground', { description: 'same-name, near-name: found by the hub among those born on one day; named: found by a person.' }),
    first: t.field({ type: Learner, nullable: true, resolve: (row, _args, context) => learnerRows(context).load(row.firstId) }),
    second: t.field({ type: Learner, nullable: true, resolve: (row, _args, context) => learnerRows(context).load(row.secondId) }),
    survivor: t.field({
      type: Learner,
      nullable: true,
      description: 'Once merged: who goes on.',
      resolve: (row, _args, context) => (row.survivorId ? learnerRows(context).load(row.survivorId) : null),
    }),
    undoUntil: t.expose('undoUntil', { type: 'DateTime', nullable: true }),
    moves: t.stringList({
      description: 'What you may do with it now.',
      resolve: (row, _args, { session }) =>
        Object.entries(pairMoves).flatMap(([name, move]) =>
          (move.from as readonly PairState[]).includes(row.state) && move.by.some((role) => session.roles.includes(role)) ? [name] : [],
        ),
    }),
    reason: t.exposeString('reason', { nullable: true }),
    decidedBy: t.exposeString('decidedBy', { nullable: true }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true }),
    foundAt: t.expose('foundAt', { type: 'DateTime' }),
  }),
})

/** A pair of which one was merged elsewhere or erased is no question any more. */
const stillAQuestion = sql`(${learnerPairs.state} <> 'open' or not exists (
  select from ${learners} l where l.id in (${learnerPairs.firstId}, ${learnerPairs.secondId}) and (l.merged_into is not null or l.erased_at is not null)))`

builder.queryField('learnerPairs', (t) =>
  t.connection({
    type: LearnerPair,
    nullable: true,
    description: 'The queue of doubtful pairs of your institution, newest first; open ones unless another state is named.',
    args: { state: t.arg.string() },
    resolve: (_root, args, context) => {
      demandRole(context, keepers)
      const mine = and(
        eq(learnerPairs.home, context.session.institution),
        eq(learnerPairs.state, (args.state as PairState | null | undefined) ?? 'open'),
        stillAQuestion,
      )
      return page<Row>(args, {
        load: (limit, after) =>
          reader(context)
            .select()
            .from(learnerPairs)
            .where(and(mine, after ? lt(learnerPairs.id, after) : undefined))
            .orderBy(desc(learnerPairs.id))
            .limit(limit),
        count: async () => (await reader(context).select({ n: count() }).from(learnerPairs).where(mine))[0]?.n ?? 0,
        cursor: (row) => row.id,
      })
    },
  }),
)

/** The institutions that own rows of these learners: their tenancy is needed to give rows from one to the other. */
const ownersOf = (context: GraphContext, ids: readonly string[]) => ownersOfRows(reader(context).$client, ids)

builder.mutationFields((t) => ({
  mergeLearners: t.field({
    type: LearnerPair,
    errors: { types: [Problem] },
    description:
      'Two records are one person: everything goes to the survivor. Can be undone for a time. Name the version of the pair where it stands in the queue.',
    args: { survivorId: t.arg.id({ required: true }), mergedId: t.arg.id({ required: true }), expectedVersion: t.arg.int() },
    resolve: async (_root, { survivorId, mergedId, expectedVersion }, context) => {
      demandRole(context, keepers)
      const owners = await ownersOf(context, [mergedId, survivorId])
      return atHome(context, (tx, acting) => mergeLearners(tx, acting, { survivorId, mergedId, expectedVersion: expectedVersion ?? null }), owners)
    },
  }),
  undoMerge: t.field({
    type: LearnerPair,
    errors: { types: [Problem] },
    description: 'The two were two after all: whatever changed hands goes back.',
    args: {
      pairId: t.arg.id({ required: true }),
      reason: t.arg.string({ required: true, description: pairMoves.undo.reasons.join(', ') }),
      expectedVersion: t.arg.int({ required: true }),
    },
    resolve: async (_root, { pairId, reason, expectedVersion }, context) => {
      demandRole(context, keepers)
      const [pair] = await reader(context).select().from(learnerPairs).where(eq(learnerPairs.id, pairId))
      if (!pair) throw new Problem('not-found')
      return atHome(context, (tx, acting) => undoMerge(tx, acting, { pairId, reason, expectedVersion }), await ownersOf(context, [pair.firstId, pair.secondId]))
    },
  }),
  keepLearnersApart: t.field({
    type: LearnerPair,
    errors: { types: [Problem] },
    description: 'The two are two: the hub does not ask again.',
    args: { pairId: t.arg.id({ required: true }), expectedVersion: t.arg.int({ required: true }) },
    resolve: (_root, { pairId, expectedVersion }, context) => atHome(context, (tx, acting) => keepLearnersApart(tx, acting, { pairId, expectedVersion })),
  }),
}))
