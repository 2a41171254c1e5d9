import type { AgreementContent, Change, Component, Period } from '../learning-agreements/domain/content.ts'
import { componentTables, participationForms, targetKinds } from '../learning-agreements/domain/content.ts'
import type { ChangeRequest } from '../learning-agreements/domain/changes.ts'
import { type LegalStatement, legalAnswers, legalQuestions } from '../legal-status/domain/statement.ts'
import { Problem } from '@collegium/service-kit'
import { builder } from './builder.ts'

const PeriodType = builder.objectRef<Period>('AgreementPeriod').implement({
  description: 'First and last calendar day.',
  fields: (t) => ({ startsOn: t.expose('startsOn', { type: 'Date' }), endsOn: t.expose('endsOn', { type: 'Date' }) }),
})
const CreditType = builder.objectRef<Component['credits'][number]>('ComponentCredit').implement({
  fields: (t) => ({ scheme: t.exposeString('scheme', { description: 'ects, or a scheme of the institution.' }), value: t.exposeFloat('value') }),
})
export const ComponentType = builder.objectRef<Component>('AgreementComponent').implement({
  description: 'One course or part of a course; its id stays the same through all versions.',
  fields: (t) => ({
    id: t.exposeID('id'),
    table: t.exposeString('table', { description: 'studied (A), recognised (B), virtual (C), blended or doctoral.' }),
    title: t.exposeString('title'),
    losId: t.exposeString('losId', { nullable: true }),
    losCode: t.exposeString('losCode', { nullable: true }),
    loiId: t.exposeString('loiId', { nullable: true }),
    instanceId: t.exposeID('instanceId', { nullable: true }),
    term: t.string({ nullable: true, description: 'As "1/2": the first of two.', resolve: ({ term }) => (term ? `${term.number}/${term.of}` : null) }),
    credits: t.field({ type: [CreditType], resolve: ({ credits }) => [...credits] }),
    shortDescription: t.exposeString('shortDescription', { nullable: true }),
    automaticRecognition: t.exposeBoolean('automaticRecognition', { nullable: true }),
    recognitionConditions: t.exposeString('recognitionConditions', { nullable: true }),
    period: t.field({ type: PeriodType, nullable: true, resolve: ({ period }) => period }),
    form: t.exposeString('form', { nullable: true }),
    teachingPartner: t.exposeString('teachingPartner', { nullable: true }),
  }),
})
const LinkType = builder.objectRef<AgreementContent['links'][number]>('RecognitionLink').implement({
  description: 'What is studied there is recognised as this here.',
  fields: (t) => ({ studied: t.exposeID('studied'), recognised: t.exposeID('recognised') }),
})
const LegalStatementType = builder.objectRef<LegalStatement>('AgreementLegalStatement').implement({
  description: 'What an institution says of the legal status of a participant (H03).',
  fields: (t) => ({
    institution: t.exposeString('institution'),
    question: t.exposeString('question'),
    answer: t.exposeString('answer'),
    basis: t.exposeString('basis'),
    owner: t.exposeString('owner', { nullable: true }),
    reviewOn: t.expose('reviewOn', { type: 'Date', nullable: true }),
  }),
})
const TargetType = builder.objectRef<NonNullable<AgreementContent['target']>>('RecognitionTarget').implement({
  fields: (t) => ({
    kind: t.exposeString('kind'),
    code: t.exposeString('code'),
    title: t.exposeString('title'),
    ects: t.exposeFloat('ects', { nullable: true }),
  }),
})
export const ChangeType = builder.objectRef<Change>('ComponentChange').implement({
  description: 'How a version differs from the first one, as EWP counts.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'inserted or deleted.' }),
    componentId: t.exposeID('componentId'),
    replaces: t.id({ nullable: true, resolve: (change) => (change.kind === 'inserted' ? change.replaces : null) }),
    reasonCode: t.exposeString('reasonCode', { nullable: true }),
    reasonText: t.exposeString('reasonText', { nullable: true }),
  }),
})
export const ContentType = builder.objectRef<AgreementContent>('AgreementContent').implement({
  description: 'What the three parties sign.',
  fields: (t) => ({
    components: t.field({ type: [ComponentType], resolve: ({ components }) => [...components] }),
    links: t.field({ type: [LinkType], resolve: ({ links }) => [...links] }),
    physical: t.field({ type: PeriodType, nullable: true, resolve: ({ physical }) => physical }),
    virtual: t.field({ type: PeriodType, nullable: true, resolve: ({ virtual }) => virtual }),
    target: t.field({ type: TargetType, nullable: true, resolve: ({ target }) => target }),
    iscedF: t.exposeString('iscedF'),
    iscedClarification: t.exposeString('iscedClarification', { nullable: true }),
    eqfLevel: t.exposeInt('eqfLevel'),
    languageTag: t.string({ resolve: ({ language }) => language.tag }),
    languageLevel: t.string({ description: 'CEFR level, or NS for a native speaker.', resolve: ({ language }) => language.cefr }),
    legalStatements: t.field({ type: [LegalStatementType], resolve: ({ legalStatements }) => [...legalStatements] }),
    learningOutcomesUrl: t.exposeString('learningOutcomesUrl', { nullable: true }),
    provisionsUrl: t.exposeString('provisionsUrl', { nullable: true }),
  }),
})

const PeriodInput = builder.inputType('AgreementPeriodInput', {
  fields: (t) => ({ startsOn: t.field({ type: 'Date', required: true }), endsOn: t.field({ type: 'Date', required: true }) }),
})
const CreditInput = builder.inputType('ComponentCreditInput', {
  fields: (t) => ({ scheme: t.string({ required: true, defaultValue: 'ects' }), value: t.float({ required: true }) }),
})
const TermInput = builder.inputType('AgreementTermInput', { fields: (t) => ({ number: t.int({ required: true }), of: t.int({ required: true }) }) })
export const ComponentInput = builder.inputType('AgreementComponentInput', {
  fields: (t) => ({
    id: t.id({ required: true, description: 'A UUID that the client makes; it stays the same through all versions.' }),
    table: t.string({ required: true }),
    title: t.string({ required: true }),
    losId: t.string(),
    losCode: t.string(),
    loiId: t.string(),
    instanceId: t.id(),
    term: t.field({ type: TermInput }),
    credits: t.field({ type: [CreditInput], required: true }),
    shortDescription: t.string(),
    automaticRecognition: t.boolean({ description: 'Not for table A.' }),
    recognitionConditions: t.string(),
    period: t.field({ type: PeriodInput }),
    form: t.string(),
    teachingPartner: t.string(),
  }),
})
const LinkInput = builder.inputType('RecognitionLinkInput', { fields: (t) => ({ studied: t.id({ required: true }), recognised: t.id({ required: true }) }) })
const LegalStatementInput = builder.inputType('AgreementLegalStatementInput', {
  fields: (t) => ({
    institution: t.string({ required: true }),
    question: t.string({ required: true }),
    answer: t.string({ required: true }),
    basis: t.string({ required: true }),
    owner: t.string(),
    reviewOn: t.field({ type: 'Date' }),
  }),
})
const TargetInput = builder.inputType('RecognitionTargetInput', {
  fields: (t) => ({ kind: t.string({ required: true }), code: t.string({ required: true }), title: t.string({ required: true }), ects: t.float() }),
})
export const ContentInput = builder.inputType('AgreementContentInput', {
  fields: (t) => ({
    components: t.field({ type: [ComponentInput], required: true }),
    links: t.field({ type: [LinkInput], required: true }),
    physical: t.field({ type: PeriodInput }),
    virtual: t.field({ type: PeriodInput }),
    target: t.field({ type: TargetInput }),
    iscedF: t.string({ required: true }),
    iscedClarification: t.string(),
    eqfLevel: t.int({ required: true }),
    languageTag: t.string({ required: true }),
    languageLevel: t.string({ required: true }),
    legalStatements: t.field({ type: [LegalStatementInput], required: true, defaultValue: [] }),
    learningOutcomesUrl: t.string(),
    provisionsUrl: t.string(),
  }),
})
export const ChangeInput = builder.inputType('AgreementChangeInput', {
  description: 'One wish: kind is delete (componentId), insert (component, replaces), link (links) or move-dates (physical, virtual).',
  fields: (t) => ({
    kind: t.string({ required: true }),
    componentId: t.id(),
    component: t.field({ type: ComponentInput }),
    replaces: t.id(),
    links: t.field({ type: [LinkInput] }),
    physical: t.field({ type: PeriodInput }),
    virtual: t.field({ type: PeriodInput }),
    reasonCode: t.string(),
    reasonText: t.string(),
  }),
})

type ComponentGiven = typeof ComponentInput.$inferInput
type ContentGiven = typeof ContentInput.$inferInput
type ChangeGiven = typeof ChangeInput.$inferInput

/** One of a closed list, or a problem that lists them. */
function oneOf<const T extends readonly string[]>(list: T, value: string, path: string): T[number] {
  const found = list.find((one) => one === value)
  if (found === undefined) throw new Problem('invalid-request', { [path]: { value, oneOf: list } })
  return found
}

/** A component as a client sent it. Its rules are looked at when it is signed; here only closed lists are. */
export function componentFrom(given: ComponentGiven, path: string): Component {
  return {
    id: given.id,
    table: oneOf(componentTables, given.table, `${path}.table`),
    title: given.title.normalize('NFC').trim(),
    losId: given.losId ?? null,
    losCode: given.losCode ?? null,
    loiId: given.loiId ?? null,
    instanceId: given.instanceId ?? null,
    term: given.term ?? null,
    credits: given.credits.map(({ scheme, value }) => ({ scheme, value })),
    shortDescription: given.shortDescription ?? null,
    automaticRecognition: given.automaticRecognition ?? null,
    recognitionConditions: given.recognitionConditions ?? null,
    period: given.period ?? null,
    form: given.form ? oneOf(participationForms, given.form, `${path}.form`) : null,
    teachingPartner: given.teachingPartner ?? null,
  }
}

export function contentFrom(given: ContentGiven): AgreementContent {
  return {
    components: given.components.map((one, i) => componentFrom(one, `components.${i}`)),
    links: given.links.map(({ studied, recognised }) => ({ studied, recognised })),
    physical: given.physical ?? null,
    virtual: given.virtual ?? null,
    target: given.target ? { ...given.target, kind: oneOf(targetKinds, given.target.kind, 'target.kind'), ects: given.target.ects ?? null } : null,
    iscedF: given.iscedF,
    iscedClarification: given.iscedClarification ?? null,
    eqfLevel: given.eqfLevel,
    language: { tag: given.languageTag, cefr: given.languageLevel },
    legalStatements: given.legalStatements.map((one, i) => ({
      institution: one.institution,
      question: oneOf(legalQuestions, one.question, `legalStatements.${i}.question`),
      answer: oneOf(legalAnswers, one.answer, `legalStatements.${i}.answer`),
      basis: one.basis,
      owner: one.owner ?? null,
      reviewOn: one.reviewOn ?? null,
    })),
    learningOutcomesUrl: given.learningOutcomesUrl ?? null,
    provisionsUrl: given.provisionsUrl ?? null,
  }
}

export function changeFrom(given: ChangeGiven, i: number): ChangeRequest {
  const why = { reasonCode: given.reasonCode ?? null, reasonText: given.reasonText ?? null }
  const path = `changes.${i}`
  switch (oneOf(['delete', 'insert', 'link', 'move-dates'], given.kind, `${path}.kind`)) {
    case 'delete':
      if (!given.componentId) throw new Problem('invalid-request', { [`${path}.componentId`]: 'needed to delete' })
      return { kind: 'delete', componentId: given.componentId, ...why }
    case 'insert':
      if (!given.component) throw new Problem('invalid-request', { [`${path}.component`]: 'needed to insert' })
      return { kind: 'insert', component: componentFrom(given.component, `${path}.component`), replaces: given.replaces ?? null, ...why }
    case 'link':
      return { kind: 'link', links: (given.links ?? []).map(({ studied, recognised }) => ({ studied, recognised })) }
    case 'move-dates':
      return { kind: 'move-dates', physical: given.physical ?? null, virtual: given.virtual ?? null }
  }
}
