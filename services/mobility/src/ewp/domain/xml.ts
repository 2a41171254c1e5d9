import { type Refusal, refuse } from '@collegium/contracts'
import { SaxesParser, type SaxesTagNS } from 'saxes'

/** An element as it is read: names without prefixes, the namespace beside. Text and children are kept apart, since EWP mixes them nowhere. */
export interface XmlElement {
  readonly namespace: string
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  readonly text: string
}

/** A learning agreement of EWP is a few kilobytes. */
const largest = 1_000_000
const deepest = 50

/** Reads a whole document with its namespaces. Document types, and with them entities, are refused before anything is looked up. */
export function readXml(text: string): XmlElement | Refusal {
  if (text.length > largest) return refuse('ewp-malformed', { fault: 'too-large', most: largest })
  const top: Open = { namespace: '', name: '', attributes: {}, children: [], text: '' }
  const path: Open[] = [top]
  const parser = new SaxesParser({ xmlns: true })
  const on = () => path.at(-1) ?? top
  let fault: string | null = null
  // What saxes says of an error repeats what stands in the document, so only the place of it is told.
  parser.on('error', () => void (fault ??= `not-well-formed, line ${parser.line}`))
  parser.on('doctype', () => void (fault ??= 'document-type'))
  parser.on('opentag', (tag: SaxesTagNS) => {
    if (path.length > deepest) fault ??= 'too-deep'
    const attributes = Object.fromEntries(Object.values(tag.attributes).map((one) => [one.local, one.value]))
    const element: Open = { namespace: tag.uri, name: tag.local, attributes, children: [], text: '' }
    if (!fault) on().children.push(element)
    path.push(element)
  })
  parser.on('text', (said) => void (on().text += said))
  parser.on('cdata', (said) => void (on().text += said))
  parser.on('closetag', () => void path.pop())
  parser.write(text).close()
  const [root] = top.children
  return fault || !root ? refuse('ewp-malformed', { fault: fault ?? 'empty' }) : root
}
interface Open {
  readonly namespace: string
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: Open[]
  text: string
}

/** The first child of a name in a namespace; what else stands there is ignored, as EWP demands of clients and servers. */
export const childOf = (element: XmlElement | undefined, namespace: string, name: string): XmlElement | undefined =>
  element?.children.find((one) => one.name === name && one.namespace === namespace)
export const childrenOf = (element: XmlElement | undefined, namespace: string, name: string): readonly XmlElement[] =>
  element?.children.filter((one) => one.name === name && one.namespace === namespace) ?? []
/** The text of a child; null where it is absent or blank. */
export const textOf = (element: XmlElement | undefined, namespace: string, name: string): string | null =>
  childOf(element, namespace, name)?.text.trim() || null

/** An element to be written; null and undefined among the children are left out. */
export interface Written {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | null>>
  readonly children: readonly Written[] | string
}
export const element = (
  name: string,
  children: readonly (Written | null | undefined)[] | string,
  attributes: Readonly<Record<string, string | null>> = {},
): Written => ({ name, attributes, children: typeof children === 'string' ? children : children.filter((one) => one !== null && one !== undefined) })
/** An element with a text; nothing at all where there is none. */
export const leaf = (name: string, text: string | number | null): Written | null => (text === null || text === '' ? null : element(name, String(text)))

/** A document, indented by two, with an XML declaration. */
export const writeXml = (root: Written): string => `<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, '').join('\n')}\n`

function lines({ name, attributes, children }: Written, indent: string): string[] {
  const said = Object.entries(attributes).flatMap(([key, value]) => (value === null ? [] : [` ${key}="${escaped(value, true)}"`]))
  const open = `${indent}<${name}${said.join('')}`
  if (typeof children === 'string') return [`${open}>${escaped(children)}</${name}>`]
  return children.length === 0 ? [`${open}/>`] : [`${open}>`, ...children.flatMap((one) => lines(one, `${indent}  `)), `${indent}</${name}>`]
}

// Characters that XML 1.0 has no way to say are left out: control characters and halves of surrogate pairs.
const unsayable = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;', '\t': '&#9;' }
const escaped = (text: string, attribute = false): string =>
  text.replace(unsayable, '').replace(attribute ? /[&<>"\r\n\t]/g : /[&<>\r]/g, (character) => named[character] ?? character)
