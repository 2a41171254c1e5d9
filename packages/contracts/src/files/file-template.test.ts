import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headerKey, headerLanguages, matchHeaders } from './file-template.ts'
import { jointCourseResults, resultFields } from './joint-course-results.ts'
import { fileTemplates } from './templates.ts'

describe.each(fileTemplates.map((t) => [t.name, t] as const))('template %s', (_, template) => {
  test('no header names two columns', () => {
    const names = template.columns.flatMap((c) => [...new Set([c.field, c.header, ...headerLanguages.flatMap((l) => c.synonyms[l])].map(headerKey))])
    expect(names.filter((n, i) => names.indexOf(n) !== i)).toEqual([])
  })
  test('every column has a header in six languages and an explanation in two', () => {
    for (const c of template.columns) {
      for (const l of headerLanguages) expect(c.synonyms[l].length, `${c.field} ${l}`).toBeGreaterThan(0)
      expect(Math.min(c.explanation.en.length, c.explanation.de.length), c.field).toBeGreaterThan(20)
    }
  })
})

describe('headers of the results file', () => {
  const headers = jointCourseResults.columns.map((c) => c.header)
  /** What offices do to a header. */
  const disguise = (header: string) =>
    fc
      .constantFrom<(h: string) => string>(
        (h) => h,
        (h) => h.toUpperCase(),
        (h) => `  ${h} `,
        (h) => h.replaceAll(' ', ''),
        (h) => h.replaceAll(' ', '_'),
        (h) => h.normalize('NFD'),
      )
      .map((change) => change(header))

  test('are found in any order, case, spacing and Unicode form, and in every language', () => {
    const anyHeader = fc.tuple(
      ...jointCourseResults.columns.map((c) => fc.constantFrom(c.header, ...headerLanguages.flatMap((l) => c.synonyms[l])).chain(disguise)),
    )
    fc.assert(
      fc.property(
        anyHeader.chain((h) =>
          fc.shuffledSubarray(
            h.map((text, i) => ({ text, field: resultFields[i] })),
            { minLength: h.length },
          ),
        ),
        (shuffled) => {
          const matched = matchHeaders(
            jointCourseResults,
            shuffled.map((s) => s.text),
          )
          expect(matched).toEqual({ fields: shuffled.map((s) => s.field), missing: [], unknown: [], doubled: [] })
        },
      ),
    )
  })
  test('a missing, an unknown and a doubled one are each named; empty headers are not', () => {
    const matched = matchHeaders(jointCourseResults, [...headers.filter((h) => h !== 'Family name'), 'Shoe size', '', 'Vorname'])
    expect(matched.missing).toEqual(['familyName'])
    expect(matched.unknown).toEqual(['Shoe size'])
    expect(matched.doubled).toEqual(['Vorname'])
  })
  test("an institution's own mapping goes first", () => {
    const matched = matchHeaders(jointCourseResults, ['Sukunimi', 'Nota'], { sukunimi: 'familyName', NOTA: 'outcome' })
    expect(matched.fields).toEqual(['familyName', 'outcome'])
  })
})
