/** Words of a reason code in the languages of the hub's own screens. `{name}` is filled from the problem's detail; `{value}` is what the file said. */
export interface Words {
  readonly en: string
  readonly de: string
}
/** An entry of the catalogue: what happened, why it matters, what to do next. Its page is /docs/errors/{code}. */
export interface ReasonWords {
  readonly what: Words
  readonly why: Words
  readonly next: Words
}
export type Language = keyof Words

/** Puts the detail into the words. A name without a value stays empty rather than showing braces to people. */
export const fill = (text: string, detail: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => detail[name] ?? '')
