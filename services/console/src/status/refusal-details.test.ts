import { describe, expect, test } from 'vitest'
import { refusalLines } from './refusal-details.ts'

/** Words that show which ones were asked for, so that the test is about what is said and not in which language. */
const words = {
  t: ((key: string, values: object = {}) => [key, ...Object.values(values)].join(' ')) as never,
  ofCode: (group: string, code: string) =>
    ['role', 'side', 'proposalState', 'field', 'place', 'agreementRule', 'tableShort'].includes(group) ? `<${code}>` : code,
  number: String,
}
const components = [{ id: 'c1', table: 'studied', title: 'Statistics II' }]

describe('what a refusal is about (H02)', () => {
  test.each([
    [
      'broken rules, with their place',
      { faults: [{ rule: 'term-needed', weight: 'refusal', path: 'components.0.term' }] },
      ['<studied>, Statistics II: <term-needed>'],
    ],
    ['rules of the whole', { faults: [{ rule: 'dates-needed', weight: 'refusal', path: 'physical' }] }, ['<physical>: <dates-needed>']],
    ['fields', { missing: ['birthDate', 'sendingContact.email'] }, ['detail.missing <birthDate>, <sendingContact>: <email>']],
    [
      'both versions of a conflict',
      { meant: { number: 1, hash: 'a', state: 'superseded' }, current: { number: 2, hash: 'b', state: 'draft' } },
      ['detail.meant 1 <superseded>', 'detail.stands 2 <draft>'],
    ],
    ['a version that is written over', { meant: { number: null, hash: 'a', state: 'unknown' } }, ['detail.meantGone']],
    ['components, by their titles', { componentIds: ['c1', 'c2'] }, ['detail.components Statistics II, c2']],
    ['whose step it is', { move: 'approve', turn: ['receiving'] }, ['detail.turn <receiving>']],
    ['roles', { needs: ['recognition-office'] }, ['detail.needs <recognition-office>']],
    ['what nobody foresaw', { first: 'between 1 and 100', x: { value: 'y', oneOf: ['a', 'b'] } }, ['first: between 1 and 100', 'x: value y, oneOf a, b']],
    ['nothing', null, []],
    ['a version of the file, which says nothing to a reader', { current: 7 }, []],
  ])('%s', (_, details, lines) => {
    expect(refusalLines(details, words, components)).toEqual(lines)
  })
})
