import type { TranscriptLine } from '../transcripts/domain/line.ts'
import { builder } from './builder.ts'

const Term = builder.objectRef<NonNullable<TranscriptLine['term']>>('TranscriptTerm').implement({
  fields: (t) => ({ title: t.exposeString('title'), startsOn: t.expose('startsOn', { type: 'Date' }), endsOn: t.expose('endsOn', { type: 'Date' }) }),
})
const Count = builder.objectRef<TranscriptLine['distribution'][number]>('TranscriptGradeCount').implement({
  fields: (t) => ({ label: t.exposeString('label'), count: t.exposeInt('count') }),
})
export const LineType = builder.objectRef<TranscriptLine>('TranscriptLine').implement({
  description: 'One thing studied, with its result.',
  fields: (t) => ({
    lineId: t.exposeString('lineId'),
    partOf: t.exposeString('partOf', { nullable: true, description: 'The line of the module that it belongs to.' }),
    componentId: t.exposeString('componentId', { nullable: true, description: 'The component of the learning agreement that it is about.' }),
    losId: t.exposeString('losId'),
    loiId: t.exposeString('loiId'),
    code: t.exposeString('code', { nullable: true }),
    title: t.exposeString('title'),
    type: t.exposeString('type'),
    iscedF: t.exposeString('iscedF', { nullable: true }),
    term: t.field({ type: Term, nullable: true, resolve: ({ term }) => term }),
    assessedOn: t.expose('assessedOn', { type: 'Date', nullable: true }),
    ects: t.exposeFloat('ects', { nullable: true }),
    outcome: t.exposeString('outcome'),
    label: t.exposeString('label'),
    gradingScheme: t.exposeString('gradingScheme', { nullable: true }),
    distribution: t.field({ type: [Count], resolve: ({ distribution }) => [...distribution] }),
    enrolmentId: t.id({ nullable: true, description: 'Of the result of the hub that it repeats.', resolve: ({ source }) => source?.enrolmentId ?? null }),
    resultVersion: t.int({ nullable: true, resolve: ({ source }) => source?.resultVersion ?? null }),
  }),
})

const TermInput = builder.inputType('TranscriptTermInput', {
  fields: (t) => ({
    title: t.string({ required: true }),
    startsOn: t.field({ type: 'Date', required: true }),
    endsOn: t.field({ type: 'Date', required: true }),
  }),
})
const CountInput = builder.inputType('TranscriptGradeCountInput', {
  fields: (t) => ({ label: t.string({ required: true }), count: t.int({ required: true }) }),
})
const LineKind = builder.enumType('TranscriptLineType', { values: ['Module', 'Course', 'Class'] as const })
const Outcome = builder.enumType('TranscriptOutcome', { values: ['passed', 'failed'] as const })
export const LineInput = builder.inputType('TranscriptLineInput', {
  fields: (t) => ({
    lineId: t.string({ required: true, description: 'Stays the same through all versions. That of a line from a result of the hub brings its distribution.' }),
    partOf: t.string(),
    componentId: t.string(),
    losId: t.string({ required: true, description: 'As EWP writes it: CR/…' }),
    loiId: t.string({ required: true, description: 'As EWP writes it: CRI/…' }),
    code: t.string(),
    title: t.string({ required: true }),
    type: t.field({ type: LineKind, defaultValue: 'Course' }),
    iscedF: t.string(),
    term: t.field({ type: TermInput }),
    assessedOn: t.field({ type: 'Date' }),
    ects: t.float(),
    outcome: t.field({ type: Outcome, required: true }),
    label: t.string({ required: true }),
    gradingScheme: t.string(),
    distribution: t.field({ type: [CountInput] }),
  }),
})

export const lineFrom = (input: typeof LineInput.$inferInput): TranscriptLine => ({
  lineId: input.lineId,
  partOf: input.partOf ?? null,
  componentId: input.componentId ?? null,
  losId: input.losId,
  loiId: input.loiId,
  code: input.code ?? null,
  title: input.title,
  type: input.type ?? 'Course',
  iscedF: input.iscedF ?? null,
  term: input.term ?? null,
  assessedOn: input.assessedOn ?? null,
  ects: input.ects ?? null,
  outcome: input.outcome,
  label: input.label,
  gradingScheme: input.gradingScheme ?? null,
  distribution: input.distribution ?? [],
  source: null,
})
