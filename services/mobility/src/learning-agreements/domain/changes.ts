import { refuse, type Refusal } from '@collegium/contracts'
import type { AgreementContent, Change, Component, Period, RecognitionLink } from './content.ts'

interface Reasoned {
  /** EWP's code, or null; then a text says why. */
  readonly reasonCode: string | null
  readonly reasonText: string | null
}

/** One wish of a changes proposal. */
export type ChangeRequest =
  | ({ readonly kind: 'delete'; readonly componentId: string } & Reasoned)
  | ({ readonly kind: 'insert'; readonly component: Component; readonly replaces: string | null } & Reasoned)
  /** The whole table of links as it shall be. */
  | { readonly kind: 'link'; readonly links: readonly RecognitionLink[] }
  | { readonly kind: 'move-dates'; readonly physical: Period | null; readonly virtual: Period | null }

export interface Changed {
  readonly content: AgreementContent
  /** Against the first version, as EWP counts. A component that was inserted and taken out again is in neither. */
  readonly changes: readonly Change[]
  /** Against the version that stood, with the reasons given now. */
  readonly steps: readonly Change[]
}

/** Applies wishes to the version that stands. Refuses what cannot be meant: deleting twice, inserting under a taken id, replacing what was not deleted. */
export function applyChanges(
  first: AgreementContent,
  stands: { readonly content: AgreementContent; readonly changes: readonly Change[] },
  requests: readonly ChangeRequest[],
): Changed | Refusal {
  const components = new Map(stands.content.components.map((one) => [one.id, one]))
  const inFirst = new Set(first.components.map((one) => one.id))
  let changes = [...stands.changes]
  const steps: Change[] = []
  let { links, physical, virtual } = stands.content
  const isDeleted = (id: string) =>
    changes.some((one) => one.kind === 'deleted' && one.componentId === id) || steps.some((one) => one.kind === 'deleted' && one.componentId === id)

  for (const request of requests) {
    switch (request.kind) {
      case 'delete': {
        const { componentId, reasonCode, reasonText } = request
        if (isDeleted(componentId)) return refuse('component-already-deleted', { componentId })
        if (!components.delete(componentId)) return refuse('unknown-component', { componentId })
        const step: Change = { kind: 'deleted', componentId, reasonCode, reasonText }
        steps.push(step)
        changes = inFirst.has(componentId) ? [...changes, step] : changes.filter((one) => one.componentId !== componentId)
        links = links.filter((link) => link.studied !== componentId && link.recognised !== componentId)
        break
      }
      case 'insert': {
        const { component, replaces, reasonCode, reasonText } = request
        if (components.has(component.id) || isDeleted(component.id) || inFirst.has(component.id))
          return refuse('component-id-taken', { componentId: component.id })
        if (replaces !== null && !isDeleted(replaces)) return refuse('replaces-nothing', { componentId: component.id, replaces })
        components.set(component.id, component)
        const step: Change = { kind: 'inserted', componentId: component.id, replaces, reasonCode, reasonText }
        steps.push(step)
        changes = [...changes, step]
        break
      }
      case 'link':
        links = request.links
        break
      case 'move-dates':
        ;({ physical, virtual } = request)
    }
  }
  return { content: { ...stands.content, components: [...components.values()], links, physical, virtual }, changes, steps }
}
