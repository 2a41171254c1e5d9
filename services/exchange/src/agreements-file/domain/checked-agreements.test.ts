import { type AgreementField, agreementFields } from '@collegium/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aContext } from '../../results-file/check-context.fixture.ts'
import { agreementOfRows } from './agreement-of-rows.ts'
import type { AgreementRow } from './agreement-row.ts'
import { CheckedAgreements } from './checked-agreements.ts'

const context = { ...aContext(), institution: 'uni-birke.example', offering: null }
type Values = Partial<Record<AgreementField, string>>
const aRow = (change: Values = {}): Values => ({
  mobility: 'M-1',
  studentIdentifier: 'urn:schac:personalUniqueCode:int:esi:uni-birke.example:1',
  receivingInstitution: 'uni-alder.example',
  mobilityType: 'semester',
  academicYear: '2026/2027',
  startsOn: '2026-08-31',
  endsOn: '2027-01-29',
  table: 'A',
  courseTitle: 'Databases',
  ects: '5',
  ...change,
})
/** What is said of a file in the end, row by row. */
function judged(rows: readonly Values[]) {
  const file = new CheckedAgreements(context)
  const checked = rows.map((values, i) => file.check({ row: i + 2, values }))
  const amended = new Map(file.amendments.map((one) => [one.row, one.problem]))
  return checked.map((one) => ({
    ...one,
    fate: amended.has(one.row) ? ('refused' as const) : one.fate,
    codes: [...one.problems, ...[amended.get(one.row) ?? []].flat()].map((problem) => problem.code),
  }))
}
const only = (values: Values) => judged([values])[0]

describe('a row by itself', () => {
  test('never throws, whatever its cells say, and is refused only with a reason', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...agreementFields), fc.string()), (values) => {
        const [row] = judged([values])
        expect(row?.fate === 'refused').toBe((row?.codes.length ?? 0) > 0)
      }),
    )
  })
  test('shows each cell that it brought into another form', () => {
    const row = only(
      aRow({
        mobilityType: 'Semestermobilität',
        academicYear: '2026/27',
        startsOn: '31.08.2026',
        ects: '7,5',
        term: 'HT',
        table: 'Tabelle A',
        language: 'Englisch',
      }),
    )
    expect(row?.codes).toEqual([])
    expect(Object.fromEntries(row?.changes.map((change) => [change.field, change.to]) ?? [])).toMatchObject({
      mobilityType: 'semester',
      academicYear: '2026/2027',
      startsOn: '2026-08-31',
      ects: '7.5',
      term: '1/2',
      table: 'studied',
      language: 'en',
    })
  })
  test.each<[AgreementField, string, string]>([
    ['table', 'Z', 'table-unknown'],
    ['ects', '0', 'ects-impossible'],
    ['term', '3/2', 'term-unreadable'],
    ['endsOn', '2026-08-01', 'dates-reversed'],
    ['startsOn', '2026-02-30', 'date-impossible'],
    ['receivingInstitution', 'uni-birke.example', 'receiving-is-home'],
    ['receivingInstitution', 'Nowhere University', 'receiving-unknown'],
    ['studentIdentifier', 'urn:schac:personalUniqueCode:int:esi:uni-cedro.example:1', 'esi-not-of-home'],
    ['gender', 'often', 'gender-unknown'],
    ['citizenship', 'Atlantis', 'country-unknown'],
    ['eqfLevel', '9', 'eqf-unreadable'],
    ['mobilityType', 'short-term-blended', 'programme-missing'],
    ['mobility', '2,024E+11', 'number-damaged'],
  ])('%s "%s" is %s', (field, value, code) => expect(only(aRow({ [field]: value }))?.codes).toEqual([code]))
})

describe('the rows of one agreement', () => {
  const later: Values = { mobility: 'M-1', table: 'A', courseTitle: 'Logic', ects: '5' }
  test('go together or not at all, wherever the broken one stands, and in whatever order agreements are mixed', () => {
    const agreement = (n: number) => fc.record({ size: fc.integer({ min: 1, max: 5 }), broken: fc.option(fc.nat(4), { nil: null }), n: fc.constant(n) })
    fc.assert(
      fc.property(fc.tuple(agreement(1), agreement(2), agreement(3)), fc.infiniteStream(fc.nat()), (agreements, shuffle) => {
        const rows = agreements.flatMap(({ size, broken, n }) =>
          Array.from({ length: size }, (_, i): Values & { at: number } => ({
            ...aRow({ mobility: `M-${n}`, courseTitle: `Course ${i}` }),
            ...(broken !== null && i === broken % size && { ects: 'five' }),
            at: shuffle.next().value as number,
          })),
        )
        const mixed = rows.toSorted((a, b) => a.at - b.at).map(({ at: _at, ...values }) => values)
        const ends = judged(mixed)
        for (const { broken, n } of agreements) {
          const mine = ends.filter((end) => end.values.mobility === `M-${n}`)
          expect(new Set(mine.map((end) => end.fate))).toEqual(new Set([broken === null ? 'good' : 'refused']))
          expect(mine.filter((end) => end.codes.includes('ects-impossible')).length).toBe(broken === null ? 0 : 1)
          expect(mine.every((end) => end.codes.length === (broken === null ? 0 : 1))).toBe(true)
        }
      }),
    )
  })
  test('may say the facts once, and not in two ways', () => {
    expect(judged([aRow(), later]).map((row) => row.fate)).toEqual(['good', 'good'])
    expect(judged([aRow(), { ...later, startsOn: '2026-09-07' }]).map((row) => row.codes)).toEqual([['agreement-spoiled'], ['agreement-contradicts-itself']])
    expect(judged([{ ...later, courseTitle: 'Logic' }, aRow()]).map((row) => row.codes)[0]).toEqual([
      'fact-missing',
      'fact-missing',
      'fact-missing',
      'fact-missing',
      'fact-missing',
      'learner-unnamed',
    ])
  })
  test('a component that is there twice is unchanged, or refused where the two differ', () => {
    expect(judged([aRow(), aRow()]).map((row) => [row.fate, row.codes])).toEqual([
      ['good', []],
      ['unchanged', ['row-doubled']],
    ])
    expect(judged([aRow(), aRow({ ects: '6' })]).map((row) => row.codes)).toEqual([['agreement-spoiled'], ['component-doubled-differently']])
  })
  test('one component may become several, and several one, with the same credits in each row', () => {
    const two = judged([aRow({ recognisedTitle: 'Statistics I' }), aRow({ recognisedTitle: 'Statistics II' }), { ...later, recognisedTitle: 'Statistics I' }])
    expect(two.map((row) => row.fate)).toEqual(['good', 'good', 'good'])
    const { components } = agreementOfRows(
      'x',
      two.map((row) => ({ row: row.row, values: row.values as AgreementRow })),
    )
    expect(components.map((one) => [one.title, one.recognisedAs.map((as) => as.title)])).toEqual([
      ['Databases', ['Statistics I', 'Statistics II']],
      ['Logic', ['Statistics I']],
    ])
    expect(
      judged([aRow({ recognisedTitle: 'Statistics I', recognisedEcts: '5' }), { ...later, recognisedTitle: 'Statistics I', recognisedEcts: '6' }])[1]?.codes,
    ).toEqual(['recognised-twice-differently'])
  })
})
