/** Languages in which offices name their columns. */
export const headerLanguages = ['en', 'de', 'sv', 'pt', 'fr', 'es'] as const
export type HeaderLanguage = (typeof headerLanguages)[number]

/** One column of a file that partners fill in. Download, docs page, parser and problems are made from it. */
export interface TemplateColumn<Field extends string = string> {
  readonly field: Field
  /** What stands in the first row of the template. */
  readonly header: string
  readonly type:
    | 'text'
    | 'european-student-identifier'
    | 'institution'
    | 'day'
    | 'credits'
    | 'whole-number'
    | 'outcome'
    | 'grade'
    | 'grading-scale'
    | 'e-mail'
    | 'word'
  /** `value`: column and every cell are needed; `column`: the column is needed, cells may be empty; `no`: both may be missing. */
  readonly required: 'value' | 'column' | 'no'
  /** Whether it tells something about a person: such values are encrypted and wiped. */
  readonly personal: boolean
  readonly examples: readonly [string, ...string[]]
  /** In plain words, for whoever fills the file in. */
  readonly explanation: { readonly en: string; readonly de: string }
  /** Other headers by which the column is known. */
  readonly synonyms: Readonly<Record<HeaderLanguage, readonly string[]>>
}

/** Header names in each language, separated by commas. */
export const synonyms = (named: Readonly<Record<HeaderLanguage, string>>): TemplateColumn['synonyms'] =>
  Object.fromEntries(headerLanguages.map((language) => [language, named[language].split(',').map((name) => name.trim())])) as Record<HeaderLanguage, string[]>

export interface FileTemplate<Field extends string = string> {
  readonly name: string
  readonly version: number
  readonly title: { readonly en: string; readonly de: string }
  readonly purpose: { readonly en: string; readonly de: string }
  readonly columns: readonly TemplateColumn<Field>[]
}

/** A header without what offices vary: case, accents, blanks, punctuation. "Matrikel-Nr." and "matrikelnr" are equal. */
export const headerKey = (header: string): string =>
  header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replace(/[^\p{L}\p{N}]/gu, '')

/** What the headers of a file mean. `fields` runs parallel to the headers; null where a column is not the template's. */
export interface MatchedHeaders<Field extends string> {
  readonly fields: readonly (Field | null)[]
  readonly missing: readonly Field[]
  readonly unknown: readonly string[]
  /** Headers that name a field which an earlier header already names. */
  readonly doubled: readonly string[]
}

/**
 * Finds the template's columns in the headers of a file, regardless of case, blanks, accents and order. An institution's own mapping
 * (its header → our field) goes before the template's names.
 */
export function matchHeaders<Field extends string>(
  template: FileTemplate<Field>,
  headers: readonly string[],
  mapping: Readonly<Record<string, Field>> = {},
): MatchedHeaders<Field> {
  const known = new Map<string, Field>()
  for (const column of template.columns)
    for (const name of [column.field, column.header, ...headerLanguages.flatMap((l) => column.synonyms[l])]) known.set(headerKey(name), column.field)
  for (const [header, field] of Object.entries(mapping)) known.set(headerKey(header), field)
  const seen = new Set<Field>()
  const unknown: string[] = []
  const doubled: string[] = []
  const fields = headers.map((header) => {
    const field = known.get(headerKey(header))
    if (field === undefined) {
      if (header.trim() !== '') unknown.push(header.trim())
      return null
    }
    if (seen.has(field)) {
      doubled.push(header.trim())
      return null
    }
    seen.add(field)
    return field
  })
  return { fields, missing: template.columns.filter((c) => c.required !== 'no' && !seen.has(c.field)).map((c) => c.field), unknown, doubled }
}
