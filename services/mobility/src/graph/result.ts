import { isRefusal, type Refusal, type Role } from '@collegium/contracts'
import { demandRole, type GraphContext, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { v7 as newId } from 'uuid'
import { resultMoves } from '../results/domain/transitions.ts'
import { type Entry, enterResults, readEntry } from '../results/enter-results.ts'
import { moveResults, type ResultRow, type Step } from '../results/move-results.ts'
import { builder } from './builder.ts'
import { Result } from './enrolment.ts'

const examiners = ['examination-board', 'examinations-office'] as const satisfies readonly Role[]

const ResultOutcomeEnum = builder.enumType('ResultOutcome', {
  values: { PASSED: { value: 'passed' }, FAILED: { value: 'failed' }, WITHDRAWN: { value: 'withdrawn' } } as const,
})
const ReferenceGradeInput = builder.inputType('ReferenceGradeInput', {
  fields: (t) => ({ grade: t.string({ required: true }), count: t.int({ required: true }) }),
})
const DistributionInput = builder.inputType('ReferenceDistributionInput', {
  description: 'How often each grade was given in a group: counts, not shares.',
  fields: (t) => ({ group: t.string({ required: true }), counts: t.field({ type: [ReferenceGradeInput], required: true }) }),
})
const AchievementInput = builder.inputType('AchievementInput', {
  description: 'What was achieved. Without ECTS, a passed one has those of the offer; the grade is on its scale.',
  fields: (t) => ({
    outcome: t.field({ type: ResultOutcomeEnum, required: true }),
    ects: t.float({ required: false }),
    grade: t.string({ required: false }),
    assessedOn: t.field({ type: 'Date', required: true }),
    distribution: t.field({ type: DistributionInput, required: false }),
  }),
})
const entryOf = ({ outcome, ects, grade, assessedOn, distribution }: typeof AchievementInput.$inferInput): Entry => {
  if (distribution?.counts.some((one) => one.count < 0)) throw new Problem('invalid-request', { counts: 'not below zero' })
  return { outcome, ects: ects ?? null, grade: grade ?? null, assessedOn, distribution: distribution ?? null }
}

const NewResultInput = builder.inputType('NewResultInput', {
  fields: (t) => ({
    enrolmentId: t.id({ required: true }),
    attempt: t.int({ required: false, defaultValue: 1 }),
    version: t.int({ required: false, description: 'Of the result that you revise; leave it out for a first entry.' }),
    achievement: t.field({ type: AchievementInput, required: true }),
  }),
})
const ResultVersionInput = builder.inputType('ResultVersionInput', {
  description: 'A result as you last saw it.',
  fields: (t) => ({ id: t.id({ required: true }), version: t.int({ required: true }) }),
})

interface Moved {
  readonly id: string
  readonly row: ResultRow | null
  readonly refusal: Refusal | null
}
const MovedResult = builder.objectRef<Moved>('MovedResult').implement({
  description: 'How one of many ended: where it stands now, or why it was refused.',
  fields: (t) => ({
    id: t.exposeID('id'),
    result: t.field({ type: Result, nullable: true, resolve: ({ row }) => row }),
    code: t.string({ nullable: true, description: 'Why it was refused: /docs/errors/{code}.', resolve: ({ refusal }) => refusal?.refused ?? null }),
    details: t.field({ type: 'JSON', nullable: true, resolve: ({ refusal }) => refusal?.detail ?? null }),
  }),
})
const MovedResults = builder.objectRef<{ outcomes: readonly Moved[] }>('MovedResults').implement({
  description: 'Outcomes in the order in which they were asked for.',
  fields: (t) => ({ outcomes: t.field({ type: [MovedResult], resolve: ({ outcomes }) => [...outcomes] }) }),
})
const most = 1000
const fewEnough = (items: readonly unknown[]) => {
  if (items.length > most) throw new Problem('invalid-request', { items: `at most ${most}` })
}
const movedOf = (id: string, outcome: ResultRow | Refusal | undefined): Moved =>
  !outcome || isRefusal(outcome) ? { id, row: null, refusal: outcome ?? { refused: 'not-found' } } : { id: outcome.id, row: outcome, refusal: null }

async function move(context: GraphContext, steps: readonly Step[], entry?: Entry): Promise<Moved[]> {
  fewEnough(steps)
  const { dependencies, session, requestId } = context
  const now = dependencies.clock().toISOString()
  const outcomes = await dependencies.database.write(sightOf(session), { correlationId: requestId }, (tx) =>
    moveResults(tx, session.roles, steps, now, (step, { about, gradingScheme }) => {
      if (!entry) return step
      const achievement = readEntry(entry, gradingScheme, about.specification.ects, now.slice(0, 10))
      return isRefusal(achievement) ? achievement : { ...step, achievement }
    }),
  )
  return steps.map((step, n) => movedOf(step.id, outcomes[n]))
}

const single = ([moved]: readonly Moved[]): ResultRow => {
  if (!moved?.row) throw problemOf(moved?.refusal ?? { refused: 'not-found' })
  return moved.row
}

builder.mutationFields((t) => ({
  enterResults: t.field({
    type: MovedResults,
    errors: { types: [Problem] },
    description: 'Enters results as provisional, or revises what is not released yet.',
    args: { results: t.arg({ type: [NewResultInput], required: true }) },
    resolve: async (_root, args, context) => {
      demandRole(context, [...examiners, 'lecturer'])
      fewEnough(args.results)
      const { dependencies, session, requestId } = context
      const entries = args.results.map(({ enrolmentId, attempt, version, achievement }) => {
        if (attempt != null && (attempt < 1 || attempt > 20)) throw new Problem('invalid-request', { attempt: 'between 1 and 20' })
        return { ...entryOf(achievement), enrolmentId: String(enrolmentId), attempt: attempt ?? 1, expectedVersion: version ?? undefined }
      })
      const outcomes = await dependencies.database.write(sightOf(session), { correlationId: requestId }, (tx) =>
        enterResults(tx, () => newId(), session, entries, dependencies.clock().toISOString()),
      )
      return { outcomes: entries.map((entry, n) => movedOf(entry.enrolmentId, outcomes[n])) }
    },
  }),
  confirmResults: t.field({
    type: MovedResults,
    errors: { types: [Problem] },
    description: 'The board confirms provisional results.',
    args: { results: t.arg({ type: [ResultVersionInput], required: true }) },
    resolve: async (_root, { results }, context) => {
      demandRole(context, resultMoves.confirm.by)
      return {
        outcomes: await move(
          context,
          results.map(({ id, version }) => ({ id: String(id), expectedVersion: version, move: 'confirm' })),
        ),
      }
    },
  }),
  releaseResults: t.field({
    type: MovedResults,
    errors: { types: [Problem] },
    description: 'Releases confirmed results: the learner and the partners see them, and credentials are issued.',
    args: { results: t.arg({ type: [ResultVersionInput], required: true }) },
    resolve: async (_root, { results }, context) => {
      demandRole(context, resultMoves.release.by)
      return {
        outcomes: await move(
          context,
          results.map(({ id, version }) => ({ id: String(id), expectedVersion: version, move: 'release' })),
        ),
      }
    },
  }),
  correctResult: t.field({
    type: Result,
    errors: { types: [Problem] },
    description: 'Corrects a released result: a new version, the credential superseded, the case opened again. Reasons: recording-error, review, late-work.',
    args: {
      result: t.arg({ type: ResultVersionInput, required: true }),
      achievement: t.arg({ type: AchievementInput, required: true }),
      reason: t.arg.string({ required: true }),
    },
    resolve: async (_root, { result, achievement, reason }, context) => {
      demandRole(context, examiners)
      const step = { id: String(result.id), expectedVersion: result.version, move: 'correct', reason: byOffice(reason) } as const
      return single(await move(context, [step], entryOf(achievement)))
    },
  }),
  annulResult: t.field({
    type: Result,
    errors: { types: [Problem] },
    description: 'Annuls a result: its credential is revoked, the case opened again. Reasons: misconduct, withdrawn.',
    args: { result: t.arg({ type: ResultVersionInput, required: true }), reason: t.arg.string({ required: true }) },
    resolve: async (_root, { result, reason }, context) => {
      demandRole(context, examiners)
      return single(await move(context, [{ id: String(result.id), expectedVersion: result.version, move: 'annul', reason: byOffice(reason) }]))
    },
  }),
}))

/** What only the hub itself does for a file is no reason for a person. */
const byOffice = (reason: string): string => (reason === 'file-corrected' || reason === 'run-undone' ? '' : reason)
