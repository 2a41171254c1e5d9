import type { MobilityType } from '@collegium/contracts'
import { judgeStatements } from '../../legal-status/domain/statement.ts'
import {
  type AgreementContent,
  type Change,
  type Component,
  componentsOf,
  type ComponentTable,
  deletionReasons,
  ectsOf,
  insertionReasons,
  type Period,
} from './content.ts'

/** What a programme year lays down for learning agreements; see `rule-packs`. */
export interface AgreementRules {
  readonly programmeYear: string
  /** Whether an agreement may change once all three have signed: EWP's schema says semester only, its business paper says all (R14). */
  readonly changesAllowedFor: readonly MobilityType[]
  /** Full-time credits of a year, about 60 (R13). */
  readonly ectsPerYear: number
  /** Share by which what is recognised may fall short of what is studied before a person should look (R3). */
  readonly ectsToleranceShare: number
  /** Calendar days of the stay of a blended mobility, first and last day counted (R15). */
  readonly blendedStayDays: { readonly least: number; readonly most: number }
  readonly blendedLeastEcts: number
}

/** Why a content cannot be signed (`refusal`), or what a person should look at (`warning`). `path` points into the content. */
export interface Fault {
  readonly rule: string
  readonly weight: 'refusal' | 'warning'
  readonly path: string
  readonly detail?: Readonly<Record<string, unknown>>
}

interface About {
  readonly type: MobilityType
  readonly sending: string
  readonly receiving: string
}

/** Tables of which each kind of mobility needs at least one component, and those that it may have beside. */
const tablesOf: Readonly<Record<MobilityType, { needs: readonly (readonly ComponentTable[])[]; may: readonly ComponentTable[] }>> = {
  semester: { needs: [['studied'], ['recognised']], may: ['virtual'] },
  'short-term-blended': { needs: [['blended']], may: ['recognised'] },
  'short-term-doctoral': { needs: [['doctoral']], may: ['recognised'] },
  // The last two are ours: EWP has no agreement for them, so they are exported as semester mobility with a virtual component.
  virtual: { needs: [['virtual'], ['recognised']], may: ['studied'] },
  'micro-credential': { needs: [['studied', 'virtual'], ['recognised']], may: [] },
}
const needsTerm: readonly ComponentTable[] = ['studied', 'recognised']
const mayDescribe: readonly ComponentTable[] = ['virtual', 'blended', 'doctoral']
const dayPattern = /^\d{4}-\d{2}-\d{2}$/
const losPattern = /^(CR|CLS|MOD|DEP)\/\S{1,40}$/
const loiPattern = /^(CRI|CLSI|MODI|DEPI)\/\S{1,40}$/
const cefrPattern = /^([ABC][12]|NS)$/
const languagePattern = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

/** Calendar days from the first to the last, both counted; noon of UTC, so that no change of clocks takes a day away. NaN for what is no day. */
export const daysOf = (period: Period): number =>
  Math.round((Date.parse(`${period.endsOn}T12:00:00Z`) - Date.parse(`${period.startsOn}T12:00:00Z`)) / 86_400_000) + 1
/** 2026-02-30 has the form of a day and is none. */
const isDay = (text: string): boolean =>
  dayPattern.test(text) && !Number.isNaN(Date.parse(text)) && new Date(`${text}T12:00:00Z`).toISOString().startsWith(text)

/** The rules that no schema states (mobility-standards 1.2), those of the hub's own kinds of mobility, and R3, R13, R14, R15 as far as they concern an agreement. */
export function judgeContent(about: About, content: AgreementContent, changes: readonly Change[], rules: AgreementRules): readonly Fault[] {
  return [
    ...judgeTables(about, content),
    ...content.components.flatMap((one, i) => judgeComponent(one, `components.${i}`, about)),
    ...judgeDescriptions(content),
    ...judgeDates(about, content, rules),
    ...judgeLinks(content),
    ...judgeFacts(content),
    ...judgeVolume(about, content, rules),
    ...judgeChanges(changes),
    ...judgeLegalStatus(about, content),
  ]
}

const refusal = (rule: string, path: string, detail?: Fault['detail']): Fault => ({ rule, weight: 'refusal', path, ...(detail && { detail }) })
const warning = (rule: string, path: string, detail?: Fault['detail']): Fault => ({ rule, weight: 'warning', path, ...(detail && { detail }) })

function judgeTables({ type }: About, content: AgreementContent): Fault[] {
  const { needs, may } = tablesOf[type]
  const missing = needs
    .filter((group) => !group.some((table) => componentsOf(content, table).length > 0))
    .map((group) => refusal('table-missing', 'components', { type, oneOf: group }))
  const allowed = new Set([...needs.flat(), ...may])
  const strays = content.components.flatMap((one, i) =>
    allowed.has(one.table) ? [] : [refusal('table-not-for-this-type', `components.${i}.table`, { type, table: one.table })],
  )
  const ids = new Set<string>()
  const doubled = content.components.flatMap((one, i) =>
    ids.has(one.id) ? [refusal('component-id-taken', `components.${i}.id`, { componentId: one.id })] : (ids.add(one.id), []),
  )
  return [...missing, ...strays, ...doubled]
}

function judgeComponent(one: Component, path: string, { type }: About): Fault[] {
  const faults: Fault[] = []
  if (one.title.trim() === '') faults.push(refusal('title-needed', `${path}.title`))
  if (needsTerm.includes(one.table) && type === 'semester' && !one.term) faults.push(refusal('term-needed', `${path}.term`, { table: one.table }))
  if (one.term && !(one.term.number >= 1 && one.term.number <= one.term.of && one.term.of <= 12))
    faults.push(refusal('term-out-of-range', `${path}.term`, { ...one.term }))
  const conditions = one.recognitionConditions?.trim() ?? ''
  if (one.table === 'studied') {
    if (conditions !== '' || one.automaticRecognition !== null) faults.push(refusal('recognition-not-in-table-a', `${path}.recognitionConditions`))
  } else if (one.automaticRecognition === null) faults.push(refusal('recognition-undecided', `${path}.automaticRecognition`))
  // R12: recognition is automatic unless conditions say why not.
  else if (one.automaticRecognition && conditions !== '') faults.push(refusal('conditions-with-automatic-recognition', `${path}.recognitionConditions`))
  else if (!one.automaticRecognition && conditions === '') faults.push(refusal('conditions-needed', `${path}.recognitionConditions`))
  if (one.table === 'virtual' && !one.shortDescription?.trim()) faults.push(refusal('description-needed', `${path}.shortDescription`, { table: one.table }))
  if (one.shortDescription !== null && !mayDescribe.includes(one.table))
    faults.push(refusal('description-not-here', `${path}.shortDescription`, { table: one.table }))
  if (one.losId !== null && !losPattern.test(one.losId)) faults.push(refusal('malformed-los-id', `${path}.losId`, { value: one.losId }))
  if (one.loiId !== null && !loiPattern.test(one.loiId)) faults.push(refusal('malformed-loi-id', `${path}.loiId`, { value: one.loiId }))
  for (const [i, credit] of one.credits.entries())
    if (!(credit.value >= 0) || credit.value > 240 || credit.scheme.trim() === '')
      faults.push(refusal('credits-out-of-range', `${path}.credits.${i}`, { ...credit }))
  if (one.period) faults.push(...judgePeriod(one.period, `${path}.period`))
  return faults
}

/** At least one blended component says what is done (EWP); which one is the parties' choice. */
function judgeDescriptions(content: AgreementContent): Fault[] {
  const blended = componentsOf(content, 'blended')
  return blended.length > 0 && !blended.some((one) => one.shortDescription?.trim()) ? [refusal('one-blended-description-needed', 'components')] : []
}

function judgePeriod(period: Period, path: string): Fault[] {
  const malformed = (['startsOn', 'endsOn'] as const)
    .filter((end) => !isDay(period[end]))
    .map((end) => refusal('no-such-day', `${path}.${end}`, { value: period[end] }))
  if (malformed.length > 0) return malformed
  return period.endsOn < period.startsOn ? [refusal('dates-reversed', path, { ...period })] : []
}

function judgeDates({ type }: About, content: AgreementContent, rules: AgreementRules): Fault[] {
  const faults: Fault[] = []
  if (type === 'virtual' ? !content.virtual : !content.physical && !(type === 'micro-credential' && content.virtual))
    faults.push(refusal('dates-needed', type === 'virtual' ? 'virtual' : 'physical', { type }))
  if (type === 'short-term-blended' && !content.virtual) faults.push(refusal('virtual-part-needed', 'virtual'))
  for (const part of ['physical', 'virtual'] as const) {
    const period = content[part]
    if (period) faults.push(...judgePeriod(period, part))
  }
  const days = content.physical ? daysOf(content.physical) : Number.NaN
  if (type === 'short-term-blended' && (days < rules.blendedStayDays.least || days > rules.blendedStayDays.most))
    faults.push(refusal('stay-out-of-range', 'physical', { days, ...rules.blendedStayDays }))
  return faults
}

function judgeLinks(content: AgreementContent): Fault[] {
  const table = new Map(content.components.map((one) => [one.id, one.table]))
  const dangling = content.links.flatMap((link, i) => {
    const from = table.get(link.studied)
    const to = table.get(link.recognised)
    return from && from !== 'recognised' && to === 'recognised' ? [] : [refusal('link-dangling', `links.${i}`, { ...link })]
  })
  const linked = new Set(content.links.flatMap((link) => [link.studied, link.recognised]))
  const loose =
    componentsOf(content, 'recognised').length === 0
      ? []
      : content.components.flatMap((one, i) => (linked.has(one.id) ? [] : [warning('not-linked', `components.${i}`, { componentId: one.id })]))
  return [...dangling, ...loose]
}

function judgeFacts(content: AgreementContent): Fault[] {
  const faults: Fault[] = []
  if (!/^\d{2,4}$/.test(content.iscedF)) faults.push(refusal('malformed-isced-f', 'iscedF', { value: content.iscedF }))
  if (!(Number.isInteger(content.eqfLevel) && content.eqfLevel >= 1 && content.eqfLevel <= 8))
    faults.push(refusal('eqf-out-of-range', 'eqfLevel', { value: content.eqfLevel }))
  if (!languagePattern.test(content.language.tag)) faults.push(refusal('malformed-language', 'language.tag', { value: content.language.tag }))
  if (!cefrPattern.test(content.language.cefr)) faults.push(refusal('malformed-cefr', 'language.cefr', { value: content.language.cefr }))
  for (const url of ['learningOutcomesUrl', 'provisionsUrl'] as const)
    if (content[url] !== null && !/^https:\/\/\S+$/.test(content[url])) faults.push(refusal('malformed-url', url))
  return faults
}

function judgeVolume({ type }: About, content: AgreementContent, rules: AgreementRules): Fault[] {
  const studied = ectsOf(content.components.filter((one) => one.table !== 'recognised'))
  const recognised = ectsOf(componentsOf(content, 'recognised'))
  const faults: Fault[] = []
  if (type === 'short-term-blended' && studied < rules.blendedLeastEcts)
    faults.push(refusal('below-blended-minimum', 'components', { ects: studied, least: rules.blendedLeastEcts }))
  // R3: balanced in total, not line by line; a shortfall is a question to a person, not a refusal.
  if (recognised > 0 && recognised < studied * (1 - rules.ectsToleranceShare))
    faults.push(warning('recognised-falls-short', 'components', { studied, recognised }))
  // R16: 60 credits are a year of full-time study.
  if (type === 'semester' && content.physical) {
    const expected = Math.round((rules.ectsPerYear * daysOf(content.physical)) / 300)
    if (studied < expected / 2 || studied > expected * 1.5) faults.push(warning('volume-unusual', 'components', { ects: studied, expected }))
  }
  return faults
}

/** A change says why: a code of its own kind, or a text. An unknown code is as if absent (EWP). */
function judgeChanges(changes: readonly Change[]): Fault[] {
  return changes.flatMap((change, i) => {
    const known: readonly string[] = change.kind === 'deleted' ? deletionReasons : insertionReasons
    const other: readonly string[] = change.kind === 'deleted' ? insertionReasons : deletionReasons
    if (change.reasonCode !== null && other.includes(change.reasonCode))
      return [refusal('reason-of-the-other-kind', `changes.${i}.reasonCode`, { reasonCode: change.reasonCode, oneOf: known })]
    const coded = change.reasonCode !== null && known.includes(change.reasonCode)
    return coded || change.reasonText?.trim() ? [] : [refusal('reason-needed', `changes.${i}`, { componentId: change.componentId, oneOf: known })]
  })
}

/** H03: four statements of each institution. Here they are a reminder; an enrolment without them is refused. */
function judgeLegalStatus({ sending, receiving }: About, content: AgreementContent): Fault[] {
  return judgeStatements(content.legalStatements, [sending, receiving]).map((fault) => warning('legal-statement-open', 'legalStatements', { ...fault }))
}
