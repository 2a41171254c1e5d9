import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareGrades, describeScale, type GradingScale, gradeOn, gradingScales, nationalScale, scaleNamed } from './grading-scales.ts'

/** Every grade of a scale, or a fair part of them. */
const gradesOf = (scale: GradingScale): string[] =>
  scale.kind === 'marks'
    ? [...scale.marks]
    : Array.from({ length: Math.round((scale.highest - scale.lowest) * 10) + 1 }, (_, i) => scale.lowest + i / 10)
        .filter((n) => scale.decimals > 0 || Number.isInteger(n))
        .map(String)

describe.each(gradingScales.map((s) => [s.id, s] as const))('%s', (_, scale) => {
  test('reads its own grades back unchanged', () => {
    for (const text of gradesOf(scale)) {
      const grade = gradeOn(scale, text)
      expect(grade, text).not.toBeNull()
      expect(gradeOn(scale, grade!.grade)).toEqual(grade)
      expect(gradeOn(scale, ` ${grade!.grade.replace('.', ',')} `)).toEqual(grade)
    }
  })
  test('a grade at least as good as one that passes, passes; the order is total', () => {
    const grade = fc.constantFrom(...gradesOf(scale))
    fc.assert(
      fc.property(grade, grade, grade, (a, b, c) => {
        const ordered = compareGrades(scale, a, b) <= 0
        expect(Math.sign(compareGrades(scale, a, b)) + Math.sign(compareGrades(scale, b, a))).toBe(0)
        if (ordered && gradeOn(scale, b)!.passed) expect(gradeOn(scale, a)!.passed).toBe(true)
        if (ordered && compareGrades(scale, b, c) <= 0) expect(compareGrades(scale, a, c)).toBeLessThanOrEqual(0)
      }),
    )
  })
  test('some grade passes and some grade fails, and its name finds it', () => {
    const passed = gradesOf(scale).map((g) => gradeOn(scale, g)!.passed)
    expect([passed.includes(true), passed.includes(false)]).toEqual([true, true])
    expect([scaleNamed(scale.name.toUpperCase())?.id, scaleNamed(scale.id)?.id]).toEqual([scale.id, scale.id])
    expect(describeScale(scale)).toMatch(/passes$/)
  })
})

test.each([
  ['de-1-5', '1,3', '1.3', true],
  ['de-1-5', '4.0', '4.0', true],
  ['de-1-5', '4,1', '4.1', false],
  ['se-a-f', 'e', 'E', true],
  ['se-a-f', 'Fx', 'FX', false],
  ['se-u-vg', 'Väl godkänd', 'VG', true],
  ['pt-0-20', '9,5', '9.5', false],
  ['pt-0-20', '10', '10.0', true],
  ['dk-7-step', '2', '02', true],
  ['dk-7-step', '0', '00', false],
  ['it-18-30', '30 e lode', '30L', true],
  ['it-18-30', '17', '17', false],
  ['percentage', '49.5 %', '49.5', false],
  ['pass-fail', 'bestanden', 'pass', true],
])('%s reads %s as %s', (id, text, grade, passed) => {
  expect(gradeOn(scaleNamed(id)!, text)).toEqual({ grade, passed })
})

test.each([
  ['de-1-5', '5.1'],
  ['de-1-5', '0.7'],
  ['de-1-5', '1.35'],
  ['de-1-5', 'A'],
  ['se-a-f', 'G'],
  ['pt-0-20', '21'],
  ['dk-7-step', '11'],
  ['fi-0-5', '2.5'],
  ['at-1-5', '1.5'],
])('%s has no grade %s', (id, text) => {
  expect(gradeOn(scaleNamed(id)!, text)).toBeNull()
})

test('each country has one usual scale, and every name leads to one scale only', () => {
  expect([nationalScale('DE')?.id, nationalScale('SE')?.id, nationalScale('DK')?.id, nationalScale('XX')]).toEqual(['de-1-5', 'se-a-f', 'dk-7-step', undefined])
  const names = gradingScales.flatMap((s) => [...new Set([s.id, s.name, ...s.synonyms].map((n) => n.toLowerCase()))])
  expect(names.filter((n, i) => names.indexOf(n) !== i)).toEqual([])
})
test('grades of different scales are not compared', () => {
  expect(() => compareGrades(scaleNamed('de-1-5')!, '1.0', 'A')).toThrow(/no grade of the scale de-1-5/)
})
