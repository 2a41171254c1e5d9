import { entity, type GraphContext, loader, reader } from '@collegium/graph-kit'
import { inArray } from 'drizzle-orm'
import { actorOf } from '../learning-agreements/act-on-agreements.ts'
import { sideOf } from '../learning-agreements/conduct.ts'
import type { Student } from '../learning-agreements/content-hash.ts'
import type { Contact } from '../learning-agreements/domain/parties.ts'
import { recogniseByAgreement, type MobilityOutcome, type Recognition } from '../learning-agreements/domain/recognition.ts'
import { judgeAgainstOffers } from '../learning-agreements/domain/offers.ts'
import { judgeContent } from '../learning-agreements/domain/rules.ts'
import { movesFor, turnOf } from '../learning-agreements/domain/turn.ts'
import { offersBehind } from '../learning-agreements/offers-behind.ts'
import { agreementRulesOf } from '../learning-agreements/rules-of-year.ts'
import { agreementOf, type AgreementRow, proposalOf } from '../learning-agreements/store.ts'
import { studentsOf } from '../learning-agreements/students.ts'
import { learningAgreements, type ProgrammeReference } from '../learning-agreements/tables.ts'
import { achievedIn } from '../transcripts/queries.ts'
import { entriesOf, EntryType, FaultType, versionsOf, VersionType } from './agreement-version.ts'
import { builder } from './builder.ts'
import { Learner, learnerRows, mayKnowPeople } from './people.ts'

export const agreementRows = (context: GraphContext) =>
  loader<AgreementRow>(
    context,
    'learning-agreement',
    (ids) =>
      reader(context)
        .select()
        .from(learningAgreements)
        .where(inArray(learningAgreements.id, [...ids])),
    (row) => row.id,
  )
export const students = (context: GraphContext) =>
  loader<{ id: string; student: Student }>(
    context,
    'agreement-student',
    async (ids) => [...(await studentsOf(context, ids))].map(([id, student]) => ({ id, student })),
    (row) => row.id,
  )

const ContactType = builder.objectRef<Contact>('AgreementContact').implement({
  fields: (t) => ({
    givenNames: t.exposeString('givenNames'),
    familyName: t.exposeString('familyName'),
    email: t.exposeString('email'),
    phone: t.exposeString('phone', { nullable: true }),
  }),
})
const ProgrammeType = builder.objectRef<ProgrammeReference>('ProgrammeReference').implement({
  description: 'The blended intensive programme that a mobility belongs to.',
  fields: (t) => ({ code: t.exposeString('code'), callYear: t.exposeInt('callYear'), instanceId: t.exposeID('instanceId', { nullable: true }) }),
})
const StudentType = builder.objectRef<Student>('AgreementStudent').implement({
  description: 'The student as the parties of the agreement see them.',
  fields: (t) => ({
    givenNames: t.exposeString('givenNames'),
    familyName: t.exposeString('familyName'),
    birthDate: t.expose('birthDate', { type: 'Date', nullable: true }),
    esi: t.exposeString('esi', { nullable: true }),
    citizenship: t.exposeString('citizenship', { nullable: true }),
    gender: t.exposeInt('gender', { nullable: true, description: 'ISO 5218.' }),
    email: t.exposeString('email', { nullable: true }),
  }),
})
const RecognitionType = builder.objectRef<Recognition>('ComponentRecognition').implement({
  description: 'What the agreement, or the recognising body, says of one component.',
  fields: (t) => ({
    componentId: t.exposeID('componentId'),
    title: t.exposeString('title'),
    verdict: t.exposeString('verdict'),
    credits: t.exposeFloat('credits'),
    because: t.exposeString('because'),
    text: t.exposeString('text', { nullable: true }),
    studied: t.field({ type: ['ID'], resolve: ({ studied }) => [...studied] }),
  }),
})
const OutcomeType = builder.objectRef<MobilityOutcome>('MobilityOutcome').implement({
  fields: (t) => ({
    outcome: t.exposeString('outcome', { description: 'full, partial or none.' }),
    ectsEarned: t.exposeFloat('ectsEarned'),
    ectsRecognised: t.exposeFloat('ectsRecognised'),
    decidedOn: t.expose('decidedOn', { type: 'Date' }),
    recognitions: t.field({ type: [RecognitionType], resolve: ({ recognitions }) => [...recognitions] }),
  }),
})

const wholeOf = async (row: AgreementRow, context: GraphContext) => agreementOf(row, await versionsOf(context).load(row.id))

export const LearningAgreementType = builder.objectRef<AgreementRow>('LearningAgreement').implement({
  description: 'A learning agreement and the life of its mobility. The receiver sees it once a version was proposed to it.',
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the mobility.' }),
    version: t.exposeInt('version', { description: 'Expected by every move.' }),
    learner: t.field({ type: Learner, nullable: true, resolve: (row, _args, context) => learnerRows(context).load(row.learnerId) }),
    student: t.field({
      type: StudentType,
      nullable: true,
      description: 'Null for roles without people, and once the learner is erased.',
      resolve: async (row, _args, context) => (mayKnowPeople(context) ? ((await students(context).load(row.id))?.student ?? null) : null),
    }),
    sending: t.exposeString('sending'),
    sendingUnit: t.exposeString('sendingUnit', { nullable: true }),
    receiving: t.exposeString('receiving'),
    receivingUnit: t.exposeString('receivingUnit', { nullable: true }),
    coordinator: t.exposeString('coordinator', { nullable: true }),
    teachingPartners: t.exposeStringList('teachingPartners'),
    sendingContact: t.field({ type: ContactType, nullable: true, resolve: (row) => row.sendingContact }),
    receivingContact: t.field({ type: ContactType, nullable: true, resolve: (row) => row.receivingContact }),
    type: t.exposeString('type'),
    academicYear: t.exposeString('academicYear'),
    programme: t.field({ type: ProgrammeType, nullable: true, resolve: (row) => row.programme }),
    rulePack: t.exposeString('rulePack'),
    state: t.exposeString('state'),
    status: t.exposeString('status', { description: 'One word for lists.' }),
    turn: t.exposeString('turn', { description: 'learner, sending, receiving or nobody.' }),
    turnSince: t.expose('turnSince', { type: 'DateTime' }),
    dueOn: t.expose('dueOn', { type: 'Date', nullable: true }),
    nextStep: t.string({
      nullable: true,
      description: 'The move that would bring it on.',
      resolve: async (row, _args, context) => turnOf(await wholeOf(row, context)).move,
    }),
    moves: t.stringList({
      description: 'What you could do now.',
      resolve: async (row, _args, context) => {
        const actor = actorOf(context.session)
        const side = sideOf(actor, row)
        return side ? [...movesFor(await wholeOf(row, context), side, actor.roles)] : []
      },
    }),
    startsOn: t.expose('startsOn', { type: 'Date', nullable: true }),
    endsOn: t.expose('endsOn', { type: 'Date', nullable: true }),
    openedAt: t.expose('openedAt', { type: 'DateTime' }),
    changedAt: t.expose('changedAt', { type: 'DateTime' }),
    versions: t.field({ type: [VersionType], resolve: (row, _args, context) => versionsOf(context).load(row.id) }),
    current: t.field({
      type: VersionType,
      nullable: true,
      description: 'The last version that you may see.',
      resolve: async (row, _args, context) => (await versionsOf(context).load(row.id)).at(-1) ?? null,
    }),
    standing: t.field({
      type: VersionType,
      nullable: true,
      description: 'What all three signed last.',
      resolve: async (row, _args, context) => (await versionsOf(context).load(row.id)).findLast((one) => one.state === 'approved') ?? null,
    }),
    faults: t.field({
      type: [FaultType],
      description: 'What keeps the last version from being signed, and what to look at.',
      resolve: async (row, _args, context) => {
        const last = (await versionsOf(context).load(row.id)).at(-1)
        if (!last) return []
        const offers = await offersBehind(reader(context), row.sending, last.content)
        return [...judgeContent(row, last.content, last.changes, agreementRulesOf(row)), ...judgeAgainstOffers(row, last.content, offers)]
      },
    }),
    timeline: t.field({ type: [EntryType], resolve: (row, _args, context) => entriesOf(context).load(row.id) }),
    outcome: t.field({ type: OutcomeType, nullable: true, resolve: (row) => row.outcome }),
    recognitionByAgreement: t.field({
      type: [RecognitionType],
      nullable: true,
      description: 'What the agreement says of the transcript that stands, before anybody decides (R12); null without a transcript.',
      resolve: async (row, _args, context) => {
        const stands = (await versionsOf(context).load(row.id)).findLast((one) => one.state === 'approved')
        const achieved = (await achievedIn(reader(context), [row.id])).get(row.id)
        return stands && achieved ? [...recogniseByAgreement(proposalOf(stands).content, achieved)] : null
      },
    }),
  }),
})
