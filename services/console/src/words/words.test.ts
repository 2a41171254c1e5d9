import { describe, expect, test } from 'vitest'
import de from './de.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }

type Tree = { readonly [key: string]: string | Tree }
const words = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : words(value, `${path}${key}.`)))
const [english, german] = [new Map(words(en)), new Map(words(de))]
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name).sort()

describe('the words of the console', () => {
  test('are there in both languages, key for key', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
  })
  test('are nowhere empty', () => {
    expect([...english, ...german].filter(([, text]) => text.trim() === '')).toEqual([])
  })
  test('take the same values in both languages', () => {
    expect([...german].map(([key, text]) => [key, placeholders(text)]).sort()).toEqual([...english].map(([key, text]) => [key, placeholders(text)]).sort())
  })
  test('have every plural form that their language needs', () => {
    for (const [language, all] of [
      ['en', english],
      ['de', german],
    ] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      const counted = new Set([...all.keys()].flatMap((key) => /^(.+)_(?:zero|one|two|few|many|other)$/.exec(key)?.[1] ?? []))
      for (const key of counted) for (const form of forms) expect(all.has(`${key}_${form}`), `${language} ${key}_${form}`).toBe(true)
    }
  })
})
