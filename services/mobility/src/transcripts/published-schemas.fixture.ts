import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { validateXML } from 'xmllint-wasm'

const root = resolve(import.meta.dirname, '../../../..')
const standards = resolve(root, process.env.HUB_STANDARDS_DIR ?? '../shared/standards')
const schemas = join(standards, 'ewp/ewp-registry-service/src/main/resources/schemas')

/** The schemas that transcripts refer to, by namespace: their own references to each other are addresses or name versions that are not there. */
const files: Readonly<Record<string, string>> = {
  'https://github.com/emrex-eu/elmo-schemas/tree/v2': 'elmo-schemas-v2.1.1/schema.xsd',
  'http://www.w3.org/2000/09/xmldsig#': 'elmo-schemas-v2.1.1/references/xmldsig-core-schema.xsd',
  'http://europass.cedefop.europa.eu/Europass/V2.0': 'elmo-schemas-v2.1.1/references/EUROPASS_ISOCountries_V1.1.xsd',
  'https://github.com/erasmus-without-paper/ewp-specs-types-address/tree/stable-v1': 'ewp-specs-types-address-v1.0.2/schema.xsd',
  'http://www.w3.org/XML/1998/namespace': 'xml.xsd',
  'https://github.com/erasmus-without-paper/ewp-specs-architecture/blob/stable-v1/common-types.xsd': 'ewp-specs-architecture-v1.16.0/common-types.xsd',
  'https://github.com/erasmus-without-paper/ewp-specs-types-academic-term/tree/stable-v2': 'ewp-specs-types-academic-term-v2.0.0/schema.xsd',
}
const transcripts = 'ewp-specs-api-imobility-tors-v3.0.0/endpoints/get-response.xsd'

export const schemasMissing = !existsSync(join(schemas, transcripts))
/** Goes into the titles of tests that cannot run without them. */
export const schemasNote = schemasMissing ? ' (SKIPPED: published schemas are missing; set HUB_STANDARDS_DIR)' : ''

const flat = (file: string) => file.replaceAll('/', '_')
function schemaNamed(file: string) {
  const contents = readFileSync(join(schemas, file), 'utf8').replace(/<xs:import[^>]*>/g, (found) => {
    const namespace = /namespace="([^"]+)"/.exec(found)?.[1] ?? ''
    const known = files[namespace]
    return known ? `<xs:import namespace="${namespace}" schemaLocation="${flat(known)}"${found.endsWith('/>') ? '/>' : '>'}` : found
  })
  // The schema of signatures begins with a document type that points into the web.
  return { fileName: flat(file), contents: contents.replace(/<!DOCTYPE[^[>]*(\[[^\]]*\])?\s*>/, '') }
}

/** What a published schema says against a document; empty where it is valid. */
export async function faultsOfXml(text: string, as: 'elmo' | 'ewp-transcript'): Promise<readonly string[]> {
  const file = as === 'elmo' ? (files['https://github.com/emrex-eu/elmo-schemas/tree/v2'] ?? '') : transcripts
  const { errors } = await validateXML({
    xml: [{ fileName: 'document.xml', contents: text }],
    schema: [schemaNamed(file)],
    preload: Object.values(files).map(schemaNamed),
    maxMemoryPages: 4096,
  })
  return errors.map((error) => error.message)
}
