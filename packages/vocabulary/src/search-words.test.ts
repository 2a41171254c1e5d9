import { expect, test } from 'vitest'
import { searchWords } from './search-words.ts'

test('words meet whatever their case, accents and punctuation', () => {
  expect(searchWords('Straße & Läsårsplan, d’Été (II)')).toEqual(searchWords('STRASSE lasarsplan ete ii'))
  expect(searchWords('Στατιστικής')).toEqual(searchWords('στατιστικησ'))
  expect(searchWords(' a — ')).toEqual([])
})
