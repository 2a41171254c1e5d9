import { isRefusal, type LegalStatement as Statement, legalQuestions, officeRoles } from '@collegium/contracts'
import { demandRole, type GraphContext, listLoader, loader, page, reader } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { and, asc, count, eq, inArray, sql } from 'drizzle-orm'
import { institutionsOf } from '../enrolments/move-enrolments.ts'
import { judgeStatements, type StatementFault } from '../legal-status/domain/statement.ts'
import { stateLegalStatus } from '../legal-status/state-legal-status.ts'
import { legalStatements } from '../legal-status/tables.ts'
import { publicInstances } from '../offers/tables.ts'
import { actOn } from './both-sides.ts'
import { builder } from './builder.ts'
import { Enrolment, enrolmentRows } from './enrolment.ts'

type Row = typeof legalStatements.$inferSelect

const LegalQuestionEnum = builder.enumType('LegalQuestion', {
  values: {
    EXAMINATION_ENTITLEMENT: { value: 'examination-entitlement' },
    FUNDING: { value: 'funding' },
    HEALTH_INSURANCE: { value: 'health-insurance' },
    INFRASTRUCTURE_ACCESS: { value: 'infrastructure-access' },
  } as const,
})
const LegalAnswerEnum = builder.enumType('LegalAnswer', {
  values: { YES: { value: 'yes' }, NO: { value: 'no' }, NOT_APPLICABLE: { value: 'not-applicable' }, UNCLEAR: { value: 'unclear' } } as const,
})
export const LegalStatementInput = builder.inputType('LegalStatementInput', {
  description: 'An answer of your own institution. An unclear one needs an owner and a review date, any other its basis.',
  fields: (t) => ({
    question: t.field({ type: LegalQuestionEnum, required: true }),
    answer: t.field({ type: LegalAnswerEnum, required: true }),
    basis: t.string({ required: false }),
    owner: t.string({ required: false }),
    reviewOn: t.field({ type: 'Date', required: false }),
  }),
})
/** The statement that an input means when this institution makes it. */
export const statementOf =
  (institution: string) =>
  ({ question, answer, basis, owner, reviewOn }: typeof LegalStatementInput.$inferInput): Statement => ({
    institution,
    question,
    answer,
    basis: basis ?? '',
    owner: owner ?? null,
    reviewOn: reviewOn ?? null,
  })

const statementsOf = (context: GraphContext) =>
  listLoader<Row>(
    context,
    'legal-statements-of',
    (ids) =>
      reader(context)
        .select()
        .from(legalStatements)
        .where(inArray(legalStatements.enrolmentId, [...ids]))
        .orderBy(legalStatements.institution, legalStatements.question),
    (row) => row.enrolmentId,
  )
const offers = (context: GraphContext) =>
  loader<typeof publicInstances.$inferSelect>(
    context,
    'public-instance',
    (ids) =>
      reader(context)
        .select()
        .from(publicInstances)
        .where(inArray(publicInstances.id, [...ids])),
    (row) => row.id,
  )

const LegalStatement = builder.objectRef<Row>('LegalStatement').implement({
  description: "What an institution says about one participant's legal status.",
  fields: (t) => ({
    institution: t.exposeString('institution'),
    question: t.exposeString('question'),
    answer: t.exposeString('answer'),
    basis: t.exposeString('basis'),
    owner: t.exposeString('owner', { nullable: true, description: 'Who clears it up.' }),
    reviewOn: t.expose('reviewOn', { type: 'Date', nullable: true }),
    statedAt: t.expose('statedAt', { type: 'DateTime' }),
    enrolment: t.field({
      type: Enrolment,
      nullable: true,
      description: 'Null for an owner who neither leads nor is the home.',
      resolve: (row, _args, context) => enrolmentRows(context).load(row.enrolmentId),
    }),
  }),
})
const OpenStatement = builder.objectRef<StatementFault>('OpenStatement').implement({
  description: 'What is still missing or incomplete.',
  fields: (t) => ({ institution: t.exposeString('institution'), question: t.exposeString('question'), fault: t.exposeString('fault') }),
})
const LegalStatus = builder.objectRef<{ statements: readonly Row[]; open: readonly StatementFault[] }>('LegalStatus').implement({
  description: `Four statements at each university concerned: ${legalQuestions.join(', ')}.`,
  fields: (t) => ({
    complete: t.boolean({ resolve: ({ open }) => open.length === 0 }),
    open: t.field({ type: [OpenStatement], resolve: ({ open }) => [...open] }),
    statements: t.field({ type: [LegalStatement], resolve: ({ statements }) => [...statements] }),
  }),
})

builder.objectField(Enrolment, 'legalStatus', (t) =>
  t.field({
    type: LegalStatus,
    resolve: async (row, _args, context) => {
      const [statements, offer] = await Promise.all([statementsOf(context).load(row.id), offers(context).load(row.instanceId)])
      return { statements, open: judgeStatements(statements, institutionsOf(row, offer?.instance.bip?.receiver)) }
    },
  }),
)

builder.queryField('unclearStatements', (t) =>
  t.connection({
    type: LegalStatement,
    nullable: true,
    description: 'Unclear statements that your institution has to clear up, the next review first.',
    resolve: (_root, args, context) => {
      demandRole(context, officeRoles)
      const mine = and(eq(legalStatements.owner, context.session.institution), eq(legalStatements.answer, 'unclear'))
      const key = sql<string>`${legalStatements.reviewOn}::text || '|' || ${legalStatements.enrolmentId}::text || '|' || ${legalStatements.institution} || '|' || ${legalStatements.question}`
      return page<Row>(args, {
        load: (limit, after) =>
          reader(context)
            .select()
            .from(legalStatements)
            .where(after ? and(mine, sql`${key} collate "C" > ${after}`) : mine)
            .orderBy(asc(sql`${key} collate "C"`))
            .limit(limit),
        count: async () => (await reader(context).select({ n: count() }).from(legalStatements).where(mine))[0]?.n ?? 0,
        cursor: (row) => [row.reviewOn, row.enrolmentId, row.institution, row.question].join('|'),
      })
    },
  }),
)

const StatedLegalStatus = builder.objectRef<{ ids: readonly string[] }>('StatedLegalStatus').implement({
  fields: (t) => ({
    enrolments: t.field({
      type: [Enrolment],
      nullable: { list: false, items: true },
      resolve: ({ ids }, _args, context) => enrolmentRows(context).loadMany(ids) as Promise<(NonNullable<typeof Enrolment.$inferType> | null)[]>,
    }),
  }),
})
builder.mutationField('stateLegalStatus', (t) =>
  t.field({
    type: StatedLegalStatus,
    errors: { types: [Problem] },
    description: 'Your institution answers for participants that you see, alike for each. What it said before is replaced.',
    args: { enrolmentIds: t.arg.idList({ required: true }), statements: t.arg({ type: [LegalStatementInput], required: true }) },
    resolve: async (_root, args, context) => {
      demandRole(context, ['international-office', 'examinations-office', 'continuing-education-office', 'institution-administrator'])
      const { institution } = context.session
      const outcome = await actOn(context, args.enrolmentIds.map(String), (tx, visible) =>
        stateLegalStatus(tx, institution, [...visible], args.statements.map(statementOf(institution)), context.dependencies.clock().toISOString()),
      )
      if (isRefusal(outcome)) throw problemOf(outcome)
      return { ids: outcome as readonly string[] }
    },
  }),
)
