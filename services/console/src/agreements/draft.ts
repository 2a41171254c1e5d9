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
  readonly eqfLevel: string
  readonly kept: Content
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
    kept: one,
  })),
  links: content.links,
  physical: content.physical ?? noPeriod,
  virtual: content.virtual ?? noPeriod,
  languageTag: content.languageTag,
  languageLevel: content.languageLevel,
  iscedF: content.iscedF,
  eqfLevel: String(content.eqfLevel),
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
    period: kept?.period ?? null,
    form: kept?.form ?? null,
    teachingPartner: kept?.teachingPartner ?? null,
  }
}

const periodInput = ({ startsOn, endsOn }: Period): Period | null => (startsOn && endsOn ? { startsOn, endsOn } : null)

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
    eqfLevel: Number(draft.eqfLevel) || 0,
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
 * Takes a precedent over: the course at home into table B, linked to the course of the same code, which is put into table A where it is not there yet.
 * `newId` gives the ids of what comes in. Taken over twice, it is there once.
 */
export function takeOver(draft: Draft, precedent: Equivalence, newId: () => string): Draft {
  const sameCode = (table: readonly string[], code: string) => draft.components.find((one) => table.includes(one.table) && one.losCode.trim() === code)
  const studied = sameCode(['studied', 'virtual'], precedent.losCode) ?? {
    ...emptyComponent(newId(), 'studied'),
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
