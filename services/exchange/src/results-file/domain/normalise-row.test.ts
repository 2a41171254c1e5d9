import { gradingScales, gradeOn } from '@collegium/vocabulary'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aContext } from '../check-context.fixture.ts'
import { CheckedResults } from './checked-results.ts'
import { normaliseRow } from './normalise-row.ts'
import type { OfferingContext, RawRow } from '../../files/domain/rows.ts'

const good = {
  studentIdentifier: 'urn:schac:personalUniqueCode:int:esi:uni-birke.example:2024-0317',
  homeInstitution: 'uni-birke.example',
  localStudentNumber: '2024-0317',
  givenNames: 'Saga',
  familyName: 'Lindqvist',
  dateOfBirth: '2001-04-09',
  email: 'saga@student.uni-birke.example',
  outcome: 'passed',
  grade: '1.3',
  gradingScale: 'de-1-5',
  ects: '5',
  assessedOn: '2026-06-30',
  attempt: '1',
} as const
type Values = RawRow['values']
const aRaw = (values: Values = {}, more: Partial<RawRow> = {}): RawRow => ({ row: 2, values: { ...good, ...values }, ...more })
const judge = (values: Values = {}, context: OfferingContext = aContext(), more: Partial<RawRow> = {}) => normaliseRow(aRaw(values, more), context)
const codes = (values: Values, more: Partial<RawRow> = {}) => judge(values, aContext(), more).problems.map((p) => p.code)

test('a clean row stays as it is', () => {
  expect(judge()).toEqual({
    row: 2,
    values: {
      esi: good.studentIdentifier,
      home: 'uni-birke.example',
      localId: '2024-0317',
      givenNames: 'Saga',
      familyName: 'Lindqvist',
      birthDate: '2001-04-09',
      email: good.email,
      outcome: 'passed',
      grade: '1.3',
      gradingScheme: 'de-1-5',
      ects: 5,
      assessedOn: '2026-06-30',
      attempt: 1,
    },
    changes: [],
    problems: [],
    fate: 'good',
  })
})

describe('what offices send, and what becomes of it', () => {
  test.each<[keyof Values, string, string, unknown, string]>([
    ['givenNames', '  Saga  Elvira ', 'givenNames', 'Saga Elvira', 'trimmed'],
    ['givenNames', '\u00a0Saga', 'givenNames', 'Saga', 'trimmed'],
    ['familyName', 'Lindqvist\u0301'.normalize('NFD') + 'o\u0308', 'familyName', 'Lindqvist\u0301ö'.normalize('NFC'), 'unicode'],
    ['email', 'SAGA@Student.Uni-Birke.Example', 'email', 'saga@student.uni-birke.example', 'lower-case'],
    ['homeInstitution', 'UNI-BIRKE.EXAMPLE', 'home', 'uni-birke.example', 'lower-case'],
    ['homeInstitution', 'Birke  university', 'home', 'uni-birke.example', 'home-from-name'],
    ['homeInstitution', '', 'home', 'uni-birke.example', 'home-from-identifier'],
    ['studentIdentifier', 'URN:SCHAC:personaluniquecode:INT:ESI:Uni-Birke.Example:2024-0317', 'esi', good.studentIdentifier, 'identifier-form'],
    ['outcome', 'PASS', 'outcome', 'passed', 'word'],
    ['outcome', 'bestanden', 'outcome', 'passed', 'word'],
    ['outcome', 'Godkänd', 'outcome', 'passed', 'word'],
    ['outcome', 'aprovado', 'outcome', 'passed', 'word'],
    ['outcome', '', 'outcome', 'passed', 'outcome-from-grade'],
    ['grade', '1,3', 'grade', '1.3', 'decimal-comma'],
    ['gradingScale', 'DE', 'gradingScheme', 'de-1-5', 'scale-name'],
    ['gradingScale', '', 'gradingScheme', 'de-1-5', 'scale-from-offering'],
    ['ects', '2,5', 'ects', 2.5, 'decimal-comma'],
    ['ects', '', 'ects', 5, 'credits-from-offering'],
    ['assessedOn', '30.06.2026', 'assessedOn', '2026-06-30', 'date-form'],
    ['assessedOn', '30/06/2026', 'assessedOn', '2026-06-30', 'date-form'],
    ['assessedOn', '06/30/2026', 'assessedOn', '2026-06-30', 'date-form'],
    ['assessedOn', '20260630', 'assessedOn', '2026-06-30', 'date-form'],
    ['assessedOn', '46203', 'assessedOn', '2026-06-30', 'excel-date'],
    ['assessedOn', '30. Juni 2026', 'assessedOn', '2026-06-30', 'date-form'],
    ['localStudentNumber', '-', 'localId', null, 'placeholder'],
  ])('%s "%s"', (field, from, into, to, why) => {
    const { values, changes, fate } = judge({ [field]: from })
    expect([values[into as keyof typeof values], fate]).toEqual([to, 'good'])
    expect(changes.map((c) => [c.field, c.why])).toContainEqual([field, why])
  })

  test.each<[string, Values]>([
    ['esi-malformed', { studentIdentifier: '2024-0317' }],
    ['esi-not-of-home', { homeInstitution: 'uni-cedro.example' }],
    ['home-missing', { studentIdentifier: 'urn:schac:personalUniqueCode:int:esi:se:19990101', homeInstitution: '' }],
    ['home-not-partner', { studentIdentifier: 'urn:schac:personalUniqueCode:int:esi:uni-dorn.example:1', homeInstitution: '' }],
    ['home-malformed', { homeInstitution: 'Birke' }],
    ['name-missing', { familyName: ' ' }],
    ['outcome-unknown', { outcome: 'see notes' }],
    ['outcome-missing', { outcome: '', grade: '' }],
    ['outcome-contradicts-grade', { grade: '5,0' }],
    ['grade-not-on-scale', { grade: '6,0' }],
    ['grade-not-on-scale', { grade: 'A' }],
    ['grading-scale-unknown', { gradingScale: 'house scale' }],
    ['ects-not-positive', { ects: '0' }],
    ['ects-not-positive', { ects: '-5' }],
    ['ects-unreadable', { ects: 'five' }],
    ['ects-above-offering', { ects: '30' }],
    ['date-missing', { assessedOn: '' }],
    ['date-ambiguous', { assessedOn: '06/05/2026' }],
    ['date-impossible', { assessedOn: '31.06.2026' }],
    ['date-in-future', { assessedOn: '2026-11-23' }],
    ['date-in-future', { dateOfBirth: '2027-01-01' }],
    ['birth-date-implausible', { dateOfBirth: '2020-01-01' }],
    ['email-malformed', { email: 'saga.lindqvist' }],
    ['attempt-unreadable', { attempt: '0' }],
    ['number-damaged', { localStudentNumber: '2,024E+11' }],
    ['value-too-long', { givenNames: 'a'.repeat(501) }],
    ['value-unreadable', { givenNames: 'Sa\ufffda' }],
  ])('%s is the one problem of such a row, which is refused', (code, values) => {
    expect(codes(values)).toEqual([code])
    expect(judge(values).fate).toBe('refused')
  })

  test('today is not the future, and every problem of a row is named, not only the first', () => {
    expect(judge({ assessedOn: '2026-11-22' }).fate).toBe('good')
    expect(codes({ ects: '0', grade: '9', assessedOn: 'soon' }).sort()).toEqual(['date-unreadable', 'ects-not-positive', 'grade-not-on-scale'])
  })
  test('a learner without an identifier waits for a person and keeps everything the row says', () => {
    const { fate, values, problems } = judge({ studentIdentifier: '' })
    expect([fate, values.givenNames, values.localId, problems.map((p) => p.code)]).toEqual(['waiting', 'Saga', '2024-0317', ['learner-without-identifier']])
    expect(judge({ studentIdentifier: '', ects: '0' }).fate).toBe('refused')
  })
  test('the home named at the upload fills in where the file names none, and never against the identifier', () => {
    const context = aContext({}, { defaultHome: 'uni-cedro.example' })
    const national = 'urn:schac:personalUniqueCode:int:esi:pt:123'
    expect(judge({ homeInstitution: '', studentIdentifier: national }, context).values.home).toBe('uni-cedro.example')
    expect(judge({ homeInstitution: '' }, context).values.home).toBe('uni-birke.example')
  })
  test('formulas, merged cells and errors are refused where they stand', () => {
    expect(codes({ grade: '=A1' }, { marks: { grade: 'formula' } })).toEqual(['formula-cell'])
    expect(codes({ familyName: '(merged)' }, { marks: { familyName: 'merged' } })).toEqual(['merged-cell'])
    expect(codes({ ects: '#N/A' }, { marks: { ects: 'error' } })).toEqual(['error-cell'])
  })
  test('a result of another course is refused as such, and nothing but the name is kept of its learner', () => {
    const { problems, values } = judge({ ects: '0' }, aContext(), { opportunity: { identifiers: ['KIRA1'], title: 'Kirjallisuuden teoria' } })
    expect(problems).toMatchObject([{ code: 'opportunity-unknown', value: 'Kirjallisuuden teoria' }])
    expect(values).toMatchObject({ givenNames: 'Saga', esi: null, birthDate: null, email: null, grade: null })
    expect(judge({}, aContext(), { opportunity: { identifiers: ['x', 'ald-data-2026'], title: 'Data' } }).fate).toBe('good')
  })
  test('a word where the grade should be tells the outcome and is no grade', () => {
    expect(judge({ outcome: '', grade: 'Hylätty', gradingScale: '' }).values).toMatchObject({ outcome: 'failed', grade: null, gradingScheme: null })
  })
})

describe('whatever a row holds', () => {
  const anything: fc.Arbitrary<Values> = fc.record(
    Object.fromEntries(
      Object.keys(good).map((field) => [
        field,
        fc.oneof(fc.constant(''), fc.string(), fc.string({ unit: 'grapheme' }), fc.constant(good[field as keyof typeof good])),
      ]),
    ),
  )
  test('judging it never throws, and only a complete row is good', () => {
    fc.assert(
      fc.property(anything, (values) => {
        const { fate, values: v, problems } = judge(values)
        if (fate === 'good') {
          expect(problems).toEqual([])
          expect([v.esi, v.home, v.outcome, v.ects, v.assessedOn].every((x) => x !== null)).toBe(true)
        } else expect(problems.length).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
  test('its normal form is normal: judged again it does not change', () => {
    const scale = gradingScales.find((s) => s.id === 'de-1-5')!
    const messy = fc.record({
      givenNames: fc.constantFrom(' Saga ', 'Γιώργος', 'Ó\u0301rla'),
      grade: fc.integer({ min: 10, max: 50 }).map((n) => (n / 10).toFixed(1).replace('.', ',')),
      assessedOn: fc.constantFrom('30.06.2026', '46203', '20260630', '30 June 2026'),
      ects: fc.constantFrom('5,0', '', '2.5'),
      homeInstitution: fc.constantFrom('', 'UNI-BIRKE.example'),
    })
    fc.assert(
      fc.property(messy, (values) => {
        const outcome = gradeOn(scale, values.grade)!.passed ? 'PASS' : 'nicht bestanden'
        const { values: v, fate } = judge({ ...values, outcome })
        expect(fate).toBe('good')
        const again = judge({
          studentIdentifier: v.esi!,
          homeInstitution: v.home!,
          localStudentNumber: v.localId!,
          givenNames: v.givenNames,
          familyName: v.familyName,
          dateOfBirth: v.birthDate!,
          email: v.email!,
          outcome: v.outcome!,
          grade: v.grade!,
          gradingScale: v.gradingScheme!,
          ects: String(v.ects),
          assessedOn: v.assessedOn!,
          attempt: String(v.attempt),
        })
        expect(again.values).toEqual(v)
        expect(again.changes).toEqual([])
      }),
    )
  })
})

describe('rows of one file', () => {
  const file = (...rows: Values[]) => {
    const checked = new CheckedResults(aContext())
    const fates = rows.map((values, i) => checked.check(aRaw(values, { row: i + 2 })).fate)
    for (const a of checked.amendments) fates[a.row - 2] = 'refused'
    return fates
  }
  test('the same row twice counts once, however it is written', () =>
    expect(file({}, { grade: '1,3', studentIdentifier: good.studentIdentifier.toUpperCase(), givenNames: ' Saga' })).toEqual(['good', 'unchanged']))
  test('two rows that say different things of one attempt are both refused, and so is a third', () =>
    expect(file({}, { grade: '2.7' }, {})).toEqual(['refused', 'refused', 'refused']))
  test('two attempts are two results', () => expect(file({ outcome: 'failed', grade: '5.0' }, { attempt: '2' })).toEqual(['good', 'good']))
  test('a bad row takes no good one with it', () => expect(file({ grade: '9' }, {})).toEqual(['refused', 'good']))
  test('learners without an identifier are told apart by number, then by name and birth date', () => {
    const nobody = { studentIdentifier: '', localStudentNumber: '' }
    expect(file(nobody, { ...nobody, dateOfBirth: '2000-01-01' }, nobody)).toEqual(['waiting', 'waiting', 'unchanged'])
  })
})
