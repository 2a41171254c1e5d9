import { describe, expect, test } from 'vitest'
import de from './de.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }
import pt from './pt.json' with { type: 'json' }
import sv from './sv.json' with { type: 'json' }

type Tree = { readonly [key: string]: string | Tree }
const words = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : words(value, `${path}${key}.`)))
const all = { en: new Map(words(en)), de: new Map(words(de)), sv: new Map(words(sv)), pt: new Map(words(pt)) }
const pluralForm = /_(?:zero|one|two|few|many|other)$/
/** Languages have plural forms of their own, so what they have in common are the words that are counted. */
const keysOf = (language: Map<string, string>) => [...new Set([...language.keys()].map((key) => key.replace(pluralForm, '_#')))].sort()
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name).sort()

describe.each(Object.entries(all))('the words of the console: %s', (language, its) => {
  test('are all there, key for key', () => {
    expect(keysOf(its)).toEqual(keysOf(all.en))
  })
  test('are nowhere empty', () => {
    expect([...its].filter(([, text]) => text.trim().length < 2)).toEqual([])
  })
  test('take the same values as in English', () => {
    const english = (key: string) => all.en.get(key) ?? all.en.get(key.replace(pluralForm, '_other')) ?? ''
    expect([...its].map(([key, text]) => [key, placeholders(text)])).toEqual([...its].map(([key]) => [key, placeholders(english(key))]))
  })
  test('have every plural form that the language needs', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const counted = new Set([...its.keys()].flatMap((key) => /^(.+)_(?:zero|one|two|few|many|other)$/.exec(key)?.[1] ?? []))
    for (const key of counted) for (const form of forms) expect(its.has(`${key}_${form}`), `${language} ${key}_${form}`).toBe(true)
  })
})
