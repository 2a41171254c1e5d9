import { demandRole, entity, type GraphContext, listLoader, loader, page, reader, reference } from '@collegium/graph-kit'
import { and, count, desc, eq, inArray, lt, type SQL } from 'drizzle-orm'
import { movesOf } from '../enrolments/domain/enrolment.ts'
import { statusRules } from '../enrolments/domain/student-status.ts'
import { enrolments } from '../enrolments/tables.ts'
import { movesOf as movesOfResult } from '../results/domain/result.ts'
import { results, resultVersions } from '../results/tables.ts'
import { builder } from './builder.ts'
import { type EnrolmentRow, Learner, learnerBehind, learnerRows, participantOf } from './people.ts'

type ResultRow = typeof results.$inferSelect
type VersionRow = typeof resultVersions.$inferSelect

export const enrolmentRows = (context: GraphContext) =>
  loader<EnrolmentRow>(
    context,
    'enrolment',
    (ids) =>
      reader(context)
        .select()
        .from(enrolments)
        .where(inArray(enrolments.id, [...ids])),
    (row) => row.id,
  )
export const resultRows = (context: GraphContext) =>
  loader<ResultRow>(
    context,
    'result',
    (ids) =>
      reader(context)
        .select()
        .from(results)
        .where(inArray(results.id, [...ids])),
    (row) => row.id,
  )
const resultsOf = (context: GraphContext) =>
  listLoader<ResultRow>(
    context,
    'results-of',
    (ids) =>
      reader(context)
        .select()
        .from(results)
        .where(inArray(results.enrolmentId, [...ids]))
        .orderBy(results.attempt),
    (row) => row.enrolmentId,
  )
const versionsOf = (context: GraphContext) =>
  listLoader<VersionRow>(
    context,
    'versions-of',
    (ids) =>
      reader(context)
        .select()
        .from(resultVersions)
        .where(inArray(resultVersions.resultId, [...ids]))
        .orderBy(resultVersions.version),
    (row) => row.resultId,
  )

const isKnown = (state: ResultRow['state']) => state === 'released' || state === 'corrected'
/**
 * Until a result is released it is the lead's own; one that was annulled before that stays so. Row-level security cannot tell, because it looks
 * at one row.
 */
async function knownTo(context: GraphContext, row: ResultRow): Promise<boolean> {
  if (row.lead === context.session.institution || isKnown(row.state)) return true
  return row.state === 'annulled' && (await versionsOf(context).load(row.id)).some((version) => isKnown(version.state))
}
const onlyKnown = async (context: GraphContext, rows: readonly ResultRow[]): Promise<ResultRow[]> => {
  const known = await Promise.all(rows.map((row) => knownTo(context, row)))
  return rows.filter((_, n) => known[n])
}
/** For references from other subgraphs: a result that is not known to this session is not there. */
export const knownResult = async (context: GraphContext, id: string): Promise<ResultRow | null> => {
  const row = await resultRows(context).load(id)
  return row && (await knownTo(context, row)) ? row : null
}

export const Instance = builder
  .objectRef<{ id: string }>('LearningOpportunityInstance')
  .implement({ extensions: entity('id'), fields: (t) => ({ id: t.exposeID('id') }) })
export const Institution = builder
  .objectRef<{ schacId: string }>('Institution')
  .implement({ extensions: reference('schacId'), fields: (t) => ({ schacId: t.exposeID('schacId') }) })

type Distribution = NonNullable<ResultRow['distribution']>
const ReferenceGrade = builder
  .objectRef<Distribution['counts'][number]>('ReferenceGrade')
  .implement({ fields: (t) => ({ grade: t.exposeString('grade'), count: t.exposeInt('count') }) })
const ReferenceDistribution = builder.objectRef<Distribution>('ReferenceDistribution').implement({
  description: 'How often each grade was given in the group that the examiner compares with; counts, not shares.',
  fields: (t) => ({ group: t.exposeString('group'), counts: t.field({ type: [ReferenceGrade], resolve: (row) => [...row.counts] }) }),
})

const ResultVersion = builder.objectRef<VersionRow>('ResultVersion').implement({
  description: 'What a result said at a time. Nothing is ever overwritten.',
  fields: (t) => ({
    version: t.exposeInt('version'),
    state: t.exposeString('state'),
    outcome: t.exposeString('outcome'),
    ects: t.exposeFloat('ects'),
    grade: t.exposeString('grade', { nullable: true }),
    assessedOn: t.expose('assessedOn', { type: 'Date' }),
    reason: t.exposeString('reason', { nullable: true }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime' }),
  }),
})

export const Result = builder.objectRef<ResultRow>('Result').implement({
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    attempt: t.exposeInt('attempt'),
    state: t.exposeString('state'),
    outcome: t.exposeString('outcome'),
    ects: t.exposeFloat('ects'),
    grade: t.exposeString('grade', { nullable: true }),
    gradingScheme: t.exposeString('gradingScheme', { nullable: true }),
    assessedOn: t.expose('assessedOn', { type: 'Date' }),
    distribution: t.field({ type: ReferenceDistribution, nullable: true, resolve: (row) => row.distribution }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it was corrected or annulled.' }),
    moves: t.stringList({
      description: 'What you may do with it now.',
      resolve: (row, _args, { session }) => (session.institution === row.lead ? movesOfResult(row.state, session.roles) : []),
    }),
    history: t.field({
      type: [ResultVersion],
      description: 'Versions, oldest first; outside the lead those since it was released.',
      resolve: async (row, _args, context) => {
        const versions = await versionsOf(context).load(row.id)
        return row.lead === context.session.institution ? versions : versions.filter(({ state }) => isKnown(state) || state === 'annulled')
      },
    }),
  }),
})

const PrerequisitesJudged = builder.objectRef<NonNullable<EnrolmentRow['prerequisites']>>('PrerequisitesJudged').implement({
  description: 'Whether the learner meets what the course asks for, or may do without, and who says so.',
  fields: (t) => ({ judged: t.exposeString('judged'), reason: t.exposeString('reason', { nullable: true }), by: t.exposeString('by') }),
})

const RecognisedOutcome = builder.objectRef<NonNullable<EnrolmentRow['outcome']>>('EnrolmentOutcome').implement({
  description: "The home's decision, as it stands on the enrolment.",
  fields: (t) => ({
    outcome: t.exposeString('outcome'),
    credits: t.exposeFloat('credits'),
    attempt: t.exposeInt('attempt'),
    resultVersion: t.exposeInt('resultVersion'),
  }),
})

export const Enrolment = builder.objectRef<EnrolmentRow>('Enrolment').implement({
  description: 'A learner at an offer.',
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    state: t.exposeString('state'),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it was refused or withdrawn.' }),
    studentStatus: t.exposeString('studentStatus', { nullable: true, description: 'Fees and access follow it.' }),
    fee: t.string({ nullable: true, resolve: (row) => row.studentStatus && statusRules[row.studentStatus].fee }),
    access: t.stringList({ resolve: (row) => (row.studentStatus ? [...statusRules[row.studentStatus].access] : []) }),
    prerequisites: t.field({ type: PrerequisitesJudged, nullable: true, resolve: (row) => row.prerequisites }),
    seated: t.exposeBoolean('seated', { description: 'Whether the learner has one of the seats that are counted.' }),
    waitingNumber: t.exposeInt('waitingNumber', { nullable: true, description: 'The place in the line, lowest first.' }),
    moves: t.stringList({
      description: 'What you may do with it now.',
      resolve: (row, _args, { session }) => movesOf(row, session.institution, session.roles).filter((move) => move !== 'take-part'),
    }),
    participantName: t.string({
      nullable: true,
      description: 'As the lead gave it; null for roles that do not see people.',
      resolve: async (row, _args, context) => {
        const participant = await participantOf(context, row)
        return participant && `${participant.givenNames} ${participant.familyName}`
      },
    }),
    learner: t.field({
      type: Learner,
      nullable: true,
      description: "Seen by the learner's home.",
      resolve: (row, _args, context) => learnerRows(context).load(row.learnerId),
    }),
    lead: t.field({ type: Institution, nullable: true, resolve: (row) => ({ schacId: row.lead }) }),
    home: t.field({ type: Institution, nullable: true, resolve: (row) => ({ schacId: row.home }) }),
    instance: t.field({ type: Instance, nullable: true, resolve: (row) => ({ id: row.instanceId }) }),
    results: t.field({ type: [Result], resolve: async (row, _args, context) => onlyKnown(context, await resultsOf(context).load(row.id)) }),
    outcome: t.field({ type: RecognisedOutcome, nullable: true, resolve: (row) => row.outcome }),
  }),
})

const enrolmentPage = (args: Parameters<typeof page>[0], context: GraphContext, where: SQL | undefined) =>
  page<EnrolmentRow>(args, {
    load: (limit, after) =>
      reader(context)
        .select()
        .from(enrolments)
        .where(and(where, after ? lt(enrolments.id, after) : undefined))
        .orderBy(desc(enrolments.id))
        .limit(limit),
    count: async () => (await reader(context).select({ n: count() }).from(enrolments).where(where))[0]?.n ?? 0,
    cursor: (row) => row.id,
  })

builder.objectField(Instance, 'enrolments', (t) =>
  t.connection({
    type: Enrolment,
    description: 'Those that you may see: your own learners, or all where you lead.',
    resolve: (row, args, context) => enrolmentPage(args, context, eq(enrolments.instanceId, row.id)),
  }),
)
builder.objectField(Learner, 'enrolments', (t) =>
  t.connection({ type: Enrolment, resolve: (row, args, context) => enrolmentPage(args, context, eq(enrolments.learnerId, row.id)) }),
)

builder.queryFields((t) => ({
  enrolments: t.connection({
    type: Enrolment,
    args: { instanceId: t.arg.id({ required: false }) },
    resolve: (_root, args, context) => enrolmentPage(args, context, args.instanceId ? eq(enrolments.instanceId, args.instanceId) : undefined),
  }),
  enrolment: t.field({
    type: Enrolment,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => enrolmentRows(context).load(id),
  }),
  learnerByEsi: t.field({
    type: 'ID',
    nullable: true,
    description: 'For the gateway at sign-in: the pseudonym behind a verified ESI.',
    args: { esi: t.arg.string({ required: true }) },
    resolve: async (_root, { esi }, context) => {
      demandRole(context, ['system'])
      return (await learnerBehind(context, context.session.institution, esi))?.id ?? null
    },
  }),
}))
