import { type EquivalenceField, equivalenceFields } from '@collegium/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aContext } from '../../results-file/check-context.fixture.ts'
import { CheckedEquivalences } from './checked-equivalences.ts'

const context = { ...aContext(), institution: 'uni-birke.example', offering: null }
type Values = Partial<Record<EquivalenceField, string>>
const aRow = (change: Values = {}): Values => ({
  provider: 'uni-alder.example',
  courseCode: 'INF-310',
  courseTitle: 'Machine Learning',
  recognisedCode: 'STA-220',
  recognisedTitle: 'Statistical Learning',
  recognisedEcts: '7,5',
  decidedBy: 'Board',
  decidedOn: '2025-11-14',
  ...change,
})
function judged(rows: readonly Values[]) {
  const file = new CheckedEquivalences(context)
  const checked = rows.map((values, i) => file.check({ row: i + 2, values }))
  const amended = new Map(file.amendments.map((one) => [one.row, one.problem.code]))
  return checked.map((one) => [amended.get(one.row) ?? one.problems[0]?.code ?? null, amended.has(one.row) ? 'refused' : one.fate])
}

test('whatever its cells say, a row is refused only with a reason (I02)', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...equivalenceFields), fc.string()), (values) => {
      const [[code, fate] = []] = judged([values])
      expect(fate === 'refused').toBe(code !== null)
    }),
  )
})
test.each<[Values, string]>([
  [{ provider: 'uni-birke.example' }, 'provider-is-home'],
  [{ provider: 'Some University' }, 'provider-unknown'],
  [{ recognisedEcts: 'many' }, 'ects-impossible'],
  [{ recognisedTitle: ' ' }, 'value-missing'],
  [{ decidedOn: '2099-01-01' }, 'date-in-future'],
  [{ validUntil: '2025-01-01' }, 'dates-reversed'],
])('%o is %s', (change, code) => expect(judged([aRow(change)])).toEqual([[code, 'refused']]))
test('a provider outside the hub is taken by its domain name, one inside by its name', () => {
  expect(judged([aRow({ provider: 'uni-elsewhere.example' }), aRow({ provider: 'Alder University' })])).toEqual([
    [null, 'good'],
    [null, 'good'],
  ])
})
test('the same pair of courses twice is unchanged, and refused where the two differ', () => {
  expect(judged([aRow(), aRow()])).toEqual([
    [null, 'good'],
    ['row-doubled', 'unchanged'],
  ])
  expect(judged([aRow(), aRow({ courseCode: 'inf-310', recognisedEcts: '5' })])).toEqual([
    ['precedent-doubled-differently', 'refused'],
    ['precedent-doubled-differently', 'refused'],
  ])
})
