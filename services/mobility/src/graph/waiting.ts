import type { SubmittedRow } from '@collegium/contracts'
import { demandRole, type GraphContext, holdsRole, loader, page, reader, sightOf } from '@collegium/graph-kit'
import { Problem } from '@collegium/service-kit'
import { and, count, desc, eq, inArray, lt } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { learnerVault } from '../learners/vault.ts'
import { recordSubmissions } from '../submissions/record-submissions.ts'
import { settled } from '../submissions/settlements.ts'
import { waitingSubmissions } from '../submissions/tables.ts'
import { builder } from './builder.ts'
import { Learner, learnerIdentifiedBy } from './people.ts'

type Row = typeof waitingSubmissions.$inferSelect
const forTheHome = ['international-office', 'recognition-office', 'institution-administrator'] as const

/** What the lead wrote into the rows. Asked of exchange under the purpose for which the home is asked itself: whether the result is recorded. */
const handedInRows = (context: GraphContext) =>
  loader<SubmittedRow>(
    context,
    'handed-in',
    async (ids) => {
      const leads = await reader(context)
        .selectDistinct({ lead: waitingSubmissions.lead })
        .from(waitingSubmissions)
        .where(inArray(waitingSubmissions.submissionId, [...ids]))
      if (leads.length === 0) return []
      return (
        await context.dependencies.peers.claim<{ submissions: SubmittedRow[] }>(
          '/internal/submissions/batch-get',
          'record-result',
          { tenants: leads.map(({ lead }) => lead), ids },
          context.requestId,
        )
      ).submissions
    },
    (row) => row.submissionId,
  )

/** Only the home's deciding offices, and only while they are asked: nobody else has a reason to read the row here. */
const handedIn = async (row: Row, context: GraphContext): Promise<SubmittedRow | null> =>
  row.reason === 'learner-differs' && row.home === context.session.institution && holdsRole(context.session, forTheHome)
    ? handedInRows(context).load(row.submissionId)
    : null

const HandedInRow = builder.objectRef<SubmittedRow>('HandedInRow').implement({
  description: 'What the lead says of a learner, as the home reads it to decide.',
  fields: (t) => ({
    givenNames: t.string({ resolve: ({ learner }) => learner.givenNames }),
    familyName: t.string({ resolve: ({ learner }) => learner.familyName }),
    birthDate: t.field({ type: 'Date', nullable: true, resolve: ({ learner }) => learner.birthDate }),
    esi: t.string({ nullable: true, resolve: ({ learner }) => learner.esi }),
    instanceId: t.exposeID('instanceId'),
    outcome: t.exposeString('outcome'),
    grade: t.exposeString('grade', { nullable: true }),
    ects: t.exposeFloat('ects'),
    assessedOn: t.expose('assessedOn', { type: 'Date' }),
  }),
})

const WaitingSubmission = builder.objectRef<Row>('WaitingSubmission').implement({
  description: 'A submitted row that waits: for an offer to arrive, or for the home to say whether this is its learner.',
  fields: (t) => ({
    id: t.exposeID('submissionId'),
    lead: t.exposeString('lead'),
    home: t.exposeString('home'),
    reason: t.exposeString('reason'),
    since: t.expose('since', { type: 'DateTime' }),
    handedIn: t.field({
      type: HandedInRow,
      nullable: true,
      description: 'Null where the home is not asked, for roles that do not decide, and once the row is wiped.',
      resolve: (row, _args, context) => handedIn(row, context),
    }),
    learner: t.field({
      type: Learner,
      nullable: true,
      description: 'Whom the home holds under the identifier of the row; null like handedIn.',
      resolve: async (row, _args, context) => {
        const asked = await handedIn(row, context)
        return asked && learnerIdentifiedBy(context, row.home, asked.learner)
      },
    }),
  }),
})

builder.queryField('waitingSubmissions', (t) =>
  t.connection({
    type: WaitingSubmission,
    nullable: true,
    description: 'Rows that wait for your institution, newest first.',
    resolve: (_root, args, context) => {
      demandRole(context, [...forTheHome, 'examinations-office'])
      const mine = eq(waitingSubmissions.home, context.session.institution)
      return page<Row>(args, {
        load: (limit, after) =>
          reader(context)
            .select()
            .from(waitingSubmissions)
            .where(and(mine, after ? lt(waitingSubmissions.submissionId, after) : undefined))
            .orderBy(desc(waitingSubmissions.submissionId))
            .limit(limit),
        count: async () => (await reader(context).select({ n: count() }).from(waitingSubmissions).where(mine))[0]?.n ?? 0,
        cursor: (row) => row.submissionId,
      })
    },
  }),
)

const Settled = builder
  .objectRef<{ id: string; accepted: boolean }>('SettledSubmission')
  .implement({ fields: (t) => ({ id: t.exposeID('id'), accepted: t.exposeBoolean('accepted') }) })

builder.mutationType({})
builder.mutationField('settleWaitingSubmission', (t) =>
  t.field({
    type: Settled,
    errors: { types: [Problem] },
    description: 'The home says whether the row is about its learner. Accepted, it is recorded under the name that the lead gave.',
    args: { id: t.arg.id({ required: true }), accept: t.arg.boolean({ required: true }) },
    resolve: async (_root, { id, accept }, context) => {
      demandRole(context, forTheHome)
      const { dependencies, session, requestId } = context
      const [waiting] = await reader(context)
        .select()
        .from(waitingSubmissions)
        .where(and(eq(waitingSubmissions.submissionId, id), eq(waitingSubmissions.home, session.institution)))
      if (waiting?.reason !== 'learner-differs') throw new Problem('not-waiting')
      // Asked for before the transaction opens: another service may be slow, a row lock must not be.
      const answer = accept
        ? await dependencies.peers.claim<{ submissions: SubmittedRow[] }>(
            '/internal/submissions/batch-get',
            'record-result',
            { tenants: [waiting.lead], ids: [id] },
            requestId,
          )
        : null
      await dependencies.database.write({ tenants: [waiting.lead, ...sightOf(session).tenants] }, { correlationId: requestId }, async (tx) => {
        const gone = await tx.db.delete(waitingSubmissions).where(eq(waitingSubmissions.submissionId, id)).returning({ id: waitingSubmissions.submissionId })
        if (gone.length === 0) throw new Problem('not-waiting')
        if (answer)
          await recordSubmissions(tx, { vault: learnerVault(dependencies.settings.secret), newId: () => newId(), now: dependencies.clock().toISOString() }, [
            { submission: waiting, row: answer.submissions[0], cause: undefined, correlationId: requestId, accepted: true },
          ])
        else tx.publish([settled(waiting, { outcome: 'refused', reason: 'learner-differs' }, undefined)])
      })
      return { id, accepted: accept }
    },
  }),
)
