import { isRefusal, type Role } from '@collegium/contracts'
import { demandRole, type GraphContext, once, reader, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { bipRulesOf } from '@collegium/vocabulary'
import { and, asc, count, eq, inArray, or } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { publicInstitutions } from '../institutions/tables.ts'
import { actorOf } from '../learning-agreements/act-on-agreements.ts'
import { ectsOf } from '../learning-agreements/domain/content.ts'
import { nominations } from '../nominations/tables.ts'
import { publicInstances } from '../offers/tables.ts'
import { checkProgramme, institutionsOf } from '../programmes/domain/programme.ts'
import { offersOf } from '../programmes/offers.ts'
import { openForProgramme } from '../programmes/open-for-programme.ts'
import { prepareProgramme, type ProgrammeAgreementRow } from '../programmes/prepare-programme.ts'
import { programmeAgreements } from '../programmes/tables.ts'
import { ContentInput, contentFrom, ContentType } from './agreement-content.ts'
import { builder } from './builder.ts'
import { Institution } from './enrolment.ts'
import { ContactInput, contactFrom, type Outcome, openedOf, OutcomeType } from './learning-agreement-acts.ts'

const offices = ['international-office', 'institution-administrator'] as const satisfies readonly Role[]

/** Which of R15's conditions the programme breaks as things stand: asked once, whatever number of its pairs is shown, since all were prepared alike. */
const brokenRules = (row: ProgrammeAgreementRow, context: GraphContext): Promise<string[]> =>
  once(context, `broken-rules:${row.instanceId}:${row.version}`, () => findBrokenRules(row, context))

async function findBrokenRules(row: ProgrammeAgreementRow, context: GraphContext): Promise<string[]> {
  const db = reader(context)
  const offer = (await offersOf(db, [row.instanceId])).get(row.instanceId)
  if (!offer?.bip) return []
  const countries = await db
    .select({ id: publicInstitutions.schacId, country: publicInstitutions.country })
    .from(publicInstitutions)
    .where(inArray(publicInstitutions.schacId, [...institutionsOf(offer)]))
  const specifications = await db.select({ id: publicInstances.specificationId }).from(publicInstances).where(eq(publicInstances.id, row.instanceId))
  const going = await db
    .select({ sending: nominations.sending, learners: count() })
    .from(nominations)
    .where(
      and(
        inArray(nominations.opportunityId, [row.instanceId, ...specifications.map((one) => one.id)]),
        eq(nominations.callYear, row.callYear),
        eq(nominations.state, 'approved'),
      ),
    )
    .groupBy(nominations.sending)
  const known = {
    ects: ectsOf(row.content.components),
    countries: new Map(countries.map((one) => [one.id, one.country])),
    charters: row.charters,
    approved: Object.fromEntries(going.map((one) => [one.sending, one.learners])),
  }
  return [...checkProgramme({ ...offer, bip: offer.bip }, known, bipRulesOf(row.callYear))]
}

const ProgrammeAgreement = builder.objectRef<ProgrammeAgreementRow>('ProgrammeAgreement').implement({
  description: 'What the coordinator of a programme prepared for one pair of sending and receiving institution.',
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    instanceId: t.exposeID('instanceId'),
    coordinator: t.field({ type: Institution, nullable: true, resolve: ({ coordinator }) => ({ schacId: coordinator }) }),
    sending: t.field({ type: Institution, nullable: true, resolve: ({ sending }) => ({ schacId: sending }) }),
    receiving: t.field({ type: Institution, nullable: true, resolve: ({ receiving }) => ({ schacId: receiving }) }),
    teachingPartners: t.exposeStringList('teachingPartners'),
    code: t.exposeString('code'),
    callYear: t.exposeInt('callYear'),
    academicYear: t.exposeString('academicYear'),
    rulePack: t.exposeString('rulePack', { nullable: true, description: 'Null: that of the academic year.' }),
    content: t.field({ type: ContentType, resolve: ({ content }) => content }),
    charters: t.exposeStringList('charters', { description: 'Institutions that hold an Erasmus Charter, as the coordinator states it.' }),
    brokenRules: t.stringList({
      nullable: true,
      description:
        "Conditions of a blended intensive programme (R15) that do not hold as things stand; the coordinator's, who sees all nominations. Null for others.",
      resolve: (row, _args, context) => (context.session.institution === row.coordinator ? brokenRules(row, context) : null),
    }),
    preparedAt: t.expose('preparedAt', { type: 'DateTime' }),
  }),
})
const Prepared = builder.objectRef<{ agreements: readonly ProgrammeAgreementRow[] }>('PreparedProgramme').implement({
  fields: (t) => ({ agreements: t.field({ type: [ProgrammeAgreement], resolve: ({ agreements }) => [...agreements] }) }),
})

const Opened = builder
  .objectRef<{ outcomes: readonly Outcome[] }>('OpenedAgreements')
  .implement({ fields: (t) => ({ outcomes: t.field({ type: [OutcomeType], resolve: ({ outcomes }) => [...outcomes] }) }) })

const ProgrammeAgreementInput = builder.inputType('ProgrammeAgreementInput', {
  description: 'The same for everybody who goes; each home adds what it recognises.',
  fields: (t) => ({
    instanceId: t.id({ required: true }),
    code: t.string({ required: true, description: 'Number with the funder.' }),
    academicYear: t.string({ required: true }),
    rulePack: t.string(),
    receivingUnit: t.string(),
    receivingContact: t.field({ type: ContactInput }),
    teachingPartners: t.stringList(),
    charters: t.stringList(),
    content: t.field({ type: ContentInput, required: true }),
  }),
})

builder.queryField('programmeAgreements', (t) =>
  t.field({
    type: [ProgrammeAgreement],
    nullable: true,
    description: 'What was prepared for a programme, as far as you take part in it.',
    args: { instanceId: t.arg.id({ required: false }) },
    resolve: (_root, { instanceId }, context) => {
      demandRole(context, offices)
      const own = context.session.institution
      const mine = or(eq(programmeAgreements.coordinator, own), eq(programmeAgreements.sending, own), eq(programmeAgreements.receiving, own))
      return reader(context)
        .select()
        .from(programmeAgreements)
        .where(and(mine, instanceId ? eq(programmeAgreements.instanceId, instanceId) : undefined))
        .orderBy(asc(programmeAgreements.instanceId), asc(programmeAgreements.sending))
        .limit(500)
    },
  }),
)

builder.mutationFields((t) => ({
  prepareProgramme: t.field({
    type: Prepared,
    errors: { types: [Problem] },
    description:
      'The coordinator prepares the agreement of a blended intensive programme once; it falls into one per pair of institutions. Again, it replaces what was prepared.',
    args: { programme: t.arg({ type: ProgrammeAgreementInput, required: true }) },
    resolve: async (_root, { programme }, context) => {
      demandRole(context, offices)
      const { dependencies, session, requestId } = context
      const given = {
        ...programme,
        rulePack: programme.rulePack ?? null,
        receivingUnit: programme.receivingUnit ?? null,
        receivingContact: contactFrom(programme.receivingContact),
        teachingPartners: programme.teachingPartners ?? [],
        charters: programme.charters ?? [],
        content: contentFrom(programme.content),
      }
      const at = dependencies.clock().toISOString()
      const agreements = await dependencies.database.write(sightOf(session), { correlationId: requestId }, (tx) =>
        prepareProgramme(tx, given, { institution: session.institution, at, newId: () => newId() }),
      )
      if (isRefusal(agreements)) throw problemOf(agreements)
      return { agreements }
    },
  }),
  openProgrammeAgreements: t.field({
    type: Opened,
    errors: { types: [Problem] },
    description:
      'The sending institution opens the agreements of all its approved nominations from what the coordinator prepared; an outcome for each. May be repeated.',
    args: {
      id: t.arg.id({ required: true, description: 'Of the prepared agreement.' }),
      sendingUnit: t.arg.string(),
      sendingContact: t.arg({ type: ContactInput, required: false }),
    },
    resolve: async (_root, { id, sendingUnit, sendingContact }, context) => {
      demandRole(context, offices)
      const { dependencies, session, requestId } = context
      const opening = { secret: dependencies.settings.secret, actor: actorOf(session), now: dependencies.clock().toISOString(), newId: () => newId() }
      const opened = await dependencies.database.write(sightOf(session), { correlationId: requestId }, (tx) =>
        openForProgramme(tx, opening, { id, sendingUnit: sendingUnit ?? null, sendingContact: contactFrom(sendingContact) }),
      )
      if (isRefusal(opened)) throw problemOf(opened)
      return { outcomes: openedOf(opened) }
    },
  }),
}))
