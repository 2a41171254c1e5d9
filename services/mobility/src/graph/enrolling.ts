import { isRefusal, type Refusal } from '@collegium/contracts'
import { demandRole, type GraphContext, reader } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { eq } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { applyFor } from '../enrolments/apply.ts'
import { waiverReasons } from '../enrolments/domain/enrolment.ts'
import { type EnrolmentMoveName, enrolmentMoves } from '../enrolments/domain/transitions.ts'
import { enrolRoster } from '../enrolments/enrol-roster.ts'
import { judgePrerequisites } from '../enrolments/judge-prerequisites.ts'
import { type EnrolmentRow, moveEnrolments, type Step } from '../enrolments/move-enrolments.ts'
import { learnerVault } from '../learners/vault.ts'
import { publicInstances } from '../offers/tables.ts'
import { actOn, most } from './both-sides.ts'
import { builder } from './builder.ts'
import { Enrolment } from './enrolment.ts'
import { LegalStatementInput, statementOf } from './legal-status.ts'

export const StudentStatusEnum = builder.enumType('StudentStatus', {
  values: {
    REGULAR: { value: 'regular' },
    VISITING: { value: 'visiting' },
    VIRTUAL_MOBILITY: { value: 'virtual-mobility' },
    EXTERNAL: { value: 'external' },
    STAFF: { value: 'staff' },
    NONE: { value: 'none' },
  } as const,
})
const PrerequisitesInput = builder.inputType('PrerequisitesInput', {
  description: `Whether they are met; a waiver names its reason: ${waiverReasons.join(', ')}.`,
  fields: (t) => ({ waived: t.boolean({ required: true }), reason: t.string({ required: false }) }),
})
type Prerequisites = typeof PrerequisitesInput.$inferInput
const judgedOf = ({ waived, reason }: Prerequisites) => ({
  judged: waived ? ('waived' as const) : ('met' as const),
  reason: waiverReasons.find((one) => one === reason) ?? null,
})

const EnrolmentVersion = builder.inputType('EnrolmentVersion', {
  description: 'An enrolment as you last saw it.',
  fields: (t) => ({ id: t.id({ required: true }), version: t.int({ required: true }) }),
})

interface Moved {
  readonly id: string
  readonly row: EnrolmentRow | null
  readonly refusal: Refusal | null
}
const MovedEnrolment = builder.objectRef<Moved>('MovedEnrolment').implement({
  description: 'How one of many ended: where it stands now, or why it was refused.',
  fields: (t) => ({
    id: t.exposeID('id'),
    enrolment: t.field({ type: Enrolment, nullable: true, resolve: ({ row }) => row }),
    code: t.string({ nullable: true, description: 'Why it was refused: /docs/errors/{code}.', resolve: ({ refusal }) => refusal?.refused ?? null }),
    details: t.field({ type: 'JSON', nullable: true, resolve: ({ refusal }) => refusal?.detail ?? null }),
  }),
})
const MovedEnrolments = builder.objectRef<{ outcomes: readonly Moved[] }>('MovedEnrolments').implement({
  description: 'Outcomes in the order in which they were asked for.',
  fields: (t) => ({ outcomes: t.field({ type: [MovedEnrolment], resolve: ({ outcomes }) => [...outcomes] }) }),
})
const notSeen = (id: string): Moved => ({ id, row: null, refusal: { refused: 'not-found' } })
const movedOf = (id: string, outcome: EnrolmentRow | Refusal): Moved =>
  isRefusal(outcome) ? { id, row: null, refusal: outcome } : { id, row: outcome, refusal: null }

async function move(context: GraphContext, steps: readonly Step[]): Promise<{ outcomes: Moved[] }> {
  const { session, dependencies } = context
  const outcomes = await actOn(
    context,
    steps.map((step) => step.id),
    async (tx, visible) => {
      const known = steps.filter((step) => visible.has(step.id))
      const done = await moveEnrolments(tx, { institution: session.institution, roles: session.roles }, known, dependencies.clock().toISOString())
      const made = known.map((step, n) => movedOf(step.id, done[n] as EnrolmentRow | Refusal))
      return steps.map((step) => (visible.has(step.id) ? (made.shift() as Moved) : notSeen(step.id)))
    },
  )
  return { outcomes }
}

/** One mutation for each move that people make, with the roles and reasons of the table of moves. */
function moveMutation(field: string, name: EnrolmentMoveName, description: string) {
  const rule: { readonly by: readonly string[]; readonly reasons?: readonly string[] } = enrolmentMoves[name]
  const reasons = rule.reasons ? ` Reasons: ${rule.reasons.join(', ')}.` : ''
  builder.mutationField(field, (t) =>
    t.field({
      type: MovedEnrolments,
      errors: { types: [Problem] },
      description: `${description}${reasons}`,
      args: {
        enrolments: t.arg({ type: [EnrolmentVersion], required: true }),
        ...(rule.reasons && { reason: t.arg.string({ required: true }) }),
        ...(name === 'enrol' && { studentStatus: t.arg({ type: StudentStatusEnum, required: false }) }),
      },
      resolve: (
        _root,
        args: { enrolments: (typeof EnrolmentVersion.$inferInput)[]; reason?: string; studentStatus?: Step['studentStatus'] | null },
        context,
      ) => {
        demandRole(context, enrolmentMoves[name].by)
        return move(
          context,
          args.enrolments.map(({ id, version }) => ({
            id: String(id),
            expectedVersion: version,
            move: name,
            reason: args.reason,
            studentStatus: args.studentStatus ?? undefined,
          })),
        )
      },
    }),
  )
}
moveMutation('nominateEnrolments', 'nominate', 'The home nominates who has applied.')
moveMutation('acceptEnrolments', 'accept', 'The lead accepts who was nominated.')
moveMutation('putOnWaitingList', 'wait', 'The lead lets people wait; they move up in this order as seats become free.')
moveMutation('enrolAccepted', 'enrol', 'The lead enrols who was accepted. Where no seat is free, the learner goes to the end of the waiting list.')
moveMutation('startEnrolments', 'start', 'Taking part has begun.')
moveMutation('completeEnrolments', 'complete', 'Taking part has ended as planned.')
moveMutation('refuseEnrolments', 'refuse', 'The lead refuses applications.')
moveMutation(
  'withdrawEnrolments',
  'withdraw',
  'The learner, their home or the lead ends it. What was not released is annulled; a seat goes to the first in the line.',
)

builder.mutationFields((t) => ({
  applyForEnrolment: t.field({
    type: Enrolment,
    errors: { types: [Problem] },
    description: "A learner applies for an offer, or their home's office for them.",
    args: {
      instanceId: t.arg.id({ required: true }),
      learnerId: t.arg.id({ required: false, description: 'Learners apply for themselves and leave this out.' }),
      studentStatus: t.arg({ type: StudentStatusEnum, required: false }),
      prerequisites: t.arg({ type: PrerequisitesInput, required: false, description: 'Offices only.' }),
    },
    resolve: async (_root, args, context) => {
      demandRole(context, [...enrolmentMoves.nominate.by, 'learner'])
      const { dependencies, session, requestId } = context
      const self = session.kind === 'learner'
      const learnerId = self ? session.learner : args.learnerId
      if (!learnerId) throw new Problem('invalid-request', { learnerId: 'who applies' })
      const outcome = await dependencies.database.write({ tenants: [session.institution] }, { correlationId: requestId }, (tx) =>
        applyFor(
          tx,
          { vault: learnerVault(dependencies.settings.secret), newId: () => newId(), institution: session.institution },
          {
            instanceId: args.instanceId,
            learnerId,
            studentStatus: args.studentStatus ?? undefined,
            prerequisites: args.prerequisites && !self ? judgedOf(args.prerequisites) : undefined,
          },
        ),
      )
      if (isRefusal(outcome)) throw problemOf(outcome)
      return outcome
    },
  }),
  judgePrerequisites: t.field({
    type: MovedEnrolments,
    errors: { types: [Problem] },
    description: 'Whether learners meet what the course asks for, or may do without. The same judgement for each.',
    args: { enrolments: t.arg({ type: [EnrolmentVersion], required: true }), prerequisites: t.arg({ type: PrerequisitesInput, required: true }) },
    resolve: async (_root, args, context) => {
      demandRole(context, enrolmentMoves.accept.by)
      const asked = args.enrolments.map(({ id, version }) => ({ id: String(id), expectedVersion: version, ...judgedOf(args.prerequisites) }))
      const outcomes = await actOn(
        context,
        asked.map((one) => one.id),
        async (tx, visible) => {
          const known = asked.filter((one) => visible.has(one.id))
          const done = await judgePrerequisites(tx, context.session.institution, known)
          const made = new Map(known.map((one, n) => [one, movedOf(one.id, done[n] as EnrolmentRow | Refusal)]))
          return asked.map((one) => made.get(one) ?? notSeen(one.id))
        },
      )
      return { outcomes }
    },
  }),
}))

const RosterLearner = builder.inputType('RosterLearner', {
  description: 'One line of a roster.',
  fields: (t) => ({
    home: t.string({ required: true }),
    esi: t.string({ required: false }),
    localId: t.string({ required: false }),
    givenNames: t.string({ required: true }),
    familyName: t.string({ required: true }),
    birthDate: t.field({ type: 'Date', required: false }),
    email: t.string({ required: false }),
    studentStatus: t.field({ type: StudentStatusEnum, required: true }),
    prerequisites: t.field({ type: PrerequisitesInput, required: false }),
  }),
})

builder.mutationField('enrolMany', (t) =>
  t.field({
    type: MovedEnrolments,
    errors: { types: [Problem] },
    description:
      'The lead enrols a group from many homes: each line goes as far as its guards allow. Outcomes are in the order of the roster, with its line number where there is no enrolment.',
    args: {
      instanceId: t.arg.id({ required: true }),
      roster: t.arg({ type: [RosterLearner], required: true }),
      statements: t.arg({ type: [LegalStatementInput], required: false, description: "The lead's own four statements, alike for all." }),
    },
    resolve: async (_root, args, context) => {
      demandRole(context, enrolmentMoves['admit-by-roster'].by)
      if (args.roster.length > most) throw new Problem('invalid-request', { roster: `at most ${most}` })
      const { dependencies, session, requestId } = context
      const [offer] = await reader(context).select().from(publicInstances).where(eq(publicInstances.id, args.instanceId))
      if (offer?.lead !== session.institution) throw new Problem('not-found')
      const homes = new Set([offer.lead, ...offer.partners])
      const lines = args.roster.map(({ home, esi, localId, givenNames, familyName, birthDate, email, studentStatus, prerequisites }) => ({
        home,
        learner: { esi: esi ?? null, localId: localId ?? null, givenNames, familyName, birthDate: birthDate ?? null, email: email ?? null },
        studentStatus,
        prerequisites: prerequisites ? judgedOf(prerequisites) : undefined,
      }))
      const tenants = [...new Set([session.institution, ...lines.map((line) => line.home).filter((home) => offer.partners.length === 0 || homes.has(home))])]
      const outcomes = await dependencies.database.write({ tenants }, { correlationId: requestId }, (tx) =>
        enrolRoster(
          tx,
          {
            vault: learnerVault(dependencies.settings.secret),
            newId: () => newId(),
            actor: { institution: session.institution, roles: session.roles },
            now: dependencies.clock().toISOString(),
          },
          { instanceId: args.instanceId, lines, statements: (args.statements ?? []).map(statementOf(session.institution)) },
        ),
      )
      if (isRefusal(outcomes)) throw problemOf(outcomes)
      return { outcomes: outcomes.map(({ enrolment, refusal }, n) => ({ id: enrolment?.id ?? `line-${n + 1}`, row: enrolment, refusal })) }
    },
  }),
)
