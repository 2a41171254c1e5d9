import { describe, expect, test } from 'vitest'
import { componentInput, contentInput, draftOf, emptyComponent, emptyContent, takeOver, withoutComponent } from './draft.ts'

const ids = () => {
  let n = 0
  return () => `id-${++n}`
}
const precedent = {
  id: 'e',
  losCode: 'STAT2',
  title: 'Statistics II',
  ects: 6,
  recognisedCode: 'SB',
  recognisedTitle: 'Statistik B',
  recognisedEcts: 7.5,
  decidedBy: 'Board',
  decidedOn: '2026-01-10',
  validUntil: null,
}

describe('a draft of a learning agreement', () => {
  test('goes to the hub as it came, where nothing was typed (H02)', () => {
    const component = {
      id: 'a',
      table: 'studied',
      title: 'Statistics II',
      losId: 'CR/1',
      losCode: 'STAT2',
      loiId: null,
      instanceId: null,
      term: '1/2',
      credits: [
        { scheme: 'ects', value: 7.5 },
        { scheme: 'hours', value: 40 },
      ],
      shortDescription: null,
      automaticRecognition: null,
      recognitionConditions: null,
      period: null,
      form: 'onsite',
      teachingPartner: null,
    }
    const content = {
      ...emptyContent,
      components: [component],
      physical: { startsOn: '2027-01-10', endsOn: '2027-06-20' },
      languageLevel: 'B2',
      iscedF: '0542',
    }
    expect(contentInput(draftOf(content))).toEqual({ ...content, components: [{ ...component, term: { number: 1, of: 2 } }] })
  })
  test('takes credits with a comma, and leaves out what is no number', () => {
    const typed = (ects: string) => componentInput({ ...emptyComponent('a', 'studied'), ects }).credits
    expect([typed('7,5'), typed('6'), typed(''), typed('six')]).toEqual([[{ scheme: 'ects', value: 7.5 }], [{ scheme: 'ects', value: 6 }], [], []])
  })
  test('says nothing of recognition in table A, and conditions only where recognition is not automatic (R12)', () => {
    const of = (table: string, automatic: boolean) => {
      const { automaticRecognition, recognitionConditions } = componentInput({ ...emptyComponent('a', table), automatic, conditions: 'Essay' })
      return [automaticRecognition, recognitionConditions]
    }
    expect([of('studied', true), of('recognised', true), of('recognised', false)]).toEqual([
      [null, null],
      [true, null],
      [false, 'Essay'],
    ])
  })
  test('a precedent taken over brings both courses and their link, once', () => {
    const newId = ids()
    const once = takeOver(draftOf(emptyContent), precedent, newId)
    expect(once.components.map(({ table, title, ects }) => [table, title, ects])).toEqual([
      ['studied', 'Statistics II', '6'],
      ['recognised', 'Statistik B', '7.5'],
    ])
    expect(once.links).toEqual([{ studied: 'id-1', recognised: 'id-2' }])
    const twice = takeOver(once, precedent, newId)
    expect([twice.components.length, twice.links.length]).toEqual([2, 1])
  })
  test('a component that goes takes its links along', () => {
    const draft = takeOver(draftOf(emptyContent), precedent, ids())
    expect(withoutComponent(draft, 'id-1').links).toEqual([])
  })
  test('takes a precedent into the table that this mobility has', () => {
    const { components } = takeOver(draftOf(emptyContent), precedent, ids(), 'blended')
    expect(components.map(({ table }) => table)).toEqual(['blended', 'recognised'])
  })
})
