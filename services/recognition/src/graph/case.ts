import { isRefusal, type Role } from '@collegium/contracts'
import { demandRole, entity, type GraphContext, listLoader, loader, page, reader, reference, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { and, count, desc, eq, inArray, lt, type SQL } from 'drizzle-orm'
import { saveSteps } from '../cases/case-events.ts'
import { type CaseState, decide, type Outcome } from '../cases/domain/case.ts'
import { errors } from '../errors.ts'
import { caseHistory, cases } from '../tables.ts'
import { builder } from './builder.ts'

type Row = typeof cases.$inferSelect
type HistoryRow = typeof caseHistory.$inferSelect

const deciders = ['recognition-office', 'examination-board'] as const satisfies readonly Role[]
const readers = [...deciders, 'international-office', 'institution-administrator', 'auditor', 'learner'] as const satisfies readonly Role[]

export const caseRows = (context: GraphContext) =>
  loader<Row>(
    context,
    'case',
    (ids) =>
      reader(context)
        .select()
        .from(cases)
        .where(inArray(cases.id, [...ids])),
    (row) => row.id,
  )
const casesOfEnrolment = (context: GraphContext) =>
  listLoader<Row>(
    context,
    'cases-of-enrolment',
    (ids) =>
      reader(context)
        .select()
        .from(cases)
        .where(inArray(cases.enrolmentId, [...ids])),
    (row) => row.enrolmentId,
  )
const caseOfCredential = (context: GraphContext) =>
  loader<Row>(
    context,
    'case-of-credential',
    (ids) =>
      reader(context)
        .select()
        .from(cases)
        .where(inArray(cases.credentialId, [...ids])),
    (row) => row.credentialId,
  )
const historyOf = (context: GraphContext) =>
  listLoader<HistoryRow>(
    context,
    'history',
    (ids) =>
      reader(context)
        .select()
        .from(caseHistory)
        .where(inArray(caseHistory.caseId, [...ids]))
        .orderBy(caseHistory.version),
    (row) => row.caseId,
  )

const Decision = builder.objectRef<NonNullable<Row['decision']>>('RecognitionDecision').implement({
  fields: (t) => ({
    outcome: t.exposeString('outcome'),
    credits: t.exposeFloat('credits'),
    route: t.exposeString('route', { description: 'R1: academic recognition, or recognition of prior learning.' }),
    reasons: t.exposeStringList('reasons'),
    text: t.exposeString('text'),
    by: t.exposeString('by'),
    agreementId: t.id({ nullable: true, resolve: (decision) => decision.commitment?.agreementId ?? null }),
    agreementTitle: t.string({ nullable: true, resolve: (decision) => decision.commitment?.agreementTitle ?? null }),
    agreementVersion: t.int({ nullable: true, resolve: (decision) => decision.commitment?.agreementVersion ?? null }),
    clauseId: t.id({ nullable: true, resolve: (decision) => decision.commitment?.clauseId ?? null }),
  }),
})

const Step = builder.objectRef<HistoryRow>('CaseStep').implement({
  description: 'One thing that happened to a case: who, what, when, why, and the event behind it.',
  fields: (t) => ({
    version: t.exposeInt('version'),
    move: t.exposeString('move'),
    state: t.exposeString('state'),
    by: t.exposeString('by'),
    reason: t.exposeString('reason', { nullable: true }),
    at: t.expose('at', { type: 'DateTime' }),
    eventId: t.exposeID('eventId', { nullable: true }),
  }),
})

const Enrolment = builder.objectRef<{ id: string }>('Enrolment').implement({ extensions: entity('id'), fields: (t) => ({ id: t.exposeID('id') }) })
const Credential = builder.objectRef<{ id: string }>('Credential').implement({ extensions: entity('id'), fields: (t) => ({ id: t.exposeID('id') }) })
const Learner = builder.objectRef<{ id: string }>('Learner').implement({ extensions: reference('id'), fields: (t) => ({ id: t.exposeID('id') }) })

export const RecognitionCase = builder.objectRef<Row>('RecognitionCase').implement({
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    state: t.exposeString('state'),
    reason: t.exposeString('reason', { nullable: true, description: 'Why a person is asked: a code of /docs/errors.' }),
    explanation: t.string({
      nullable: true,
      description: 'The reason in words.',
      resolve: (row) => (row.reason ? ((errors as Record<string, { what: string; why: string }>)[row.reason]?.what ?? null) : null),
    }),
    earnedEcts: t.exposeFloat('earnedEcts'),
    decision: t.field({ type: Decision, nullable: true, resolve: (row) => row.decision }),
    submittedAt: t.expose('submittedAt', { type: 'DateTime' }),
    changedAt: t.expose('changedAt', { type: 'DateTime' }),
    learner: t.field({ type: Learner, nullable: true, resolve: (row) => ({ id: row.learnerId }) }),
    enrolment: t.field({ type: Enrolment, nullable: true, resolve: (row) => ({ id: row.enrolmentId }) }),
    credential: t.field({ type: Credential, nullable: true, resolve: (row) => ({ id: row.credentialId }) }),
    history: t.field({ type: [Step], resolve: (row, _args, context) => historyOf(context).load(row.id) }),
  }),
})

builder.objectField(Enrolment, 'cases', (t) =>
  t.field({
    type: [RecognitionCase],
    description: "The home's cases; empty for everyone else.",
    resolve: (row, _args, context) => casesOfEnrolment(context).load(row.id),
  }),
)
builder.objectField(Credential, 'case', (t) =>
  t.field({ type: RecognitionCase, nullable: true, resolve: (row, _args, context) => caseOfCredential(context).load(row.id) }),
)

builder.queryFields((t) => ({
  recognitionCases: t.connection({
    type: RecognitionCase,
    nullable: true,
    description: "Your institution's cases, newest first.",
    args: { state: t.arg.string({ required: false }) },
    resolve: (_root, args, context) => {
      demandRole(context, readers)
      const where: SQL | undefined = args.state ? eq(cases.state, args.state as CaseState) : undefined
      return page<Row>(args, {
        load: (limit, after) =>
          reader(context)
            .select()
            .from(cases)
            .where(and(where, after ? lt(cases.id, after) : undefined))
            .orderBy(desc(cases.id))
            .limit(limit),
        count: async () => (await reader(context).select({ n: count() }).from(cases).where(where))[0]?.n ?? 0,
        cursor: (row) => row.id,
      })
    },
  }),
  recognitionCase: t.field({
    type: RecognitionCase,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => caseRows(context).load(id),
  }),
}))

const OutcomeType = builder.enumType('RecognitionOutcome', { values: ['full', 'partial', 'alternative', 'refused'] as const })

builder.mutationType({})
builder.mutationField('decideCase', (t) =>
  t.field({
    type: RecognitionCase,
    errors: { types: [Problem] },
    description: 'Decides a case that a person was asked about. Anything but full recognition needs its reasons (R10); workload alone refuses nothing (R8).',
    args: {
      id: t.arg.id({ required: true }),
      outcome: t.arg({ type: OutcomeType, required: true }),
      credits: t.arg.float({ required: true }),
      reasons: t.arg.stringList({ required: false }),
      text: t.arg.string({ required: false }),
      expectedVersion: t.arg.int({ required: true }),
    },
    resolve: async (_root, args, context) => {
      demandRole(context, deciders)
      const { dependencies, session, requestId } = context
      return dependencies.database.write(sightOf(session), { correlationId: requestId }, async (tx) => {
        const [row] = await tx.db.select().from(cases).where(eq(cases.id, args.id)).for('update')
        if (!row) throw new Problem('not-found')
        const decision = {
          outcome: args.outcome as Outcome,
          credits: args.credits,
          route: 'academic' as const,
          reasons: args.reasons ?? [],
          text: args.text ?? '',
          commitment: null,
          by: session.subject,
        }
        const outcome = decide(row, { move: 'decide', by: session.roles, decision, expectedVersion: args.expectedVersion })
        if (isRefusal(outcome)) throw problemOf(outcome)
        const decided = { ...row, ...outcome.state, changedAt: dependencies.clock().toISOString() }
        await saveSteps(tx, [{ row: decided, move: 'decide', by: session.subject, cause: undefined }])
        return decided
      })
    },
  }),
)
