import { type MobilityType, isRefusal, mobilityTypes, type Refusal } from '@collegium/contracts'
import { demandRole, type GraphContext, reader, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { parseSchacId } from '@collegium/vocabulary'
import { eq } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { changeNomination, type Wanted } from '../nominations/change-nomination.ts'
import { nominationMoves } from '../nominations/domain/transitions.ts'
import { type Mobility, nominate, type Nominating, tenantsFor } from '../nominations/nominate.ts'
import { setProgrammeQuotas } from '../nominations/set-programme-quotas.ts'
import { nominations } from '../nominations/tables.ts'
import { builder } from './builder.ts'
import { Nomination, nominationRows, ProgrammeQuota } from './nomination.ts'
import { vaultOf } from './people.ts'

const PeriodInput = builder.inputType('PeriodInput', {
  description: 'Calendar days, both included.',
  fields: (t) => ({ from: t.field({ type: 'Date', required: true }), to: t.field({ type: 'Date', required: true }) }),
})
const ProgrammeInput = builder.inputType('ProgrammeInput', {
  description: 'A blended intensive programme.',
  fields: (t) => ({ opportunityId: t.id({ required: true }), callYear: t.int({ required: true }), coordinator: t.string({ required: true }) }),
})
const MobilityInput = builder.inputType('MobilityInput', {
  description: 'What a nomination says of the mobility. The sending institution is yours.',
  fields: (t) => ({
    type: t.string({ required: true }),
    sendingUnit: t.string(),
    receiving: t.string({ required: true }),
    receivingUnit: t.string(),
    agreementId: t.string({ description: 'Inter-institutional agreement.' }),
    programme: t.field({ type: ProgrammeInput }),
    academicYear: t.string({ required: true, description: 'Of the receiving institution, "2026/2027".' }),
    term: t.string({ description: '"2026/2027-1/2"; absent for a period outside the terms.' }),
    iscedF: t.string({ required: true, description: "Of the nominee's studies, four digits." }),
    eqfLevel: t.int({ required: true }),
    physical: t.field({ type: PeriodInput }),
    virtual: t.field({ type: PeriodInput }),
  }),
})
const PersonInput = builder.inputType('NomineeInput', { fields: (t) => ({ learnerId: t.id({ required: true }), comment: t.string() }) })
const QuotaInput = builder.inputType('QuotaInput', { fields: (t) => ({ sending: t.string({ required: true }), places: t.int({ required: true }) }) })

const acting = (context: GraphContext): Nominating => ({
  institution: context.session.institution,
  roles: context.session.roles,
  vault: vaultOf(context),
  newId: () => newId(),
  by: context.session.subject,
  at: context.dependencies.clock().toISOString(),
})

const institutionNamed = (text: string, path: string): string => {
  const id = parseSchacId(text)
  if (!id) throw new Problem('invalid-request', { [path]: 'not the domain name of an institution' })
  return id
}

function mobilityOf(input: typeof MobilityInput.$inferInput, context: GraphContext): Mobility {
  if (!(mobilityTypes as readonly string[]).includes(input.type)) throw new Problem('invalid-request', { type: mobilityTypes })
  return {
    type: input.type as MobilityType,
    sending: context.session.institution,
    sendingUnit: input.sendingUnit ?? null,
    receiving: institutionNamed(input.receiving, 'receiving'),
    receivingUnit: input.receivingUnit ?? null,
    agreementId: input.agreementId ?? null,
    programme: input.programme ? { ...input.programme, coordinator: institutionNamed(input.programme.coordinator, 'programme.coordinator') } : null,
    academicYear: input.academicYear,
    term: input.term ?? null,
    iscedF: input.iscedF,
    eqfLevel: input.eqfLevel,
    physical: input.physical ?? null,
    virtual: input.virtual ?? null,
  }
}

/** What became of one person on a roster. */
interface RosterAnswer {
  readonly learnerId: string
  readonly nominationId: string | null
  readonly refusal: Refusal | null
}
const RosterOutcome = builder.objectRef<RosterAnswer>('RosterOutcome').implement({
  description: 'What became of one person on a roster, in the roster’s order.',
  fields: (t) => ({
    learnerId: t.exposeID('learnerId'),
    nomination: t.field({
      type: Nomination,
      nullable: true,
      resolve: (answer, _args, context) => (answer.nominationId ? nominationRows(context).load(answer.nominationId) : null),
    }),
    code: t.string({ nullable: true, description: 'Why there is no nomination: /docs/errors/{code}.', resolve: (answer) => answer.refusal?.refused ?? null }),
    details: t.field({ type: 'JSON', nullable: true, resolve: (answer) => answer.refusal?.detail ?? null }),
  }),
})
const Roster = builder
  .objectRef<{ outcomes: readonly RosterAnswer[] }>('NominatedRoster')
  .implement({ fields: (t) => ({ outcomes: t.field({ type: [RosterOutcome], resolve: (roster) => roster.outcomes }) }) })
const Quotas = builder.objectRef<{ quotas: (typeof ProgrammeQuota.$inferType)[] }>('ProgrammeQuotas').implement({
  fields: (t) => ({ quotas: t.field({ type: [ProgrammeQuota], resolve: ({ quotas }) => quotas }) }),
})

async function nominatePeople(
  context: GraphContext,
  input: typeof MobilityInput.$inferInput,
  people: readonly (typeof PersonInput.$inferInput)[],
): Promise<RosterAnswer[]> {
  demandRole(context, nominationMoves.revise.by)
  if (people.length < 1 || people.length > 500) throw new Problem('invalid-request', { nominees: 'between 1 and 500' })
  const mobility = mobilityOf(input, context)
  const named = people.map(({ learnerId, comment }) => ({ learnerId, comment: comment ?? null }))
  const answers = await context.dependencies.database.write({ tenants: tenantsFor(mobility) }, { correlationId: context.requestId }, (tx) =>
    nominate(tx, acting(context), mobility, named),
  )
  if (isRefusal(answers)) throw problemOf(answers)
  return answers.map((answer, i) => {
    const refused = isRefusal(answer)
    return { learnerId: named[i]?.learnerId ?? '', nominationId: refused ? null : answer.nominationId, refusal: refused ? answer : null }
  })
}

async function change(context: GraphContext, id: string, wanted: Wanted) {
  demandRole(context, nominationMoves[wanted.move].by)
  // Only who sees the nomination may go on; the write then needs the other party's tenancy too.
  const [seen] = await reader(context).select().from(nominations).where(eq(nominations.id, id))
  if (!seen) throw new Problem('not-found')
  const tenants = [seen.sending, seen.receiving, ...(seen.coordinator ? [seen.coordinator] : [])]
  const outcome = await context.dependencies.database.write({ tenants }, { correlationId: context.requestId }, (tx) =>
    changeNomination(tx, acting(context), id, wanted),
  )
  if (isRefusal(outcome)) throw problemOf(outcome)
  return outcome
}

builder.mutationFields((t) => ({
  nominateLearner: t.field({
    type: Nomination,
    errors: { types: [Problem] },
    description: 'Nominates one of your learners. The receiving institution sees it at once.',
    args: { mobility: t.arg({ type: MobilityInput, required: true }), nominee: t.arg({ type: PersonInput, required: true }) },
    resolve: async (_root, { mobility, nominee }, context) => {
      const [answer] = await nominatePeople(context, mobility, [nominee])
      if (answer?.refusal) throw problemOf(answer.refusal)
      const row = answer?.nominationId && (await nominationRows(context).load(answer.nominationId))
      if (!row) throw new Problem('not-found')
      return row
    },
  }),
  nominateRoster: t.field({
    type: Roster,
    errors: { types: [Problem] },
    description: 'Nominates many of your learners for one mobility, for example a blended intensive programme. Each has an outcome of their own.',
    args: { mobility: t.arg({ type: MobilityInput, required: true }), nominees: t.arg({ type: [PersonInput], required: true }) },
    resolve: async (_root, { mobility, nominees }, context) => ({ outcomes: await nominatePeople(context, mobility, nominees) }),
  }),
  setProgrammeQuotas: t.field({
    type: Quotas,
    errors: { types: [Problem] },
    description: 'Says how many learners each sending institution may nominate to a programme that you coordinate. What is named replaces what was there.',
    args: {
      opportunityId: t.arg.id({ required: true }),
      callYear: t.arg.int({ required: true }),
      quotas: t.arg({ type: [QuotaInput], required: true }),
    },
    resolve: async (_root, { opportunityId, callYear, quotas }, context) => {
      demandRole(context, nominationMoves.revise.by)
      const coordinator = context.session.institution
      const named = quotas.map((quota, i) => ({ sending: institutionNamed(quota.sending, `quotas.${i}.sending`), places: quota.places }))
      const saved = await context.dependencies.database.write(sightOf(context.session), { correlationId: context.requestId }, (tx) =>
        setProgrammeQuotas(tx, { coordinator, opportunityId, callYear }, named),
      )
      if (isRefusal(saved)) throw problemOf(saved)
      return { quotas: [...saved] }
    },
  }),
  reviseNomination: t.field({
    type: Nomination,
    errors: { types: [Problem] },
    description: 'Proposes another content. Whatever was answered before, the receiving institution is asked again.',
    args: {
      id: t.arg.id({ required: true }),
      mobility: t.arg({ type: MobilityInput, required: true }),
      comment: t.arg.string(),
      expectedVersion: t.arg.int({ required: true }),
    },
    resolve: (_root, { id, mobility, comment, expectedVersion }, context) =>
      change(context, id, { move: 'revise', mobility: mobilityOf(mobility, context), comment: comment ?? null, expectedVersion }),
  }),
  approveNomination: t.field({
    type: Nomination,
    errors: { types: [Problem] },
    description: 'Approves the content whose hash you read. Said twice, it is done once.',
    args: { id: t.arg.id({ required: true }), contentHash: t.arg.string({ required: true }) },
    resolve: (_root, { id, contentHash }, context) => change(context, id, { move: 'approve', contentHash }),
  }),
  rejectNomination: t.field({
    type: Nomination,
    errors: { types: [Problem] },
    args: { id: t.arg.id({ required: true }), contentHash: t.arg.string({ required: true }), comment: t.arg.string({ required: true }) },
    resolve: (_root, { id, contentHash, comment }, context) => change(context, id, { move: 'reject', contentHash, comment }),
  }),
  cancelNomination: t.field({
    type: Nomination,
    errors: { types: [Problem] },
    args: { id: t.arg.id({ required: true }), reason: t.arg.string({ required: true }), expectedVersion: t.arg.int({ required: true }) },
    resolve: (_root, { id, reason, expectedVersion }, context) => change(context, id, { move: 'cancel', reason, expectedVersion }),
  }),
}))
