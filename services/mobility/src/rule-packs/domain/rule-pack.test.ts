import { mobilityTypes } from '@collegium/contracts'
import { describe, expect, test } from 'vitest'
import { agreedPacks, rulePackNamed, rulePackOf, rulePacks } from './rule-pack.ts'

describe('rule packs by programme year (R13, R15)', () => {
  test.each([
    ['2020/2021', 'erasmus-2021'],
    ['2021/2022', 'erasmus-2021'],
    ['2023/2024', 'erasmus-2021'],
    ['2024/2025', 'erasmus-2024'],
    ['2026/2027', 'erasmus-2024'],
  ])('%s has the pack %s', (year, id) => expect(rulePackOf(year).id).toBe(id))

  test.each([...rulePacks, ...agreedPacks])('$id keeps within what the programme allows', (pack) => {
    expect(pack).toMatchObject({ transcriptWeeks: 5, recognitionWeeks: 5, answerWeeks: 2, ectsPerYear: 60 })
    expect(pack.changeWeeks).toBeGreaterThanOrEqual(2)
    expect(pack.changeWeeks).toBeLessThanOrEqual(5)
    expect(mobilityTypes).toEqual(expect.arrayContaining([...pack.changesAllowedFor, ...pack.resultsWithTerm]))
    expect(rulePackNamed(pack.id)).toBe(pack)
  })
  test('a call of 2024 asks ten learners of a BIP, an earlier one fifteen', () => {
    expect(rulePackOf('2023/2024').bip.fundedLearners).toBe(15)
    expect(rulePackOf('2024/2025').bip.fundedLearners).toBe(10)
  })
  test('a blended agreement may change only under a pack that says so', () => {
    expect(rulePackOf('2026/2027').changesAllowedFor).not.toContain('short-term-blended')
    expect(rulePackNamed('blended-changes')?.changesAllowedFor).toContain('short-term-blended')
  })
})
