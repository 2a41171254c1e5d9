import { mobilityTypes } from '@collegium/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aBlendedContent, aComponent, aContent, anAgreement, idOf, theRules } from './agreement.fixture.ts'
import type { AgreementContent, Change, Component } from './content.ts'
import { daysOf, judgeContent } from './rules.ts'

const semester = anAgreement()
const blended = anAgreement({ type: 'short-term-blended' })
const judge = (content: AgreementContent, about = semester, changes: readonly Change[] = []) => judgeContent(about, content, changes, theRules)
const refusals = (...given: Parameters<typeof judge>) =>
  judge(...given)
    .filter((fault) => fault.weight === 'refusal')
    .map((fault) => fault.rule)
const warnings = (...given: Parameters<typeof judge>) =>
  judge(...given)
    .filter((fault) => fault.weight === 'warning')
    .map((fault) => fault.rule)
const withComponent = (change: Partial<Component>, table: Component['table'] = 'studied') => {
  const content = aContent()
  return {
    ...content,
    components: content.components.map((one) => (one === content.components.find((each) => each.table === table) ? { ...one, ...change } : one)),
  }
}

describe('the rules that no schema states (mobility-standards 1.2), (R14)', () => {
  test('what breaks no rule is told nothing', () => {
    expect(judge(aContent())).toEqual([])
    expect(judge(aBlendedContent(), blended)).toEqual([])
  })
  test('(H01) a semester needs a component studied and one recognised', () => {
    expect(refusals(aContent({ components: [], links: [] }))).toEqual(['table-missing', 'table-missing'])
    expect(refusals(aContent({ components: [aComponent(1)], links: [] }))).toContain('table-missing')
  })
  test('(H01) each kind of mobility has tables of its own', () => {
    const content = (table: Component['table'], more: Component[] = []): AgreementContent =>
      aBlendedContent({
        components: [
          aComponent(1, {
            table,
            shortDescription: table === 'studied' || table === 'recognised' ? null : 'What is done',
            credits: [{ scheme: 'ects', value: 5 }],
          }),
          ...more,
        ],
      })
    const atHome = aComponent(2, { table: 'recognised', credits: [{ scheme: 'ects', value: 5 }] })
    const fine = {
      semester: ['studied', true],
      'short-term-blended': ['blended', false],
      'short-term-doctoral': ['doctoral', false],
      virtual: ['virtual', true],
      'micro-credential': ['virtual', true],
    } as const
    for (const type of mobilityTypes) {
      const [table, home] = fine[type]
      for (const tried of ['studied', 'virtual', 'blended', 'doctoral'] as const) {
        const rules = refusals(content(tried, home ? [atHome] : []), anAgreement({ type }))
        const wrong = rules.filter((rule) => rule === 'table-missing' || rule === 'table-not-for-this-type')
        const allowed = tried === table || (type === 'micro-credential' && tried === 'studied')
        expect([type, tried, wrong.length === 0]).toEqual([type, tried, allowed])
      }
    }
  })
  test('the term is needed in tables A and B, not in the virtual one', () => {
    expect(refusals(withComponent({ term: null }))).toEqual(['term-needed'])
    expect(refusals(withComponent({ term: null }, 'recognised'))).toEqual(['term-needed'])
    const content = aContent()
    expect(refusals({ ...content, components: [...content.components, aComponent(3, { table: 'virtual', term: null, shortDescription: 'Online' })] })).toEqual(
      [],
    )
    expect(refusals(withComponent({ term: { number: 3, of: 2 } }))).toEqual(['term-out-of-range'])
  })
  test('conditions of recognition are never in table A', () => {
    expect(refusals(withComponent({ recognitionConditions: 'With a 1.0' }))).toEqual(['recognition-not-in-table-a'])
    expect(refusals(withComponent({ automaticRecognition: true }))).toEqual(['recognition-not-in-table-a'])
  })
  test('(R12) conditions stand exactly where recognition is not automatic', () => {
    expect(refusals(withComponent({ automaticRecognition: false }, 'recognised'))).toEqual(['conditions-needed'])
    expect(refusals(withComponent({ automaticRecognition: false, recognitionConditions: '  ' }, 'recognised'))).toEqual(['conditions-needed'])
    expect(refusals(withComponent({ recognitionConditions: 'Only with a project' }, 'recognised'))).toEqual(['conditions-with-automatic-recognition'])
    expect(refusals(withComponent({ automaticRecognition: false, recognitionConditions: 'Only with a project' }, 'recognised'))).toEqual([])
    expect(refusals(withComponent({ automaticRecognition: null }, 'recognised'))).toEqual(['recognition-undecided'])
  })
  test('every virtual component and at least one blended one is described, tables A and B never', () => {
    const content = aContent()
    expect(refusals({ ...content, components: [...content.components, aComponent(3, { table: 'virtual' })] })).toEqual(['description-needed'])
    expect(refusals(aBlendedContent({ components: aBlendedContent().components.map((one) => ({ ...one, shortDescription: null })) }), blended)).toEqual([
      'one-blended-description-needed',
    ])
    const second = aComponent(2, { table: 'blended', credits: [] })
    expect(refusals(aBlendedContent({ components: [...aBlendedContent().components, second] }), blended)).toEqual([])
    expect(refusals(withComponent({ shortDescription: 'A course' }))).toEqual(['description-not-here'])
    expect(refusals(withComponent({ shortDescription: 'A course' }, 'recognised'))).toEqual(['description-not-here'])
  })
  test('a change says why: a code of its own kind, or a text; an unknown code is as if absent', () => {
    const deleted = (reasonCode: string | null, reasonText: string | null = null): Change => ({ kind: 'deleted', componentId: idOf(1), reasonCode, reasonText })
    const inserted = (reasonCode: string | null, reasonText: string | null = null): Change => ({
      kind: 'inserted',
      componentId: idOf(3),
      replaces: null,
      reasonCode,
      reasonText,
    })
    for (const code of ['not-available', 'language-mismatch', 'timetable-conflict']) {
      expect(refusals(aContent(), semester, [deleted(code)])).toEqual([])
      expect(refusals(aContent(), semester, [inserted(code, 'and a text')])).toEqual(['reason-of-the-other-kind'])
    }
    for (const code of ['substituting-deleted', 'extending-mobility', 'adding-virtual-component']) {
      expect(refusals(aContent(), semester, [inserted(code)])).toEqual([])
      expect(refusals(aContent(), semester, [deleted(code, 'and a text')])).toEqual(['reason-of-the-other-kind'])
    }
    expect(refusals(aContent(), semester, [deleted('moved-to-mars')])).toEqual(['reason-needed'])
    expect(refusals(aContent(), semester, [deleted('moved-to-mars', 'The course is no longer given')])).toEqual([])
    expect(refusals(aContent(), semester, [inserted(null, ' ')])).toEqual(['reason-needed'])
  })
  test('links go from what is studied to what is recognised', () => {
    const content = aContent()
    expect(refusals({ ...content, links: [{ studied: idOf(1), recognised: idOf(2) }] })).toEqual(['link-dangling'])
    expect(refusals({ ...content, links: [{ studied: idOf(99), recognised: idOf(11) }] })).toEqual(['link-dangling'])
    expect(warnings({ ...content, links: content.links.slice(1) })).toEqual(['not-linked', 'not-linked'])
  })
  test('malformed facts are named by their place', () => {
    expect(
      judge(aContent({ iscedF: 'Statistics', eqfLevel: 9, language: { tag: 'English', cefr: 'good' }, provisionsUrl: 'www.example' })).map(
        (fault) => fault.path,
      ),
    ).toEqual(['iscedF', 'eqfLevel', 'language.tag', 'language.cefr', 'provisionsUrl'])
    expect(refusals(withComponent({ losId: 'STAT-2', loiId: 'CRI/1' }))).toEqual(['malformed-los-id'])
    expect(refusals(withComponent({ losId: 'CR/STAT-2', loiId: 'CR/1' }))).toEqual(['malformed-loi-id'])
    expect(refusals(withComponent({ credits: [{ scheme: 'ects', value: -1 }] }))).toContain('credits-out-of-range')
    expect(refusals(withComponent({ title: '  ' }))).toEqual(['title-needed'])
    expect(refusals(aContent({ components: [...aContent().components, aComponent(1)] }))).toContain('component-id-taken')
  })
})

describe('volume and dates', () => {
  test('(R3) a shortfall beyond the tolerance is a question to a person, in total and not line by line', () => {
    const less = (value: number) =>
      aContent({ components: aContent().components.map((one) => (one.id === idOf(11) ? { ...one, credits: [{ scheme: 'ects', value }] } : one)) })
    expect(warnings(less(9))).toEqual([])
    expect(warnings(less(8))).toEqual(['recognised-falls-short'])
  })
  test('(R13) credits far from the share of the year are a warning', () => {
    const doubled = aContent({ components: aContent().components.map((one) => ({ ...one, credits: [{ scheme: 'ects', value: 30 }] })) })
    expect(warnings(doubled)).toEqual(['volume-unusual'])
  })
  test('(R15) the stay of a blended programme has 5 to 30 days, both ends counted, over a leap day and a change of clocks', () => {
    const stay = (startsOn: string, endsOn: string) => refusals(aBlendedContent({ physical: { startsOn, endsOn } }), blended)
    expect(stay('2027-03-01', '2027-03-04')).toEqual(['stay-out-of-range'])
    expect(stay('2027-03-01', '2027-03-30')).toEqual([])
    expect(stay('2027-03-01', '2027-03-31')).toEqual(['stay-out-of-range'])
    expect(daysOf({ startsOn: '2028-02-27', endsOn: '2028-03-02' })).toBe(5)
    expect(daysOf({ startsOn: '2027-02-26', endsOn: '2027-03-02' })).toBe(5)
    expect(stay('2027-03-26', '2027-03-30')).toEqual([])
    expect(stay('2027-03-27', '2027-03-30')).toEqual(['stay-out-of-range'])
    expect(stay('2026-10-23', '2026-10-27')).toEqual([])
  })
  test('(R15) a blended programme has a virtual part and at least 3 ECTS', () => {
    expect(refusals(aBlendedContent({ virtual: null }), blended)).toEqual(['virtual-part-needed'])
    const worth = (value: number) =>
      aBlendedContent({ components: aBlendedContent().components.map((one) => ({ ...one, credits: [{ scheme: 'ects', value }] })) })
    expect(refusals(worth(2.5), blended)).toEqual(['below-blended-minimum'])
    expect(refusals(worth(3), blended)).toEqual([])
  })
  test('what is no day, or ends before it begins, is refused with its place', () => {
    expect(judge(aContent({ physical: { startsOn: '2027-02-29', endsOn: '2027-06-30' } }))[0]).toMatchObject({ rule: 'no-such-day', path: 'physical.startsOn' })
    expect(refusals(aContent({ physical: { startsOn: '2028-02-29', endsOn: '2028-06-30' } }))).toEqual([])
    expect(refusals(aContent({ physical: { startsOn: '2027-06-30', endsOn: '2027-02-01' } }))).toContain('dates-reversed')
    expect(refusals(aContent({ physical: null }))).toEqual(['dates-needed'])
  })
  test('days are counted as a calendar does, whatever the clocks do', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 400 }),
        (from, more) => {
          const startsOn = from.toISOString().slice(0, 10)
          const day = new Date(`${startsOn}T00:00:00Z`)
          for (let i = 0; i < more; i++) day.setUTCDate(day.getUTCDate() + 1)
          expect(daysOf({ startsOn, endsOn: day.toISOString().slice(0, 10) })).toBe(more + 1)
        },
      ),
    )
  })
  test('(H03) a missing statement on the legal status is a reminder, not a refusal, of the agreement', () => {
    expect(warnings(aContent({ legalStatements: [] }))).toEqual(Array.from({ length: 8 }, () => 'legal-statement-open'))
  })
})
