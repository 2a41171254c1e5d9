import { type EnrolmentField, enrolmentFields } from '@collegium/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aContext } from '../../results-file/check-context.fixture.ts'
import { aboutOffering } from '../../files/domain/rows.ts'
import { CheckedEnrolments } from './checked-enrolments.ts'

const context = aboutOffering(aContext())
type Values = Partial<Record<EnrolmentField, string>>
const aLine = (change: Values = {}): Values => ({
  studentIdentifier: 'urn:schac:personalUniqueCode:int:esi:uni-birke.example:2024-0317',
  givenNames: 'Saga',
  familyName: 'Lindqvist',
  ...change,
})
function judged(rows: readonly Values[]) {
  const file = new CheckedEnrolments(context)
  const checked = rows.map((values, i) => file.check({ row: i + 2, values }))
  const amended = new Map(file.amendments.map((one) => [one.row, one.problem.code]))
  return checked.map((one) => [amended.get(one.row) ?? one.problems[0]?.code ?? null, amended.has(one.row) ? 'refused' : one.fate])
}

test('whatever its cells say, a line is refused only with a reason', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...enrolmentFields), fc.string()), (values) => {
      const [[code, fate] = []] = judged([values])
      if (fate === 'refused') expect(code).not.toBeNull()
      if (fate === 'good') expect(code).toBeNull()
    }),
  )
})
test('the status is read whatever its spelling, and follows from the home where it is left out (H04)', () => {
  const read = (change: Values) => new CheckedEnrolments(context).check({ row: 2, values: aLine(change) })
  expect(read({}).values).toMatchObject({ studentStatus: 'visiting', home: 'uni-birke.example', prerequisites: null })
  expect(read({ studentStatus: 'Virtual Mobility', prerequisites: 'MET' })).toMatchObject({
    fate: 'good',
    values: { studentStatus: 'virtual-mobility', prerequisites: 'met' },
  })
  expect(judged([aLine({ studentStatus: 'guest of honour' })])).toEqual([['word-unknown', 'refused']])
})
test('the same learner twice is unchanged, and refused where the two lines differ', () => {
  expect(judged([aLine(), aLine()])).toEqual([
    [null, 'good'],
    ['row-doubled', 'unchanged'],
  ])
  expect(judged([aLine(), aLine({ studentStatus: 'external' })])).toEqual([
    ['row-doubled-differently', 'refused'],
    ['row-doubled-differently', 'refused'],
  ])
})
