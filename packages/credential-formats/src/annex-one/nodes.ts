import { isObject } from '../seal/bounded-json.ts'

export type Node = Readonly<Record<string, unknown>>

const collected = new WeakMap<object, readonly Node[]>()

/** Every node of a credential, found in one walk that several checks share. */
export function allNodes(credential: object): readonly Node[] {
  const known = collected.get(credential)
  if (known) return known
  const found: Node[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one)
    else if (isObject(value)) {
      found.push(value)
      for (const term in value) {
        const inner = value[term]
        if (typeof inner === 'object' && inner !== null) visit(inner)
      }
    }
  }
  visit(credential)
  collected.set(credential, found)
  return found
}
