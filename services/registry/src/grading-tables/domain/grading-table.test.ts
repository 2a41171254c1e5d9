import { describe, expect, test } from 'vitest'
import { publish, type PublishGradingTable } from './grading-table.ts'

const aCommand = (given: Partial<PublishGradingTable> = {}): PublishGradingTable => ({
  id: 't',
  schacId: 'uni-birke.example',
  iscedF: '061',
  cycle: 'first',
  gradingScheme: 'se-a-f',
  firstYear: '2023/2024',
  lastYear: '2025/2026',
  counts: [
    { label: 'F', count: 12 },
    { label: 'b', count: 30 },
    { label: 'A', count: 20 },
  ],
  by: ['examinations-office'],
  currentYear: '2026/2027',
  expectedVersion: 0,
  ...given,
})

describe('a grade distribution table (R17)', () => {
  test('stands best grade first, and fails are in it, marked as such', () => {
    expect(publish(undefined, aCommand())).toMatchObject({
      state: {
        version: 1,
        grades: [
          { label: 'A', count: 20, passes: true },
          { label: 'B', count: 30, passes: true },
          { label: 'F', count: 12, passes: false },
        ],
      },
    })
  })
  test.each([
    ['a role that may not', { by: ['lecturer'] }, 'forbidden'],
    ['an old version', { expectedVersion: 3 }, 'stale-version'],
    ['a scheme that nobody knows', { gradingScheme: 'stars' }, 'unknown-grading-scheme'],
    ['a field that is none', { iscedF: 'informatics' }, 'invalid-request'],
    ['a year of one number', { firstYear: '2023' }, 'not-an-academic-year'],
    ['years older than three', { firstYear: '2022/2023', lastYear: '2024/2025' }, 'grade-years-out-of-range'],
    ['a single year', { firstYear: '2025/2026' }, 'grade-years-out-of-range'],
    ['four years', { lastYear: '2026/2027' }, 'grade-years-out-of-range'],
    ['years to come', { firstYear: '2026/2027', lastYear: '2027/2028' }, 'grade-years-out-of-range'],
    ['a grade of another scheme', { counts: [{ label: '1.3', count: 5 }] }, 'grade-not-on-scheme'],
    ['a negative count', { counts: [{ label: 'A', count: -1 }] }, 'not-a-count'],
    ['a percentage', { counts: [{ label: 'A', count: 12.5 }] }, 'not-a-count'],
    [
      'a grade that stands twice',
      {
        counts: [
          { label: 'A', count: 1 },
          { label: 'a', count: 2 },
        ],
      },
      'grade-counted-twice',
    ],
    [
      'nobody who passed',
      {
        counts: [
          { label: 'A', count: 0 },
          { label: 'F', count: 9 },
        ],
      },
      'no-passing-grade',
    ],
  ] as const)('refuses %s', (_what, given, code) => {
    expect(publish(undefined, aCommand(given as Partial<PublishGradingTable>))).toMatchObject({ refused: code })
  })
})
