import type { Component, Content, Period, RecognitionLink } from './agreement.ts'

/** A component while it is being typed: every field holds what was typed, also what is no number yet. */
export interface ComponentDraft {
  readonly id: string
  readonly table: string
  readonly title: string
  readonly losCode: string
  readonly ects: string
  /** "1/2", or empty. */
  readonly term: string
  readonly shortDescription: string
  readonly automatic: boolean
  readonly conditions: string
  /** On site, online … where the table asks for it; empty where nobody said. */
  readonly form: string
  readonly period: Period
  /** SCHAC id of whoever teaches it, where that is not the receiving institution. */
  readonly teachingPartner: string
  /** What the form does not show goes back as it came. */
  readonly kept: Component | null
}
export interface Draft {
  readonly components: readonly ComponentDraft[]
  readonly links: readonly RecognitionLink[]
  readonly physical: Period
  readonly virtual: Period
  readonly languageTag: string
  readonly languageLevel: string
  readonly iscedF: string
  readonly iscedClarification: string
  readonly eqfLevel: string
  /** What it counts towards at home. */
  readonly target: TargetDraft
  readonly learningOutcomesUrl: string
  readonly provisionsUrl: string
  readonly kept: Content
}
export interface TargetDraft {
  readonly kind: string
  readonly code: string
  readonly title: string
  readonly ects: string
}

const noPeriod: Period = { startsOn: '', endsOn: '' }

export const emptyContent: Content = {
  components: [],
  links: [],
  physical: null,
  virtual: null,
  target: null,
  iscedF: '',
  iscedClarification: null,
  eqfLevel: 6,
  languageTag: 'en',
  languageLevel: '',
  legalStatements: [],
  learningOutcomesUrl: null,
  provisionsUrl: null,
}

export const emptyComponent = (id: string, table: string): ComponentDraft => ({
  id,
  table,
  title: '',
  losCode: '',
  ects: '',
  term: table === 'studied' || table === 'recognised' ? '1/2' : '',
  shortDescription: '',
  automatic: true,
  conditions: '',
  form: '',
  period: noPeriod,
  teachingPartner: '',
  kept: null,
})

export const draftOf = (content: Content): Draft => ({
  components: content.components.map((one) => ({
    id: one.id,
    table: one.table,
    title: one.title,
    losCode: one.losCode ?? '',
    ects: String(one.credits.find(({ scheme }) => scheme === 'ects')?.value ?? ''),
    term: one.term ?? '',
    shortDescription: one.shortDescription ?? '',
    automatic: one.automaticRecognition ?? true,
    conditions: one.recognitionConditions ?? '',
    form: one.form ?? '',
    period: one.period ?? noPeriod,
    teachingPartner: one.teachingPartner ?? '',
    kept: one,
  })),
  links: content.links,
  physical: content.physical ?? noPeriod,
  virtual: content.virtual ?? noPeriod,
  languageTag: content.languageTag,
  languageLevel: content.languageLevel,
  iscedF: content.iscedF,
  iscedClarification: content.iscedClarification ?? '',
  eqfLevel: String(content.eqfLevel),
  target: { kind: content.target?.kind ?? '', code: content.target?.code ?? '', title: content.target?.title ?? '', ects: String(content.target?.ects ?? '') },
  learningOutcomesUrl: content.learningOutcomesUrl ?? '',
  provisionsUrl: content.provisionsUrl ?? '',
  kept: content,
})

/** "7,5" is what most of Europe types. NaN where it is no number. */
export const creditsOf = (typed: string): number => (typed.trim() === '' ? Number.NaN : Number(typed.trim().replace(',', '.')))

/** As the graph takes it. Credits that cannot be read are left out; the hub then says what is missing. */
export function componentInput(draft: ComponentDraft) {
  const { id, table, title, term, automatic, kept } = draft
  const [number, of] = term.split('/').map(Number)
  const ects = creditsOf(draft.ects)
  const others = (kept?.credits ?? []).filter(({ scheme }) => scheme !== 'ects')
  return {
    id,
    table,
    title: title.trim(),
    losId: kept?.losId ?? null,
    losCode: draft.losCode.trim() || null,
    loiId: kept?.loiId ?? null,
    instanceId: kept?.instanceId ?? null,
    term: number && of ? { number, of } : null,
    credits: [...(Number.isNaN(ects) ? [] : [{ scheme: 'ects', value: ects }]), ...others],
    shortDescription: draft.shortDescription.trim() || null,
    // What is studied there is not recognised by itself: table A says nothing of it.
    automaticRecognition: table === 'studied' ? null : automatic,
    recognitionConditions: table === 'studied' || automatic ? null : draft.conditions.trim() || null,
    period: periodInput(draft.period),
    form: draft.form || null,
    teachingPartner: draft.teachingPartner || null,
  }
}

const periodInput = ({ startsOn, endsOn }: Period): Period | null => (startsOn && endsOn ? { startsOn, endsOn } : null)

function targetInput({ kind, code, title, ects }: TargetDraft) {
  const credits = creditsOf(ects)
  return kind ? { kind, code: code.trim(), title: title.trim(), ects: Number.isNaN(credits) ? null : credits } : null
}

export function contentInput({ components, links, physical, virtual, kept, ...draft }: Draft) {
  return {
    ...kept,
    components: components.map(componentInput),
    links: links.map(({ studied, recognised }) => ({ studied, recognised })),
    physical: periodInput(physical),
    virtual: periodInput(virtual),
    languageTag: draft.languageTag.trim(),
    languageLevel: draft.languageLevel,
    iscedF: draft.iscedF.trim(),
    iscedClarification: draft.iscedClarification.trim() || null,
    eqfLevel: Number(draft.eqfLevel) || 0,
    target: targetInput(draft.target),
    learningOutcomesUrl: draft.learningOutcomesUrl.trim() || null,
    provisionsUrl: draft.provisionsUrl.trim() || null,
  }
}

/** Takes a component out, and the links that lead to it. */
export const withoutComponent = (draft: Draft, id: string): Draft => ({
  ...draft,
  components: draft.components.filter((one) => one.id !== id),
  links: draft.links.filter((link) => link.studied !== id && link.recognised !== id),
})

export const withComponent = (draft: Draft, component: ComponentDraft): Draft => ({
  ...draft,
  components: draft.components.some((one) => one.id === component.id)
    ? draft.components.map((one) => (one.id === component.id ? component : one))
    : [...draft.components, component],
})

export const withLink = (links: readonly RecognitionLink[], link: RecognitionLink, isLinked: boolean): readonly RecognitionLink[] => [
  ...links.filter((one) => one.studied !== link.studied || one.recognised !== link.recognised),
  ...(isLinked ? [link] : []),
]

/** How a course was recognised before. */
export interface Equivalence {
  readonly id: string
  readonly losCode: string
  readonly title: string
  readonly ects: number | null
  readonly recognisedCode: string
  readonly recognisedTitle: string
  readonly recognisedEcts: number
  readonly decidedBy: string
  readonly decidedOn: string
  readonly validUntil: string | null
}

/**
 * Takes a precedent over: the course at home into table B, linked to the course of the same code, which is put into `table` where it is not there yet.
 * `newId` gives the ids of what comes in. Taken over twice, it is there once.
 */
export function takeOver(draft: Draft, precedent: Equivalence, newId: () => string, table = 'studied'): Draft {
  const sameCode = (tables: readonly string[], code: string) => draft.components.find((one) => tables.includes(one.table) && one.losCode.trim() === code)
  const studied = sameCode(['studied', 'virtual', 'blended', 'doctoral'], precedent.losCode) ?? {
    ...emptyComponent(newId(), table),
    title: precedent.title,
    losCode: precedent.losCode,
    ects: String(precedent.ects ?? ''),
  }
  const recognised = sameCode(['recognised'], precedent.recognisedCode) ?? {
    ...emptyComponent(newId(), 'recognised'),
    title: precedent.recognisedTitle,
    losCode: precedent.recognisedCode,
    ects: String(precedent.recognisedEcts),
    term: studied.term || '1/2',
  }
  const drafted = withComponent(withComponent(draft, studied), recognised)
  return { ...drafted, links: withLink(drafted.links, { studied: studied.id, recognised: recognised.id }, true) }
}
