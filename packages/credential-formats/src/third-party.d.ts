// The packages below ship no types; only what is used here is declared, so that a change of theirs shows as a change here.

declare module 'jsonld' {
  export interface RemoteDocument {
    readonly contextUrl: string | null
    readonly documentUrl: string
    readonly document: unknown
  }
  export interface ToRdfOptions {
    readonly documentLoader: (url: string) => Promise<RemoteDocument>
    readonly format: 'application/n-quads'
    readonly safe?: boolean
  }
  const jsonld: { toRDF(input: object, options: ToRdfOptions): Promise<string> }
  export default jsonld
}

declare module 'n3' {
  export interface Term {
    readonly termType: string
    readonly value: string
  }
  export interface Quad {
    readonly subject: Term
    readonly predicate: Term
    readonly object: Term
    readonly graph: Term
  }
  export class Parser {
    constructor(options?: { format?: string; baseIRI?: string })
    parse(input: string): Quad[]
  }
  export class Store implements Iterable<Quad> {
    constructor(quads?: readonly Quad[])
    readonly size: number
    add(quad: Quad): this
    match(subject?: Term | null, predicate?: Term | null, object?: Term | null, graph?: Term | null): Iterable<Quad> & { readonly size: number }
    [Symbol.iterator](): Iterator<Quad>
  }
  export const DataFactory: { namedNode(iri: string): Term; literal(value: string): Term }
}

declare module 'shacl-engine' {
  import type { Store, Term } from 'n3'
  export interface ValidationResult {
    readonly focusNode: { readonly term?: Term } | null
    readonly path: readonly { readonly predicates: readonly Term[] }[] | null
    readonly constraintComponent: Term
    readonly message: readonly Term[]
    readonly severity: Term
    readonly value?: { readonly term?: Term } | null
  }
  export class Validator {
    constructor(shapes: Store, options: { factory: object })
    validate(data: { dataset: Store }): Promise<{ readonly conforms: boolean; readonly results: readonly ValidationResult[] }>
  }
}

declare module '@digitalbazaar/vc-bitstring-status-list' {
  export class BitstringStatusList {
    constructor(options: { length: number })
    readonly length: number
    setStatus(index: number, status: boolean): void
    getStatus(index: number): boolean
    encode(): Promise<string>
    static decode(options: { encodedList: string }): Promise<BitstringStatusList>
  }
}
