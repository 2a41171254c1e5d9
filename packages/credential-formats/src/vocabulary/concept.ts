// A type alias, not an interface: only that can stand where any claim node may stand.
/** A coded value the way an EDC carries it: SHACL looks at `inScheme`, people read `prefLabel`, machines follow `id`. */
export type Concept = {
  readonly id: string
  readonly type: 'Concept'
  readonly inScheme: { readonly id: string; readonly type: 'ConceptScheme' }
  readonly prefLabel?: { readonly en: string }
}

/** One controlled list: where its codes live and which scheme they claim to be in. */
export interface Scheme {
  /** Plain name for messages, e.g. "EQF level". */
  readonly name: string
  /** IRI of the concept scheme. */
  readonly iri: string
  /** What every code's IRI begins with. */
  readonly base: string
}

/** A scheme of the Europass vocabularies, whose scheme IRI is always the list's base with the same last segment. */
export const snbScheme = (name: string, list: string): Scheme => ({
  name,
  iri: `http://data.europa.eu/snb/${list}/25831c2`,
  base: `http://data.europa.eu/snb/${list}/`,
})
/** A scheme of the Publications Office's authority tables, whose codes lie directly below the scheme's IRI. */
export const authorityScheme = (name: string, list: string): Scheme => ({
  name,
  iri: `http://publications.europa.eu/resource/authority/${list}`,
  base: `http://publications.europa.eu/resource/authority/${list}/`,
})

export const concept = (scheme: Scheme, code: string, label?: string): Concept => ({
  id: scheme.base + code,
  type: 'Concept',
  inScheme: { id: scheme.iri, type: 'ConceptScheme' },
  ...(label === undefined ? {} : { prefLabel: { en: label } }),
})
