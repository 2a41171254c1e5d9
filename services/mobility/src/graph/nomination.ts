import { type GraphContext, entity, listLoader, loader, page, reader } from '@collegium/graph-kit'
import { and, count, desc, eq, inArray, lt, or, type SQL } from 'drizzle-orm'
import { type NominationState, nominationMoves, turnOf } from '../nominations/domain/transitions.ts'
import { type Nominee, openComment, openNominee } from '../nominations/nominee.ts'
import { nominationAnswers, nominations, nominationVersions, programmeQuotas } from '../nominations/tables.ts'
import { builder } from './builder.ts'
import { Institution } from './enrolment.ts'
import { Learner, learnerKey, learnerRows, mayKnowPeople, vaultOf } from './people.ts'

type Row = typeof nominations.$inferSelect
type Version = typeof nominationVersions.$inferSelect
type Answer = typeof nominationAnswers.$inferSelect

export const nominationRows = (context: GraphContext) =>
  loader<Row>(
    context,
    'nomination',
    (ids) =>
      reader(context)
        .select()
        .from(nominations)
        .where(inArray(nominations.id, [...ids])),
    (row) => row.id,
  )
const versionsOf = (context: GraphContext) =>
  listLoader<Version>(
    context,
    'nomination-versions',
    (ids) =>
      reader(context)
        .select()
        .from(nominationVersions)
        .where(inArray(nominationVersions.nominationId, [...ids]))
        .orderBy(nominationVersions.proposal),
    (row) => row.nominationId,
  )
const answersOf = (context: GraphContext) =>
  listLoader<Answer>(
    context,
    'nomination-answers',
    (ids) =>
      reader(context)
        .select()
        .from(nominationAnswers)
        .where(inArray(nominationAnswers.nominationId, [...ids]))
        .orderBy(nominationAnswers.at),
    (row) => row.nominationId,
  )

/** The person as they were nominated. Row-level security has shown the version to both institutions and the learner; the coordinator sees none. */
async function nomineeBehind(context: GraphContext, version: Version | undefined): Promise<Nominee | null> {
  const key = version && (await learnerKey(context, version.sending, version.learnerId))
  return key ? openNominee(vaultOf(context), key, version.nominationId, version.proposal, version.nominee) : null
}

const Person = builder.objectRef<Nominee>('Nominee').implement({
  description: 'The person, as their home nominated them.',
  fields: (t) => ({
    givenNames: t.exposeString('givenNames'),
    familyName: t.exposeString('familyName'),
    latinGivenNames: t.string({ nullable: true, resolve: (person) => person.latinGivenNames ?? null }),
    latinFamilyName: t.string({ nullable: true, resolve: (person) => person.latinFamilyName ?? null }),
    birthDate: t.expose('birthDate', { type: 'Date', nullable: true }),
    citizenship: t.string({ nullable: true, resolve: (person) => person.citizenship ?? null }),
    gender: t.int({ nullable: true, description: 'ISO 5218.', resolve: (person) => person.gender ?? null }),
    email: t.exposeString('email', { nullable: true }),
    esi: t.exposeString('esi', { nullable: true }),
    comment: t.exposeString('comment', { nullable: true }),
  }),
})

const NominationVersion = builder.objectRef<Version>('NominationVersion').implement({
  description: 'A content that was proposed. None is ever overwritten.',
  fields: (t) => ({
    proposal: t.exposeInt('proposal'),
    contentHash: t.exposeString('contentHash', { description: 'SHA-256 of the canonical content: what an answer names.' }),
    content: t.expose('content', { type: 'JSON' }),
    nominee: t.field({ type: Person, nullable: true, resolve: (row, _args, context) => nomineeBehind(context, row) }),
    by: t.exposeString('by'),
    at: t.expose('at', { type: 'DateTime' }),
  }),
})

const NominationAnswer = builder.objectRef<Answer>('NominationAnswer').implement({
  description: 'What was said of a proposal.',
  fields: (t) => ({
    proposal: t.exposeInt('proposal'),
    verb: t.exposeString('verb'),
    institution: t.exposeString('institution'),
    comment: t.string({
      nullable: true,
      resolve: async (row, _args, context) => {
        const key = row.comment && (await learnerKey(context, row.sending, row.learnerId))
        return key && row.comment ? openComment(vaultOf(context), key, row.nominationId, row.proposal, row.verb, row.comment) : null
      },
    }),
    by: t.exposeString('by'),
    at: t.expose('at', { type: 'DateTime' }),
  }),
})

/** What this session's institution may do now, from the table of moves. */
const movesOf = (row: Row, { session }: GraphContext): string[] =>
  Object.entries(nominationMoves).flatMap(([name, move]) => {
    const party = session.institution === row.sending ? 'sending' : session.institution === row.receiving ? 'receiving' : null
    const may = party && session.kind !== 'learner' && (move.party as readonly string[]).includes(party) && move.by.some((role) => session.roles.includes(role))
    return may && (move.from as readonly NominationState[]).includes(row.state) ? [name] : []
  })

export const Nomination = builder.objectRef<Row>('Nomination').implement({
  description: 'A learner proposed for a mobility. The id is the mobility’s: its learning agreement and its transcript carry the same.',
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    state: t.exposeString('state'),
    type: t.exposeString('type'),
    academicYear: t.exposeString('academicYear'),
    sending: t.field({ type: Institution, nullable: true, resolve: (row) => ({ schacId: row.sending }) }),
    receiving: t.field({ type: Institution, nullable: true, resolve: (row) => ({ schacId: row.receiving }) }),
    coordinator: t.field({ type: Institution, nullable: true, resolve: (row) => (row.coordinator ? { schacId: row.coordinator } : null) }),
    opportunityId: t.exposeID('opportunityId', { nullable: true, description: 'The blended intensive programme.' }),
    callYear: t.exposeInt('callYear', { nullable: true }),
    proposal: t.exposeInt('proposal'),
    contentHash: t.exposeString('contentHash'),
    turn: t.string({
      nullable: true,
      description: 'The institution that has to act next; null where nobody has to.',
      resolve: (row) => {
        const turn = turnOf[row.state]
        return turn && row[turn]
      },
    }),
    moves: t.stringList({ description: 'What you may do with it now.', resolve: (row, _args, context) => movesOf(row, context) }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it was cancelled.' }),
    proposedAt: t.expose('proposedAt', { type: 'DateTime' }),
    changedAt: t.expose('changedAt', { type: 'DateTime' }),
    learner: t.field({
      type: Learner,
      nullable: true,
      description: "Seen by the learner's home.",
      resolve: (row, _args, context) => learnerRows(context).load(row.learnerId),
    }),
    nominee: t.field({
      type: Person,
      nullable: true,
      description: 'For the offices of both institutions and the learner; null for everyone else, and once the learner is erased.',
      resolve: async (row, _args, context) =>
        nomineeBehind(
          context,
          (await versionsOf(context).load(row.id)).find((version) => version.proposal === row.proposal),
        ),
    }),
    versions: t.field({ type: [NominationVersion], resolve: (row, _args, context) => versionsOf(context).load(row.id) }),
    answers: t.field({ type: [NominationAnswer], resolve: (row, _args, context) => answersOf(context).load(row.id) }),
  }),
})

const NominationFilter = builder.inputType('NominationFilter', {
  fields: (t) => ({
    state: t.stringList(),
    turn: t.string({ description: '`mine` or `partner`: whose turn it is, seen from your institution.' }),
    partner: t.string({ description: 'SCHAC id of the other institution.' }),
    academicYear: t.string(),
    type: t.stringList(),
    opportunityId: t.id(),
  }),
})
type Filter = typeof NominationFilter.$inferInput

function whereOf(filter: Filter, me: string): SQL | undefined {
  const oneOf = <T>(values: readonly T[] | null | undefined, condition: (values: T[]) => SQL) =>
    values && values.length > 0 ? condition([...values]) : undefined
  const turnAt = (mine: boolean) =>
    or(
      and(eq(nominations.state, 'pending'), mine ? eq(nominations.receiving, me) : eq(nominations.sending, me)),
      and(eq(nominations.state, 'rejected'), mine ? eq(nominations.sending, me) : eq(nominations.receiving, me)),
    )
  return and(
    oneOf(filter.state, (states) => inArray(nominations.state, states as NominationState[])),
    oneOf(filter.type, (types) => inArray(nominations.type, types as Row['type'][])),
    filter.turn ? turnAt(filter.turn === 'mine') : undefined,
    filter.partner ? or(eq(nominations.sending, filter.partner), eq(nominations.receiving, filter.partner)) : undefined,
    filter.academicYear ? eq(nominations.academicYear, filter.academicYear) : undefined,
    filter.opportunityId ? eq(nominations.opportunityId, filter.opportunityId) : undefined,
  )
}

const ProgrammeQuota = builder.objectRef<typeof programmeQuotas.$inferSelect>('ProgrammeQuota').implement({
  description: 'How many learners a sending institution may nominate to a programme of a call.',
  fields: (t) => ({
    opportunityId: t.exposeID('opportunityId'),
    callYear: t.exposeInt('callYear'),
    sending: t.exposeString('sending'),
    places: t.exposeInt('places'),
  }),
})
export { ProgrammeQuota }

builder.queryFields((t) => ({
  nomination: t.field({
    type: Nomination,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => nominationRows(context).load(id),
  }),
  nominations: t.connection({
    type: Nomination,
    nullable: true,
    description: 'Those that your institution sends, receives or coordinates, or your own; newest first.',
    args: { filter: t.arg({ type: NominationFilter, required: false }) },
    resolve: (_root, args, context) => {
      const where = whereOf(args.filter ?? {}, context.session.institution)
      return page<Row>(args, {
        load: (limit, after) =>
          reader(context)
            .select()
            .from(nominations)
            .where(and(where, after ? lt(nominations.id, after) : undefined))
            .orderBy(desc(nominations.id))
            .limit(limit),
        count: async () => (await reader(context).select({ n: count() }).from(nominations).where(where))[0]?.n ?? 0,
        cursor: (row) => row.id,
      })
    },
  }),
  programmeQuotas: t.field({
    type: [ProgrammeQuota],
    nullable: true,
    description: 'As far as you set them, or they are yours.',
    args: { opportunityId: t.arg.id({ required: true }), callYear: t.arg.int({ required: true }) },
    resolve: (_root, { opportunityId, callYear }, context) =>
      mayKnowPeople(context)
        ? reader(context)
            .select()
            .from(programmeQuotas)
            .where(and(eq(programmeQuotas.opportunityId, opportunityId), eq(programmeQuotas.callYear, callYear)))
            .orderBy(programmeQuotas.sending)
        : [],
  }),
}))
