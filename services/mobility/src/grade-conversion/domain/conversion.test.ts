import { isRefusal } from '@collegium/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Command, type Conversion, decide } from './conversion.ts'
import { convertGrade, type DistributionTable } from './convert-grade.ts'
import { conversionMoves, type ConversionState } from './transitions.ts'

const aTable = (gradingScheme: string, grades: DistributionTable['grades']): DistributionTable => ({
  id: gradingScheme,
  version: 1,
  schacId: 'uni-birke.example',
  iscedF: '061',
  cycle: 'first',
  gradingScheme,
  firstYear: '2024/2025',
  lastYear: '2025/2026',
  grades,
})
const working = convertGrade(
  aTable('de-1-5', [
    { label: '1.0', count: 1, passes: true },
    { label: '2.0', count: 1, passes: true },
  ]),
  aTable('se-a-f', [
    { label: 'A', count: 1, passes: true },
    { label: 'C', count: 1, passes: true },
  ]),
  '2.0',
  'average',
)
if (isRefusal(working)) throw new Error(working.refused)
const aConversion = (given: Partial<Conversion> = {}): Conversion => ({ id: 'c', version: 1, state: 'suggested', working, decided: null, ...given })
const acting = { roles: ['recognition-office'], by: 'person:recognition@uni-birke.example', at: '2027-03-01T10:00:00Z', expectedVersion: 1 } as const

describe('a conversion is a suggestion until the home approves it (R17, H09)', () => {
  test('approved, it says what was suggested, who approved and when', () => {
    expect(decide(aConversion(), { ...acting, move: 'approve' })).toMatchObject({
      state: { version: 2, state: 'approved', decided: { grade: 'C', passed: true, reason: null, by: acting.by, at: acting.at } },
    })
  })
  test('overridden, it keeps the working and says why', () => {
    expect(decide(aConversion(), { ...acting, move: 'override', grade: 'b', reason: 'own-regulation' })).toMatchObject({
      state: { state: 'overridden', working, decided: { grade: 'B', reason: 'own-regulation' } },
    })
  })
  test.each([
    ['without a reason', { move: 'override', grade: 'B', reason: 'because' }, 'reason-needed'],
    ['with a grade of another scheme', { move: 'override', grade: '1.3', reason: 'table-wrong' }, 'grade-not-on-scheme'],
    ['a pass into a fail', { move: 'override', grade: 'F', reason: 'table-wrong' }, 'pass-must-stay'],
    ['by an office that may not', { move: 'approve', roles: ['international-office'] }, 'forbidden'],
    ['on an older version', { move: 'approve', expectedVersion: 7 }, 'stale-version'],
  ])('is refused %s', (_what, command, code) => {
    expect(decide(aConversion(), { ...acting, ...command } as Command)).toMatchObject({ refused: code })
  })
  test('whatever sequence of moves is tried, the table alone says what may happen', () => {
    const moves = Object.keys(conversionMoves) as (keyof typeof conversionMoves)[]
    const states: ConversionState[] = ['suggested', 'approved', 'overridden']
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.array(fc.constantFrom(...moves), { maxLength: 20 }), (from, tried) => {
        let conversion = aConversion({ state: from })
        for (const move of tried) {
          const command = { ...acting, move, working, grade: 'B', reason: 'table-wrong', expectedVersion: conversion.version } as Command
          const outcome = decide(conversion, command)
          expect(isRefusal(outcome)).toBe(!(conversionMoves[move].from as readonly string[]).includes(conversion.state))
          if (isRefusal(outcome)) continue
          expect(outcome.state).toMatchObject({ state: conversionMoves[move].to, version: conversion.version + 1 })
          conversion = outcome.state
        }
      }),
      { numRuns: 200 },
    )
  })
})
