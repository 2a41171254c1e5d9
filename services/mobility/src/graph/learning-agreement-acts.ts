import { isRefusal, type MobilityType, type Refusal } from '@collegium/contracts'
import { type GraphContext, sightOf, wordsOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { v7 as newId } from 'uuid'
import { type Acting, actorOf } from '../learning-agreements/act-on-agreements.ts'
import { approveProposals, commentOnProposal } from '../learning-agreements/answer-proposal.ts'
import { callOffMobility, withdrawProposal } from '../learning-agreements/call-off.ts'
import type { Conducted } from '../learning-agreements/conduct.ts'
import { followMobility } from '../learning-agreements/follow-mobility.ts'
import { nameAgreementParties } from '../learning-agreements/name-parties.ts'
import { openAgreements, type Opening } from '../learning-agreements/open-agreement.ts'
import { recogniseMobility } from '../learning-agreements/recognise-mobility.ts'
import { signAgreements } from '../learning-agreements/sign-agreement.ts'
import type { AgreementRow } from '../learning-agreements/store.ts'
import { proposeChanges, writeAgreement } from '../learning-agreements/write-agreement.ts'
import { ChangeInput, changeFrom, ContentInput, contentFrom } from './agreement-content.ts'
import { builder } from './builder.ts'
import { LearningAgreementType } from './learning-agreement.ts'

const SignerInput = builder.inputType('SignerInput', {
  description: 'Who signs for an institution.',
  fields: (t) => ({ name: t.string({ required: true }), position: t.string({ required: true }), email: t.string({ required: true }) }),
})
const ToSignInput = builder.inputType('AgreementToSign', {
  description: 'What is signed or answered: the version, by the hash that you saw.',
  fields: (t) => ({ id: t.id({ required: true }), hash: t.string({ required: true }) }),
})
const ToMoveInput = builder.inputType('AgreementToMove', {
  fields: (t) => ({ id: t.id({ required: true }), expectedVersion: t.int({ required: true }) }),
})
export const ContactInput = builder.inputType('AgreementContactInput', {
  fields: (t) => ({
    givenNames: t.string({ required: true }),
    familyName: t.string({ required: true }),
    email: t.string({ required: true }),
    phone: t.string(),
  }),
})
const PartyOfficeInput = builder.inputType('PartyOfficeInput', {
  description: 'The unit that sends or receives, and whom to ask there. What is left out is taken away.',
  fields: (t) => ({ unit: t.string(), contact: t.field({ type: ContactInput }) }),
})
const ProgrammeInput = builder.inputType('ProgrammeReferenceInput', {
  fields: (t) => ({ code: t.string({ required: true }), callYear: t.int({ required: true }), instanceId: t.id() }),
})
const StudentInput = builder.inputType('AgreementStudentInput', {
  description: 'What the home does not hold about its learner, or holds otherwise.',
  fields: (t) => ({
    givenNames: t.string(),
    familyName: t.string(),
    birthDate: t.field({ type: 'Date' }),
    esi: t.string(),
    citizenship: t.string(),
    gender: t.int({ description: 'ISO 5218: 0, 1, 2 or 9.' }),
    email: t.string(),
  }),
})
const OpeningInput = builder.inputType('LearningAgreementInput', {
  fields: (t) => ({
    id: t.id({ description: 'The id of the mobility, where it was nominated; a new one otherwise.' }),
    learnerId: t.id({ description: 'Your own learner; a learner opens their own.' }),
    sendingUnit: t.string(),
    receiving: t.string({ required: true }),
    receivingUnit: t.string(),
    coordinator: t.string(),
    teachingPartners: t.stringList(),
    type: t.string({ required: true }),
    academicYear: t.string({ required: true }),
    programme: t.field({ type: ProgrammeInput }),
    sendingContact: t.field({ type: ContactInput }),
    receivingContact: t.field({ type: ContactInput }),
    rulePack: t.string(),
    student: t.field({ type: StudentInput }),
    content: t.field({ type: ContentInput, required: true }),
  }),
})
const DecisionInput = builder.inputType('ComponentDecisionInput', {
  fields: (t) => ({ componentId: t.id({ required: true }), credits: t.float({ required: true }), text: t.string({ required: true }) }),
})

export interface Outcome {
  readonly id: string
  readonly row: AgreementRow | null
  readonly refusal: Refusal | null
}
const RefusalType = builder.objectRef<Refusal>('Refusal').implement({
  description: 'Why one of many was refused; the page /docs/errors/{code} says what to do next.',
  fields: (t) => ({
    code: t.exposeString('refused'),
    what: t.string({ description: 'What happened, in English.', resolve: ({ refused }, _args, context) => wordsOf(context, refused).what }),
    why: t.string({ resolve: ({ refused }, _args, context) => wordsOf(context, refused).why }),
    next: t.string({ description: 'What to do next.', resolve: ({ refused }, _args, context) => wordsOf(context, refused).next }),
    details: t.field({ type: 'JSON', nullable: true, resolve: ({ detail }) => detail ?? null }),
  }),
})
export const OutcomeType = builder.objectRef<Outcome>('AgreementActOutcome').implement({
  description: 'What became of one agreement in an act for many.',
  fields: (t) => ({
    id: t.exposeID('id'),
    agreement: t.field({ type: LearningAgreementType, nullable: true, resolve: ({ row }) => row }),
    refusal: t.field({ type: RefusalType, nullable: true, resolve: ({ refusal }) => refusal }),
  }),
})

const acting = ({ dependencies, session, requestId }: GraphContext): Acting => ({ dependencies, session, requestId })
const rowOf = (conducted: Conducted | AgreementRow): AgreementRow => {
  if (isRefusal(conducted)) throw problemOf(conducted)
  return 'row' in conducted ? conducted.row : conducted
}
const outcomesOf = (conducted: ReadonlyMap<string, Conducted>): Outcome[] =>
  [...conducted].map(([id, one]) => (isRefusal(one) ? { id, row: null, refusal: one } : { id, row: one.row, refusal: null }))

export const openedOf = (opened: ReadonlyMap<string, Refusal | AgreementRow>): Outcome[] =>
  [...opened].map(([id, one]) => (isRefusal(one) ? { id, row: null, refusal: one } : { id, row: one, refusal: null }))

/** What one act may carry: more belongs into a file. */
const most = 500
function few<T>(list: readonly T[]): readonly T[] {
  if (list.length > most) throw new Problem('invalid-request', { most })
  return list
}

export const contactFrom = (given: typeof ContactInput.$inferInput | null | undefined) => (given ? { ...given, phone: given.phone ?? null } : null)
const officeFrom = (given: typeof PartyOfficeInput.$inferInput | null | undefined) =>
  given ? { unit: given.unit?.trim() || null, contact: contactFrom(given.contact) } : null

type OpeningGiven = typeof OpeningInput.$inferInput
function openingFrom(given: OpeningGiven, { session }: GraphContext): Opening {
  const learnerId = session.kind === 'learner' ? session.learner : given.learnerId
  if (!learnerId) throw new Problem('invalid-request', { learnerId: 'needed' })
  const student = Object.fromEntries(Object.entries(given.student ?? {}).filter(([, value]) => value !== null && value !== undefined)) as Opening['student']
  return {
    id: given.id ?? newId(),
    learnerId,
    sending: session.institution,
    sendingUnit: given.sendingUnit ?? null,
    receiving: given.receiving,
    receivingUnit: given.receivingUnit ?? null,
    coordinator: given.coordinator ?? null,
    teachingPartners: given.teachingPartners ?? [],
    type: given.type as MobilityType,
    academicYear: given.academicYear,
    programme: given.programme ? { ...given.programme, instanceId: given.programme.instanceId ?? null } : null,
    sendingContact: contactFrom(given.sendingContact),
    receivingContact: contactFrom(given.receivingContact),
    rulePack: given.rulePack ?? null,
    student,
    content: contentFrom(given.content),
  }
}

async function open(context: GraphContext, given: readonly OpeningGiven[]) {
  const { dependencies, session, requestId } = context
  const openings = given.map((one) => openingFrom(one, context))
  const actor = actorOf(session)
  const tenants = session.kind === 'learner' ? [session.institution] : sightOf(session).tenants
  return dependencies.database.write({ tenants }, { correlationId: requestId }, (tx) =>
    openAgreements(tx, { secret: dependencies.settings.secret, actor, now: dependencies.clock().toISOString(), newId: () => newId() }, openings),
  )
}

builder.mutationFields((t) => ({
  openLearningAgreement: t.field({
    type: LearningAgreementType,
    errors: { types: [Problem] },
    description: 'Opens the agreement of a mobility with a first draft.',
    args: { agreement: t.arg({ type: OpeningInput, required: true }) },
    resolve: async (_root, { agreement }, context) => rowOf([...(await open(context, [agreement])).values()][0] ?? { refused: 'not-found' }),
  }),
  openLearningAgreements: t.field({
    type: [OutcomeType],
    nullable: true,
    description: 'One agreement prepared for many, e.g. all of your learners of a blended intensive programme; an outcome for each.',
    args: { agreements: t.arg({ type: [OpeningInput], required: true }) },
    resolve: async (_root, { agreements }, context) => openedOf(await open(context, few(agreements))),
  }),
  writeLearningAgreement: t.field({
    type: LearningAgreementType,
    errors: { types: [Problem] },
    description: 'Writes the first version, until all three have signed one.',
    args: { id: t.arg.id({ required: true }), expectedVersion: t.arg.int({ required: true }), content: t.arg({ type: ContentInput, required: true }) },
    resolve: async (_root, { id, expectedVersion, content }, context) =>
      rowOf(await writeAgreement(acting(context), { id, expectedVersion, content: contentFrom(content) })),
  }),
  nameAgreementParties: t.field({
    type: LearningAgreementType,
    errors: { types: [Problem] },
    description: 'Says which units send and receive, and whom to ask there. Nobody signs that, so it needs no new version; what is left out stays.',
    args: {
      id: t.arg.id({ required: true }),
      expectedVersion: t.arg.int({ required: true }),
      sending: t.arg({ type: PartyOfficeInput, required: false }),
      receiving: t.arg({ type: PartyOfficeInput, required: false }),
    },
    resolve: async (_root, { id, expectedVersion, sending, receiving }, context) =>
      rowOf(await nameAgreementParties(acting(context), { id, expectedVersion, sending: officeFrom(sending), receiving: officeFrom(receiving) })),
  }),
  proposeAgreementChanges: t.field({
    type: LearningAgreementType,
    errors: { types: [Problem] },
    description: 'Begins the next version on what all three signed: what goes, what comes, and why.',
    args: { id: t.arg.id({ required: true }), expectedVersion: t.arg.int({ required: true }), changes: t.arg({ type: [ChangeInput], required: true }) },
    resolve: async (_root, { id, expectedVersion, changes }, context) =>
      rowOf(await proposeChanges(acting(context), { id, expectedVersion, requests: few(changes).map(changeFrom) })),
  }),
  signLearningAgreements: t.field({
    type: [OutcomeType],
    nullable: true,
    description: 'The student signs, then the sending institution; one or many, an outcome for each.',
    args: { agreements: t.arg({ type: [ToSignInput], required: true }), signer: t.arg({ type: SignerInput, required: false }) },
    resolve: async (_root, { agreements, signer }, context) => outcomesOf(await signAgreements(acting(context), few(agreements), signer ?? null)),
  }),
  approveLearningAgreements: t.field({
    type: [OutcomeType],
    nullable: true,
    description: 'The receiving institution approves, one or many. The same again changes nothing.',
    args: { agreements: t.arg({ type: [ToSignInput], required: true }), signer: t.arg({ type: SignerInput, required: true }) },
    resolve: async (_root, { agreements, signer }, context) => outcomesOf(await approveProposals(acting(context), few(agreements), signer)),
  }),
  commentOnLearningAgreement: t.field({
    type: LearningAgreementType,
    errors: { types: [Problem] },
    description: 'The receiving institution asks for changes, in words.',
    args: {
      agreement: t.arg({ type: ToSignInput, required: true }),
      text: t.arg.string({ required: true }),
      signer: t.arg({ type: SignerInput, required: true }),
    },
    resolve: async (_root, { agreement, text, signer }, context) => rowOf(await commentOnProposal(acting(context), agreement, text, signer)),
  }),
  withdrawAgreementProposal: t.field({
    type: LearningAgreementType,
    errors: { types: [Problem] },
    description: 'Takes back a version before the receiver has answered.',
    args: { id: t.arg.id({ required: true }), expectedVersion: t.arg.int({ required: true }) },
    resolve: async (_root, args, context) => rowOf(await withdrawProposal(acting(context), args)),
  }),
  callOffMobility: t.field({
    type: LearningAgreementType,
    errors: { types: [Problem] },
    description: 'Deletes an agreement that not all three have signed; cancels one that they have.',
    args: { id: t.arg.id({ required: true }), expectedVersion: t.arg.int({ required: true }), reason: t.arg.string({ required: true }) },
    resolve: async (_root, args, context) => rowOf(await callOffMobility(acting(context), args)),
  }),
  followMobilities: t.field({
    type: [OutcomeType],
    nullable: true,
    description: 'The learner has arrived (start) or left (end), says the receiver; the sender closes the file (close).',
    args: { agreements: t.arg({ type: [ToMoveInput], required: true }), move: t.arg.string({ required: true }) },
    resolve: async (_root, { agreements, move }, context) => {
      if (move !== 'start' && move !== 'end' && move !== 'close')
        throw new Problem('invalid-request', { move: { value: move, oneOf: ['start', 'end', 'close'] } })
      return outcomesOf(await followMobility(acting(context), few(agreements), move))
    },
  }),
  recogniseMobility: t.field({
    type: LearningAgreementType,
    errors: { types: [Problem] },
    description: 'The home closes the recognition: what was agreed and passed stands as it is (R12), the rest is decided here.',
    args: {
      id: t.arg.id({ required: true }),
      expectedVersion: t.arg.int({ required: true }),
      decisions: t.arg({ type: [DecisionInput], required: true }),
    },
    resolve: async (_root, { id, expectedVersion, decisions }, context) =>
      rowOf(await recogniseMobility(acting(context), { id, expectedVersion, decisions: few(decisions) })),
  }),
}))
