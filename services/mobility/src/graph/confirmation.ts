import { isRefusal, type Refusal } from '@collegium/contracts'
import { demandRole, reader } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { desc, inArray } from 'drizzle-orm'
import { confirmationKinds, confirmationMoves } from '../confirmations/domain/confirmation.ts'
import { type ConfirmationRow, issueConfirmations, withdrawConfirmation } from '../confirmations/issue-confirmations.ts'
import { confirmations } from '../confirmations/tables.ts'
import { confirmationProof } from '../documents/links.ts'
import { builder } from './builder.ts'
import { mayKnowPeople } from './people.ts'
import { DocumentSigner } from './transcript.ts'

const readers = ['international-office', 'examinations-office', 'recognition-office', 'institution-administrator', 'learner'] as const
/** One file, or one act, is about this many people at most. */
const most = 200

const Period = builder.objectRef<NonNullable<ConfirmationRow['online']>>('ConfirmedPeriod').implement({
  fields: (t) => ({ startsOn: t.expose('startsOn', { type: 'Date' }), endsOn: t.expose('endsOn', { type: 'Date' }) }),
})

export const ConfirmationType = builder.objectRef<ConfirmationRow>('Confirmation').implement({
  description: 'What the receiving institution confirmed of a mobility, with the real days.',
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    state: t.exposeString('state'),
    kind: t.exposeString('kind'),
    mobilityId: t.exposeID('mobilityId'),
    arrivedOn: t.expose('arrivedOn', { type: 'Date', nullable: true }),
    leftOn: t.expose('leftOn', { type: 'Date', nullable: true }),
    online: t.field({ type: Period, nullable: true, resolve: (row) => row.online }),
    hours: t.exposeFloat('hours', { nullable: true }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it was taken back.' }),
    issuedAt: t.expose('issuedAt', { type: 'DateTime' }),
    document: t.string({
      description: 'Where a sign-in gets the tagged PDF. Several ids, comma-separated, give one file.',
      resolve: (row) => `/api/documents/${row.id}`,
    }),
    printedAddress: t.string({
      nullable: true,
      description: 'What the QR code says; null for roles that do not see people.',
      resolve: (row, _args, context) => (mayKnowPeople(context) ? confirmationProof(context.dependencies.settings, row.receiving, row.id, 'en').url : null),
    }),
  }),
})

const Outcome = builder
  .objectRef<{ mobilityId: string; confirmation: ConfirmationRow | null; warnings: readonly string[]; refusal: Refusal | null }>('ConfirmationOutcome')
  .implement({
    description: 'What became of one person: a confirmation, or why there is none.',
    fields: (t) => ({
      mobilityId: t.exposeID('mobilityId'),
      confirmation: t.field({ type: ConfirmationType, nullable: true, resolve: ({ confirmation }) => confirmation }),
      warnings: t.stringList({ description: 'What is odd about the days, and was confirmed nevertheless.', resolve: ({ warnings }) => [...warnings] }),
      code: t.string({ nullable: true, description: 'Why there is none: a code of /docs/errors.', resolve: ({ refusal }) => refusal?.refused ?? null }),
      details: t.field({ type: 'JSON', nullable: true, resolve: ({ refusal }) => refusal?.detail ?? null }),
    }),
  })
const Outcomes = builder.objectRef<{ outcomes: (typeof Outcome.$inferType)[]; document: string | null }>('ConfirmationOutcomes').implement({
  fields: (t) => ({
    outcomes: t.field({ type: [Outcome], resolve: ({ outcomes }) => outcomes }),
    document: t.exposeString('document', { nullable: true, description: 'All that were issued, in one PDF; null where none was.' }),
  }),
})

const Kind = builder.enumType('ConfirmationKind', { values: confirmationKinds })
const PersonInput = builder.inputType('PersonToConfirm', {
  fields: (t) => ({
    mobilityId: t.id({ required: true }),
    arrivedOn: t.field({ type: 'Date' }),
    leftOn: t.field({ type: 'Date' }),
    onlineFrom: t.field({ type: 'Date' }),
    onlineUntil: t.field({ type: 'Date' }),
    hours: t.float(),
  }),
})

builder.queryFields((t) => ({
  confirmations: t.field({
    type: [ConfirmationType],
    nullable: true,
    description: 'What was confirmed of some mobilities, newest first.',
    args: { mobilityIds: t.arg.idList({ required: true }) },
    resolve: async (_root, { mobilityIds }, context) => {
      demandRole(context, readers)
      if (mobilityIds.length > most) throw new Problem('invalid-request', { mobilityIds: `at most ${most}` })
      if (mobilityIds.length === 0) return []
      return reader(context).select().from(confirmations).where(inArray(confirmations.mobilityId, mobilityIds)).orderBy(desc(confirmations.id))
    },
  }),
}))

builder.mutationFields((t) => ({
  confirm: t.field({
    type: Outcomes,
    errors: { types: [Problem] },
    description: 'Confirms arrival, stay or attendance for one person or for a whole programme, each with their own days and outcome.',
    args: {
      kind: t.arg({ type: Kind, required: true }),
      signer: t.arg({ type: DocumentSigner, required: true }),
      people: t.arg({ type: [PersonInput], required: true }),
    },
    resolve: async (_root, { kind, signer, people }, context) => {
      demandRole(context, confirmationMoves.withdraw.by)
      if (people.length === 0 || people.length > most) throw new Problem('invalid-request', { people: `between 1 and ${most}` })
      const outcomes = await issueConfirmations(context, {
        kind,
        signer,
        people: people.map(({ mobilityId, arrivedOn, leftOn, onlineFrom, onlineUntil, hours }) => {
          if (Boolean(onlineFrom) !== Boolean(onlineUntil)) throw new Problem('invalid-request', { online: 'onlineFrom and onlineUntil go together' })
          const online = onlineFrom && onlineUntil ? { startsOn: onlineFrom, endsOn: onlineUntil } : null
          return { mobilityId, dates: { arrivedOn: arrivedOn ?? null, leftOn: leftOn ?? null, online, hours: hours ?? null } }
        }),
      })
      const issued = [...outcomes.values()].flatMap((one) => (isRefusal(one) ? [] : [one.row.id]))
      return {
        outcomes: [...outcomes].map(([mobilityId, one]) =>
          isRefusal(one)
            ? { mobilityId, confirmation: null, warnings: [], refusal: one }
            : { mobilityId, confirmation: one.row, warnings: one.warnings, refusal: null },
        ),
        document: issued.length > 0 ? `/api/documents/${issued.join(',')}` : null,
      }
    },
  }),
  withdrawConfirmation: t.field({
    type: ConfirmationType,
    errors: { types: [Problem] },
    args: { id: t.arg.id({ required: true }), reason: t.arg.string({ required: true }), expectedVersion: t.arg.int({ required: true }) },
    resolve: async (_root, args, context) => {
      demandRole(context, confirmationMoves.withdraw.by)
      const outcome = await withdrawConfirmation(context, args)
      if (isRefusal(outcome)) throw problemOf(outcome)
      return outcome
    },
  }),
}))
