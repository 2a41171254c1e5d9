import type { MobilityWindow } from '@collegium/contracts'
import { workloadWarning } from '@collegium/vocabulary'
import type { AgreementContent } from './content.ts'
import type { Fault } from './rules.ts'

/** What the catalogue says of a course that a component names. */
export interface OfferedCourse {
  readonly lead: string
  readonly partners: readonly string[]
  readonly ects: number
  readonly workloadHours: number
}
export interface Offers {
  /** By instance. */
  readonly courses: ReadonlyMap<string, OfferedCourse>
  /** The windows of the sending institution's programmes. */
  readonly windows: readonly MobilityWindow[]
}

const warning = (rule: string, path: string, detail: Fault['detail']): Fault => ({ rule, weight: 'warning', path, ...(detail && { detail }) })

/**
 * Where an agreement and the catalogue say different things. Warnings alone: the catalogue is what an institution published, the agreement what three parties sign,
 * and a course that is not in this hub is none the worse.
 */
export function judgeAgainstOffers(about: { readonly receiving: string }, content: AgreementContent, { courses, windows }: Offers): readonly Fault[] {
  const components = content.components.flatMap((one, i): Fault[] => {
    if (one.instanceId === null) return []
    const path = `components.${i}`
    const course = courses.get(one.instanceId)
    if (!course) return [warning('offer-unknown', `${path}.instanceId`, { instanceId: one.instanceId })]
    const teaches = one.teachingPartner ?? about.receiving
    const ects = one.credits.find(({ scheme }) => scheme === 'ects')?.value
    const workload = workloadWarning(course.workloadHours, course.ects)
    return [
      ...(course.lead === teaches || course.partners.includes(teaches)
        ? []
        : [warning('offer-of-another', `${path}.instanceId`, { teaches, lead: course.lead })]),
      ...(ects === undefined || ects === course.ects ? [] : [warning('credits-differ-from-offer', `${path}.credits`, { ects, offered: course.ects })]),
      ...(workload ? [warning('workload-unusual', path, { ...workload })] : []),
    ]
  })
  const { target } = content
  if (target?.kind !== 'mobility-window' || windows.length === 0) return components
  const window = windows.find((one) => one.windowId === target.code)
  if (!window) return [...components, warning('window-unknown', 'target.code', { code: target.code })]
  return [
    ...components,
    ...(window.partners.length === 0 || window.partners.includes(about.receiving)
      ? []
      : [warning('window-of-other-partners', 'target', { receiving: about.receiving, partners: window.partners })]),
    ...(target.ects === null || target.ects === window.ects
      ? []
      : [warning('credits-differ-from-window', 'target.ects', { ects: target.ects, window: window.ects })]),
  ]
}
