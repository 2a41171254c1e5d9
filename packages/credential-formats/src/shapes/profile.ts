// oxlint-disable-next-line typescript/triple-slash-reference -- rooms that use this one as source compile without its folder, and an import cannot bring ambient modules along
/// <reference path="../third-party.d.ts" />
import jsonld from 'jsonld'
import { DataFactory, Parser, Store } from 'n3'
import { Validator } from 'shacl-engine'
import { contexts } from '../vocabulary/credential.ts'

export interface Finding {
  /** Last segment of the node's class or id, for people. */
  readonly at: string
  /** The property, e.g. `credentialStatus`. */
  readonly property: string
  readonly message: string
}
export type ShapeReport = { readonly findings: readonly Finding[] } | { readonly fault: string }

/** One version of the EDC application profile: its context and shapes, ready to be asked. */
export interface Profile {
  readonly version: string
  readonly check: (claims: object) => Promise<ShapeReport>
}

const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'
const credentialClass = 'http://data.europa.eu/snb/model/elm/EuropeanDigitalCredential'
const owlImports = 'http://www.w3.org/2002/07/owl#imports'
/** Reports of broken credentials can run to thousands of findings; nobody reads more than these. */
const mostFindings = 50

/** A real credential has some hundred triples, the largest sample 600; shapes over much more would only keep the verifier busy. */
const mostTriples = 5_000

const localName = (iri: string) => iri.slice(Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/'), iri.lastIndexOf(':')) + 1)

/** Answers from what was read and from nowhere else: a credential must not make a verifier fetch addresses of its choosing. */
function offlineLoader(documents: ReadonlyMap<string, unknown>) {
  return async (url: string) => {
    const document = documents.get(url)
    if (document === undefined) throw new Error(`the context ${url} is not one that an EDC may use`)
    return { contextUrl: null, documentUrl: url, document }
  }
}

/** The shapes as one graph. The import statements stay out: the closure is complete, and an engine that follows them would go to the network. */
export function shapeGraph(version: string, turtle: readonly string[]): Store {
  const shapes = new Store()
  for (const text of turtle)
    for (const quad of new Parser({ format: 'text/turtle', baseIRI: `urn:shapes:${version}` }).parse(text))
      if (quad.predicate.value !== owlImports) shapes.add(quad)
  return shapes
}

/** Reads claims as JSON-LD, with the two contexts of an EDC and no other. */
export function claimReader(texts: { readonly vc: string; readonly edc: string }): (claims: object) => Promise<Store> {
  const documentLoader = offlineLoader(
    new Map<string, unknown>([
      [contexts[0], JSON.parse(texts.vc)],
      [contexts[1], JSON.parse(texts.edc)],
    ]),
  )
  return async (claims) =>
    new Store(new Parser({ format: 'application/n-quads' }).parse(await jsonld.toRDF(claims, { documentLoader, format: 'application/n-quads' })))
}

/**
 * @param version of the application profile
 * @param texts JSON text of the two contexts
 * @param turtle the closure of the shapes (generic-full imports generic-no-cv)
 */
export function createProfile(version: string, texts: { readonly vc: string; readonly edc: string }, turtle: readonly string[]): Profile {
  const read = claimReader(texts)
  const validator = new Validator(shapeGraph(version, turtle), { factory: DataFactory })
  return {
    version,
    async check(claims) {
      let dataset: Store
      try {
        dataset = await read(claims)
      } catch (error) {
        return { fault: `It cannot be read as JSON-LD: ${error instanceof Error ? error.message : 'unknown fault'}` }
      }
      if (dataset.size > mostTriples) return { fault: `It describes ${dataset.size} facts; at most ${mostTriples} are checked.` }
      const credentials = dataset.match(null, DataFactory.namedNode(rdfType), DataFactory.namedNode(credentialClass)).size
      // An empty graph conforms to any shapes; so does a document whose context is missing.
      if (credentials !== 1)
        return {
          fault: `It describes ${credentials === 0 ? 'no' : credentials} EuropeanDigitalCredential; there must be exactly one. A missing or foreign "@context" is the usual reason.`,
        }
      const report = await validator.validate({ dataset })
      return {
        findings: report.results.slice(0, mostFindings).map((result) => ({
          at: localName(result.focusNode?.term?.value ?? ''),
          property: localName(result.path?.[0]?.predicates[0]?.value ?? ''),
          message: result.message[0]?.value || localName(result.constraintComponent.value),
        })),
      }
    },
  }
}
