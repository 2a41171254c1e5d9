import { demandRole, type GraphContext, once, page, reader } from '@collegium/graph-kit'
import { and, asc, count, desc, lt, sql, type SQL } from 'drizzle-orm'
import { type AgreementFilter, filterOf } from '../learning-agreements/filter-agreements.ts'
import type { AgreementRow } from '../learning-agreements/store.ts'
import { learningAgreements } from '../learning-agreements/tables.ts'
import { builder } from './builder.ts'
import { agreementRows, LearningAgreementType } from './learning-agreement.ts'

export const AgreementFilterInput = builder.inputType('LearningAgreementFilter', {
  description: 'All of what is given has to hold. Without an academic year, the current one; "all" for every one.',
  fields: (t) => ({
    status: t.stringList(),
    turn: t.string({ description: 'mine, partner, learner or nobody.' }),
    partner: t.string({ description: 'SCHAC id of another party.' }),
    unit: t.string(),
    academicYear: t.string(),
    type: t.stringList(),
    dueBefore: t.field({ type: 'Date' }),
    direction: t.string({ description: 'outgoing or incoming.' }),
    programme: t.string({ description: 'Number of a blended intensive programme.' }),
    unacknowledged: t.boolean({ description: "True: what the partner's system has not acknowledged, and its office has not acted on since." }),
    text: t.string({ description: 'Words of titles, codes, institutions, or whole words of the name, or the ESI.' }),
  }),
})

interface Counts {
  readonly myTurn: number
  readonly partnersTurn: number
  readonly learnersTurn: number
  readonly stuck: number
  readonly filter: AgreementFilter
  readonly done: number
  readonly total: number
  readonly byStatus: readonly { readonly status: string; readonly agreements: number }[]
}

/** Counted once per request and filter: a list and the pipeline beside it are one look at the table. */
export const countsOf = (context: GraphContext, filter: AgreementFilter): Promise<Counts> =>
  once(context, `agreement-counts:${JSON.stringify(filter)}`, () => countAgreements(context, filter))

async function countAgreements(context: GraphContext, filter: AgreementFilter): Promise<Counts> {
  const own = context.session.institution
  const mine: SQL = sql`((${learningAgreements.turn} = 'sending' and ${learningAgreements.sending} = ${own}) or (${learningAgreements.turn} = 'receiving' and ${learningAgreements.receiving} = ${own}))`
  const late: SQL = sql`${learningAgreements.dueOn} < ${context.dependencies.clock().toISOString().slice(0, 10)}::date`
  const rows = await reader(context)
    .select({
      status: learningAgreements.status,
      agreements: count(),
      myTurn: sql<number>`count(*) filter (where ${mine})::int`,
      partnersTurn: sql<number>`count(*) filter (where ${learningAgreements.turn} in ('sending', 'receiving') and not ${mine})::int`,
      learnersTurn: sql<number>`count(*) filter (where ${learningAgreements.turn} = 'learner')::int`,
      done: sql<number>`count(*) filter (where ${learningAgreements.turn} = 'nobody')::int`,
      stuck: sql<number>`count(*) filter (where ${late} and ${learningAgreements.turn} <> 'nobody')::int`,
    })
    .from(learningAgreements)
    .where(filterOf(filter, context))
    .groupBy(learningAgreements.status)
    .orderBy(asc(learningAgreements.status))
  const sum = (of: 'agreements' | 'myTurn' | 'partnersTurn' | 'learnersTurn' | 'done' | 'stuck') => rows.reduce((total, row) => total + row[of], 0)
  return {
    myTurn: sum('myTurn'),
    partnersTurn: sum('partnersTurn'),
    learnersTurn: sum('learnersTurn'),
    stuck: sum('stuck'),
    filter,
    done: sum('done'),
    total: sum('agreements'),
    byStatus: rows.map(({ status, agreements }) => ({ status, agreements })),
  }
}

/** Newest first, by the time of opening: ids are UUIDv7. */
builder.queryFields((t) => ({
  learningAgreements: t.connection({
    type: LearningAgreementType,
    description: 'Agreements that you may see, newest first.',
    args: { filter: t.arg({ type: AgreementFilterInput, required: false }) },
    resolve: (_root, args, context) => {
      const filter = args.filter ?? {}
      return page<AgreementRow>(args, {
        load: (limit, after) =>
          reader(context)
            .select()
            .from(learningAgreements)
            .where(and(filterOf(filter, context), after ? lt(learningAgreements.id, after) : undefined))
            .orderBy(desc(learningAgreements.id))
            .limit(limit),
        count: async () => (await countsOf(context, filter)).total,
        cursor: (row) => row.id,
      })
    },
  }),
  learningAgreement: t.field({
    type: LearningAgreementType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => agreementRows(context).load(id),
  }),
}))

const StatusCount = builder.objectRef<Counts['byStatus'][number]>('StatusCount').implement({
  fields: (t) => ({ status: t.exposeString('status'), agreements: t.exposeInt('agreements') }),
})
const PipelineType = builder.objectRef<Counts>('AgreementPipeline').implement({
  description: 'How many wait for whom. Each number is the total of the list with the same filter.',
  fields: (t) => ({
    myTurn: t.exposeInt('myTurn'),
    partnersTurn: t.exposeInt('partnersTurn'),
    learnersTurn: t.exposeInt('learnersTurn'),
    stuck: t.exposeInt('stuck', { description: 'Past the day until which somebody should have acted, whosever turn it is.' }),
    unacknowledged: t.int({
      description: "What partners' systems have not acknowledged yet; also counted under its turn.",
      // A look at the table of its own, so that only who asks for it pays for it.
      resolve: async ({ filter }, _args, context) =>
        (
          await reader(context)
            .select({ n: count() })
            .from(learningAgreements)
            .where(filterOf({ ...filter, unacknowledged: true }, context))
        )[0]?.n ?? 0,
    }),
    done: t.exposeInt('done'),
    total: t.exposeInt('total'),
    byStatus: t.field({ type: [StatusCount], resolve: ({ byStatus }) => [...byStatus] }),
  }),
})
builder.queryField('agreementPipeline', (t) =>
  t.field({
    type: PipelineType,
    nullable: true,
    args: { filter: t.arg({ type: AgreementFilterInput, required: false }) },
    resolve: (_root, args, context) => {
      demandRole(context, ['international-office', 'institution-administrator', 'recognition-office', 'examinations-office', 'learner'])
      return countsOf(context, args.filter ?? {})
    },
  }),
)
