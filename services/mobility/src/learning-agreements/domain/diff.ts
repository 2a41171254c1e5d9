import { type AgreementContent, type Change, type Component, componentTables, componentsOf, type ComponentTable, ectsOf, type Period } from './content.ts'

/** A component as far as a difference names it. */
export interface Named {
  readonly componentId: string
  readonly table: ComponentTable
  readonly title: string
  readonly ects: number
}
export interface Why {
  readonly code: string | null
  readonly text: string | null
}

/** One thing that differs between two versions, in the terms of the field. */
export type Difference =
  | { readonly kind: 'replaced'; readonly before: Named; readonly after: Named; readonly why: Why }
  | { readonly kind: 'removed'; readonly component: Named; readonly why: Why }
  | { readonly kind: 'added'; readonly component: Named; readonly why: Why }
  | { readonly kind: 'amended'; readonly component: Named; readonly field: AmendedField; readonly before: string | null; readonly after: string | null }
  | { readonly kind: 'linked' | 'unlinked'; readonly studied: Named; readonly recognised: Named }
  | { readonly kind: 'dates'; readonly part: 'physical' | 'virtual'; readonly before: Period | null; readonly after: Period | null }
  | { readonly kind: 'fact'; readonly field: FactField; readonly before: string | null; readonly after: string | null }
  | { readonly kind: 'total'; readonly table: ComponentTable; readonly before: number; readonly after: number }

export const amendedFields = [
  'title',
  'losCode',
  'term',
  'credits',
  'shortDescription',
  'automaticRecognition',
  'recognitionConditions',
  'period',
  'form',
  'teachingPartner',
] as const
export type AmendedField = (typeof amendedFields)[number]
export const factFields = ['target', 'iscedF', 'eqfLevel', 'language', 'learningOutcomesUrl', 'provisionsUrl'] as const
export type FactField = (typeof factFields)[number]

const named = (one: Component): Named => ({ componentId: one.id, table: one.table, title: one.title, ects: ectsOf([one]) })
const nothing: Why = { code: null, text: null }
const why = (change: Change | undefined): Why => (change ? { code: change.reasonCode, text: change.reasonText } : nothing)

/**
 * What differs between two versions of one agreement. Components are told apart by their ids, which stay through all versions, so
 * an order means nothing. A reason is taken from the steps of the later version.
 */
export function differences(before: AgreementContent, after: AgreementContent, steps: readonly Change[]): readonly Difference[] {
  const old = new Map(before.components.map((one) => [one.id, one]))
  const now = new Map(after.components.map((one) => [one.id, one]))
  const stepOf = new Map(steps.map((one) => [one.componentId, one]))
  const replacedBy = new Map(
    steps.flatMap((one) =>
      one.kind === 'inserted' && one.replaces && old.has(one.replaces) && !now.has(one.replaces) && now.has(one.componentId)
        ? [[one.replaces, one.componentId] as const]
        : [],
    ),
  )
  const substitutes = new Set(replacedBy.values())

  const gone = [...old.values()].filter((one) => !now.has(one.id))
  const come = [...now.values()].filter((one) => !old.has(one.id) && !substitutes.has(one.id))
  const removed = gone.map((one): Difference => {
    const substitute = now.get(replacedBy.get(one.id) ?? '')
    return substitute
      ? { kind: 'replaced', before: named(one), after: named(substitute), why: why(stepOf.get(one.id)) }
      : { kind: 'removed', component: named(one), why: why(stepOf.get(one.id)) }
  })
  const added = come.map((one): Difference => ({ kind: 'added', component: named(one), why: why(stepOf.get(one.id)) }))
  const amended = [...old.values()].flatMap((one) => {
    const later = now.get(one.id)
    return later ? amendments(one, later) : []
  })
  return [
    ...removed,
    ...added,
    ...amended,
    ...linkChanges(before, after),
    ...dateChanges(before, after),
    ...factChanges(before, after),
    ...totals(before, after),
  ]
}

function amendments(one: Component, later: Component): Difference[] {
  return amendedFields.flatMap((field): Difference[] => {
    const [from, to] = [text(one[field]), text(later[field])]
    return from === to ? [] : [{ kind: 'amended', component: named(later), field, before: from, after: to }]
  })
}

type Value = string | number | boolean | null | Period | Component['term'] | Component['credits'] | AgreementContent['target'] | AgreementContent['language']
const isCredits = (value: Value): value is Component['credits'] => Array.isArray(value)

/** One form for every kind of value, so that equal values are equal texts. */
function text(value: Value): string | null {
  if (value === null || value === '') return null
  if (isCredits(value)) return value.length === 0 ? null : value.map((one) => `${one.value} ${one.scheme.toUpperCase()}`).join(' + ')
  if (typeof value !== 'object') return String(value)
  if ('startsOn' in value) return `${value.startsOn} – ${value.endsOn}`
  if ('of' in value) return `${value.number}/${value.of}`
  if ('tag' in value) return `${value.tag} ${value.cefr}`
  return `${value.code} ${value.title}`
}

function linkChanges(before: AgreementContent, after: AgreementContent): Difference[] {
  const keyOf = (link: { studied: string; recognised: string }) => `${link.studied}|${link.recognised}`
  const [old, now] = [new Set(before.links.map(keyOf)), new Set(after.links.map(keyOf))]
  const called = new Map([...before.components, ...after.components].map((one) => [one.id, named(one)]))
  // A link to a component that came or went is told with that component.
  const stays = new Set(before.components.map((one) => one.id).filter((id) => after.components.some((one) => one.id === id)))
  const told = (kind: 'linked' | 'unlinked', links: AgreementContent['links'], other: ReadonlySet<string>) =>
    links.flatMap((link): Difference[] => {
      const [studied, recognised] = [called.get(link.studied), called.get(link.recognised)]
      return other.has(keyOf(link)) || !studied || !recognised || !stays.has(link.studied) || !stays.has(link.recognised) ? [] : [{ kind, studied, recognised }]
    })
  return [...told('unlinked', before.links, now), ...told('linked', after.links, old)]
}

const dateChanges = (before: AgreementContent, after: AgreementContent): Difference[] =>
  (['physical', 'virtual'] as const).flatMap((part): Difference[] =>
    text(before[part]) === text(after[part]) ? [] : [{ kind: 'dates', part, before: before[part], after: after[part] }],
  )

const factChanges = (before: AgreementContent, after: AgreementContent): Difference[] =>
  factFields.flatMap((field): Difference[] => {
    const [from, to] = [text(before[field]), text(after[field])]
    return from === to ? [] : [{ kind: 'fact', field, before: from, after: to }]
  })

const totals = (before: AgreementContent, after: AgreementContent): Difference[] =>
  componentTables.flatMap((table): Difference[] => {
    const [from, to] = [ectsOf(componentsOf(before, table)), ectsOf(componentsOf(after, table))]
    return from === to ? [] : [{ kind: 'total', table, before: from, after: to }]
  })
