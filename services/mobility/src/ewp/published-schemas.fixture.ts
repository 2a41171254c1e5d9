import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { validateXML } from 'xmllint-wasm'

const root = join(import.meta.dirname, '../../../..')
/** EWP's published schemas and examples. */
export const published = resolve(root, process.env.HUB_STANDARDS_DIR ?? '../shared/standards', 'ewp')
export const missing = !existsSync(published)
/** Goes into the titles of tests that cannot run without them. */
export const note = missing ? ` — SKIPPED: ${published} is not there; set HUB_STANDARDS_DIR` : ''

const las = 'ewp-specs-api-omobility-las-v1.2.0/endpoints'
const files = [
  `${las}/get-response.xsd`,
  `${las}/update-request.xsd`,
  `${las}/update-response.xsd`,
  'ewp-specs-architecture-v1.16.0/common-types.xsd',
  'ewp-specs-types-phonenumber-v1.0.1/schema.xsd',
  'ewp-specs-api-courses-v0.7.1/response.xsd',
  'ewp-specs-types-academic-term-v1.1.0/schema.xsd',
  'ewp-specs-types-academic-term-v2.0.0/schema.xsd',
  'xml.xsd',
]

/** The schemas side by side, their imports resolved by namespace: the locations that they name are partly addresses on the network. */
function schemas(): { fileName: string; contents: string }[] {
  const texts = files.map((path) => readFileSync(join(published, 'ewp-registry-service/src/main/resources/schemas', path), 'utf8'))
  const at = new Map(texts.map((text, i) => [/targetNamespace="([^"]+)"/.exec(text)?.[1] ?? '', `s${i}.xsd`]))
  return texts.map((text, i) => ({
    fileName: `s${i}.xsd`,
    contents: text.replace(/<xs:import\b[^>]*>/g, (found) => {
      const namespace = /\bnamespace="([^"]+)"/.exec(found)?.[1] ?? ''
      return found.replace(/schemaLocation="[^"]*"/, `schemaLocation="${at.get(namespace)}"`)
    }),
  }))
}

/** What the published schemas say against some documents; empty where all are valid. */
export async function faultsOf(kind: 'get-response' | 'update-request' | 'update-response', documents: readonly string[]): Promise<readonly string[]> {
  const all = schemas()
  const main = all[files.indexOf(`${las}/${kind}.xsd`)]
  if (!main) throw new Error(`No schema for ${kind}`)
  const { valid, errors, rawOutput } = await validateXML({
    xml: documents.map((contents, i) => ({ fileName: `d${i}.xml`, contents })),
    schema: [main],
    preload: all.filter((one) => one !== main),
    maxMemoryPages: 4096,
  })
  return valid ? [] : errors.length > 0 ? errors.map((one) => one.rawMessage) : [rawOutput]
}
