import { isRefusal, type Refusal } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { demandRole, type GraphContext, loader, reader, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { eq, inArray } from 'drizzle-orm'
import { type GradeRange, type OverlapRule, overlapRules, type Working } from '../grade-conversion/domain/convert-grade.ts'
import { conversionMoves } from '../grade-conversion/domain/transitions.ts'
import { type ConversionRow, decideConversion, fixConversionRule, ruleOf, subjectKey, suggestGrade } from '../grade-conversion/suggest-grade.ts'
import { conversionRules, gradeConversions } from '../grade-conversion/tables.ts'
import { builder } from './builder.ts'
import { Enrolment } from './enrolment.ts'
import { issuesOf, TranscriptType } from './transcript.ts'

const readers = ['recognition-office', 'examination-board', 'international-office', 'institution-administrator', 'auditor', 'learner'] as const

const conversionOf = (context: GraphContext) =>
  loader<ConversionRow>(
    context,
    'conversion-of',
    (subjects) =>
      reader(context)
        .select()
        .from(gradeConversions)
        .where(inArray(gradeConversions.subject, [...subjects])),
    (row) => row.subject,
  )

const Range = builder.objectRef<GradeRange>('GradeRange').implement({
  description: 'Where a grade lies among those who passed: cumulative percentages, 0 is the best.',
  fields: (t) => ({
    label: t.exposeString('label'),
    count: t.exposeInt('count'),
    from: t.exposeFloat('from'),
    to: t.exposeFloat('to'),
  }),
})
const Side = builder.objectRef<Working['home']>('ConversionTable').implement({
  description: 'A table as it stood when the suggestion was made.',
  fields: (t) => ({
    tableId: t.id({ resolve: ({ table }) => table.id }),
    version: t.int({ resolve: ({ table }) => table.version }),
    schacId: t.string({ resolve: ({ table }) => table.schacId }),
    iscedF: t.string({ resolve: ({ table }) => table.iscedF }),
    cycle: t.string({ resolve: ({ table }) => table.cycle }),
    gradingScheme: t.string({ resolve: ({ table }) => table.gradingScheme }),
    firstYear: t.string({ resolve: ({ table }) => table.firstYear }),
    lastYear: t.string({ resolve: ({ table }) => table.lastYear }),
    ranges: t.field({ type: [Range], resolve: ({ ranges }) => [...ranges] }),
  }),
})

export const GradeConversion = builder.objectRef<ConversionRow>('GradeConversion').implement({
  description: 'A grade of elsewhere as a grade of the home (R17): a suggestion with its working, until the home has approved or overridden it.',
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    state: t.exposeString('state'),
    lineId: t.string({
      nullable: true,
      description: 'The line of the transcript that was graded; null for the result of an enrolment.',
      resolve: ({ subject }) => /^transcript:[^:]+:(.+)$/.exec(subject)?.[1] ?? null,
    }),
    given: t.string({ description: 'The grade as it was given.', resolve: ({ working }) => working.grade }),
    passed: t.boolean({ resolve: ({ working }) => working.passed }),
    suggested: t.string({
      nullable: true,
      description: 'Null for a fail where the home has several failing grades.',
      resolve: ({ working }) => working.suggested.grade,
    }),
    grade: t.string({ nullable: true, description: 'What the home decided; null while it is a suggestion.', resolve: ({ decided }) => decided?.grade ?? null }),
    reason: t.string({ nullable: true, resolve: ({ decided }) => decided?.reason ?? null }),
    decidedBy: t.string({ nullable: true, resolve: ({ decided }) => decided?.by ?? null }),
    decidedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ decided }) => decided?.at ?? null }),
    rule: t.string({ resolve: ({ working }) => working.rule }),
    because: t.string({ resolve: ({ working }) => working.because }),
    candidates: t.stringList({ resolve: ({ working }) => [...working.candidates] }),
    givenTable: t.field({ type: Side, resolve: ({ working }) => working.given }),
    homeTable: t.field({ type: Side, resolve: ({ working }) => working.home }),
  }),
})

builder.objectField(Enrolment, 'gradeConversion', (t) =>
  t.field({
    type: GradeConversion,
    nullable: true,
    description: 'Seen by the home and the learner.',
    resolve: (row, _args, context) => conversionOf(context).load(subjectKey({ enrolmentId: row.id })),
  }),
)

builder.objectField(TranscriptType, 'gradeConversions', (t) =>
  t.field({
    type: [GradeConversion],
    description: 'Of the lines that stand, as far as a grade was suggested or decided. Seen by the home and the learner.',
    resolve: async (row, _args, context) => {
      const lines = (await issuesOf(context).load(row.id)).at(-1)?.statement.lines ?? []
      const found = await Promise.all(lines.map(({ lineId }) => conversionOf(context).load(subjectKey({ mobilityId: row.id, lineId }))))
      return found.filter((one) => one !== null)
    },
  }),
)

const Rule = builder.enumType('OverlapRule', { values: overlapRules })
const FixedRule = builder.objectRef<{ rule: OverlapRule; version: number }>('ConversionRule').implement({
  description: 'Which grade is taken where several ranges meet: the home fixes it in advance. Version 0: not fixed yet.',
  fields: (t) => ({ rule: t.field({ type: Rule, resolve: ({ rule }) => rule }), version: t.exposeInt('version') }),
})

builder.queryFields((t) => ({
  gradeConversion: t.field({
    type: GradeConversion,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      demandRole(context, readers)
      return (await reader(context).select().from(gradeConversions).where(eq(gradeConversions.id, id)))[0] ?? null
    },
  }),
  conversionRule: t.field({
    type: FixedRule,
    nullable: true,
    description: "Your institution's.",
    resolve: async (_root, _args, context) => {
      demandRole(context, readers)
      const [fixed] = await reader(context).select().from(conversionRules)
      return { rule: fixed?.rule ?? (await ruleOf(reader(context), context.session.institution)), version: fixed?.version ?? 0 }
    },
  }),
}))

async function written<T extends object>(context: GraphContext, work: (tx: Transaction, at: string) => Promise<T | Refusal>): Promise<T> {
  const { dependencies, session, requestId } = context
  const outcome = await dependencies.database.write(sightOf(session), { correlationId: requestId }, (tx) => work(tx, dependencies.clock().toISOString()))
  if (isRefusal(outcome)) throw problemOf(outcome)
  return outcome as T
}

builder.mutationFields((t) => ({
  suggestGrade: t.field({
    type: GradeConversion,
    errors: { types: [Problem] },
    description:
      "The home's grade for one that was given elsewhere: the result of an enrolment, or a line of a transcript. expectedVersion is 0 for the first suggestion.",
    args: {
      enrolmentId: t.arg.id(),
      mobilityId: t.arg.id(),
      lineId: t.arg.string(),
      eqfLevel: t.arg.int({ description: 'For a line of a transcript; 6 unless you say otherwise.' }),
      homeScheme: t.arg.string({ description: 'Where your institution has tables of several schemes.' }),
      expectedVersion: t.arg.int({ required: true }),
    },
    resolve: (_root, { enrolmentId, mobilityId, lineId, eqfLevel, homeScheme, expectedVersion }, context) => {
      demandRole(context, conversionMoves['suggest-anew'].by)
      const subject = enrolmentId ? { enrolmentId } : mobilityId && lineId ? { mobilityId, lineId } : null
      if (!subject) throw new Problem('invalid-request', { subject: 'enrolmentId, or mobilityId and lineId' })
      return written(context, (tx, at) =>
        suggestGrade(tx, { subject, eqfLevel: eqfLevel ?? null, homeScheme: homeScheme ?? null, expectedVersion }, context.session, at),
      )
    },
  }),
  approveGradeConversion: t.field({
    type: GradeConversion,
    errors: { types: [Problem] },
    description: 'The recognising institution approves the suggestion.',
    args: { id: t.arg.id({ required: true }), expectedVersion: t.arg.int({ required: true }) },
    resolve: (_root, { id, expectedVersion }, context) => {
      demandRole(context, conversionMoves.approve.by)
      return written(context, (tx, at) => decideConversion(tx, { id, override: null, expectedVersion }, context.session, at))
    },
  }),
  overrideGradeConversion: t.field({
    type: GradeConversion,
    errors: { types: [Problem] },
    description: 'The recognising institution decides otherwise, and says why.',
    args: {
      id: t.arg.id({ required: true }),
      grade: t.arg.string({ required: true }),
      reason: t.arg.string({ required: true }),
      expectedVersion: t.arg.int({ required: true }),
    },
    resolve: (_root, { id, grade, reason, expectedVersion }, context) => {
      demandRole(context, conversionMoves.override.by)
      return written(context, (tx, at) => decideConversion(tx, { id, override: { grade, reason }, expectedVersion }, context.session, at))
    },
  }),
  fixConversionRule: t.field({
    type: FixedRule,
    errors: { types: [Problem] },
    args: { rule: t.arg({ type: Rule, required: true }), expectedVersion: t.arg.int({ required: true }) },
    resolve: (_root, { rule, expectedVersion }, context) => {
      demandRole(context, ['recognition-office', 'institution-administrator'])
      return written(context, (tx, at) => fixConversionRule(tx, rule, expectedVersion, context.session, at))
    },
  }),
}))
