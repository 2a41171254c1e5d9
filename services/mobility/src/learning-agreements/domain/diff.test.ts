import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aComponent, aContent, idOf } from './agreement.fixture.ts'
import { applyChanges, type Changed, type ChangeRequest } from './changes.ts'
import type { AgreementContent } from './content.ts'
import { differences } from './diff.ts'
import { inWords, languages } from './words.ts'

const change = (before: AgreementContent, requests: readonly ChangeRequest[]): Changed => {
  const changed = applyChanges(before, { content: before, changes: [] }, requests)
  if ('refused' in changed) throw new Error(changed.refused)
  return changed
}
const told = (before: AgreementContent, { content, steps }: Changed, language: (typeof languages)[number] = 'en') =>
  differences(before, content, steps).map((one) => inWords(one, language))
const small = aContent({ components: aContent().components.map((one) => ({ ...one, credits: [{ scheme: 'ects', value: 5 }] })) })

describe('differences in words', () => {
  test('a replaced course is one sentence with its reason and credits', () => {
    const changed = change(small, [
      { kind: 'delete', componentId: idOf(1), reasonCode: 'timetable-conflict', reasonText: null },
      {
        kind: 'insert',
        component: aComponent(3, { title: 'Data Ethics', credits: [{ scheme: 'ects', value: 6 }] }),
        replaces: idOf(1),
        reasonCode: 'substituting-deleted',
        reasonText: null,
      },
    ])
    expect(told(small, changed)[0]).toBe('Statistics II replaced by Data Ethics, because of a timetable conflict; 5 → 6 ECTS')
    expect(told(small, changed).at(-1)).toBe('Table A: 10 → 11 ECTS in all')
    expect(told(small, changed, 'de')[0]).toBe('Statistics II ersetzt durch Data Ethics, Grund: zeitliche Überschneidung; 5 → 6 ECTS')
    expect(told(small, changed, 'sv')[0]).toBe('Statistics II ersätts av Data Ethics, orsak: schemakrock; 5 → 6 ECTS')
    expect(told(small, changed, 'pt')[0]).toBe('Statistics II substituída por Data Ethics, motivo: conflito de horário; 5 → 6 ECTS')
  })
  test('dates, links and facts are told by their names', () => {
    const after: AgreementContent = {
      ...small,
      physical: { startsOn: '2026-09-01', endsOn: '2027-06-30' },
      links: [...small.links, { studied: idOf(1), recognised: idOf(12) }],
      eqfLevel: 7,
    }
    expect(differences(small, after, []).map((one) => inWords(one, 'en'))).toEqual([
      'Statistics II is now recognised as Stadsekologi',
      'Stay: 2026-09-01 – 2027-01-31 → 2026-09-01 – 2027-06-30',
      'Level of studies: “6” → “7”',
    ])
  })
  test('a field of a component that stayed is told with both values', () => {
    const after: AgreementContent = {
      ...small,
      components: small.components.map((one) => (one.id === idOf(11) ? { ...one, automaticRecognition: false, recognitionConditions: 'With a project' } : one)),
    }
    expect(differences(small, after, []).map((one) => inWords(one, 'en'))).toEqual([
      'Statistik B: automatic recognition yes → no',
      'Statistik B: conditions of recognition none → “With a project”',
    ])
  })
  test('the order of components and links means nothing, and equal versions do not differ', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...small.components], { minLength: small.components.length }),
        fc.shuffledSubarray([...small.links], { minLength: small.links.length }),
        (components, links) => {
          expect(differences(small, { ...small, components, links }, [])).toEqual([])
        },
      ),
    )
  })
  test('whatever is taken and put in: each component that went or came is told exactly once', () => {
    fc.assert(
      fc.property(fc.subarray([1, 2, 11, 12]), fc.uniqueArray(fc.integer({ min: 20, max: 40 }), { maxLength: 5 }), (gone, come) => {
        const changed = change(small, [
          ...gone.map((n): ChangeRequest => ({ kind: 'delete', componentId: idOf(n), reasonCode: 'not-available', reasonText: null })),
          ...come.map(
            (n, i): ChangeRequest => ({
              kind: 'insert',
              component: aComponent(n),
              replaces: gone[i] === undefined ? null : idOf(gone[i]),
              reasonCode: 'substituting-deleted',
              reasonText: null,
            }),
          ),
        ])
        const ids = differences(small, changed.content, changed.steps).flatMap((one) =>
          one.kind === 'replaced'
            ? [one.before.componentId, one.after.componentId]
            : one.kind === 'added' || one.kind === 'removed'
              ? [one.component.componentId]
              : [],
        )
        expect(ids.sort()).toEqual([...gone, ...come].map(idOf).sort())
      }),
    )
  })
  test('every reason, table and field has its words in every language', () => {
    const after: AgreementContent = {
      ...small,
      components: small.components.map((one) => ({ ...one, title: `${one.title}!`, losCode: 'X', form: 'online' as const })),
      iscedF: '0999',
      provisionsUrl: 'https://uni-birke.example/x',
    }
    for (const language of languages) for (const one of differences(small, after, [])) expect(inWords(one, language)).not.toMatch(/undefined/)
  })
})
