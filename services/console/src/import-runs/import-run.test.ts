import { describe, expect, test } from 'vitest'
import { isMoving, type Run, rowsSearch } from './import-run.ts'

const aRun = (over: Partial<Run>): Run => ({
  id: '1',
  state: 'checked',
  file: { name: 'a.csv', bytes: 1 },
  problems: [],
  rowsRead: 1,
  rows: { total: 1, good: 1, refused: 0, waiting: 0, unchanged: 0, submitted: 0 },
  ends: {},
  problemCounts: [],
  changedSince: [],
  moves: [],
  createdAt: '',
  acceptedAt: null,
  wipedAt: null,
  ...over,
})

describe('the address of a list of rows', () => {
  test('holds fate, end and where the page begins', () => {
    expect(rowsSearch({ fate: 'refused', end: 'waiting', after: 51 })).toEqual({ fate: 'refused', end: 'waiting', after: 51 })
  })
  test('what is none of them is left out instead of breaking the page', () => {
    expect(rowsSearch({ fate: 'lost', end: 7, after: 'x', colour: 'red' })).toEqual({})
    expect(rowsSearch({ after: -3 })).toEqual({})
  })
})

describe('the screen looks again every second', () => {
  test.each(['received', 'checking', 'accepting', 'undoing'] as const)('while the run is %s', (state) => expect(isMoving(aRun({ state }))).toBe(true))
  test('while accepted rows are under way, and no longer', () => {
    expect(isMoving(aRun({ state: 'accepted', ends: { pending: 1 } }))).toBe(true)
    expect(isMoving(aRun({ state: 'accepted', ends: { waiting: 1 } }))).toBe(false)
  })
  test.each(['checked', 'rejected', 'done', 'undone'] as const)('not when it is %s', (state) => expect(isMoving(aRun({ state }))).toBe(false))
})
