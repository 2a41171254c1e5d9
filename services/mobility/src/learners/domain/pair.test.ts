import { isRefusal, type Move, type Role } from '@collegium/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HeldLearner } from './identity.ts'
import { decidePair, doubtAbout, editDistance, nameWords, type Pair, pairMoves, type PairState, undoDays } from './pair.ts'

const held = (change: Partial<HeldLearner> = {}): HeldLearner => ({
  esi: null,
  localId: null,
  givenNames: 'Anna Maria',
  familyName: 'Lindqvist',
  birthDate: '2003-04-17',
  email: null,
  ...change,
})

describe('whether two may be one person (I02)', () => {
  test.each<[string, Partial<HeldLearner>, string | null]>([
    ['the same name', {}, 'same-name'],
    ['case, accents and hyphens', { givenNames: 'ANNA-MÁRIA' }, 'same-name'],
    ['names the wrong way round', { givenNames: 'Lindqvist', familyName: 'Anna Maria' }, 'same-name'],
    [
      'the same in Latin letters',
      { givenNames: 'Άννα Μαρία', familyName: 'Λίντκβιστ', latinGivenNames: 'Anna Maria', latinFamilyName: 'Lindqvist' },
      'same-name',
    ],
    ['a slip of the pen', { familyName: 'Lindkvist' }, 'near-name'],
    ['letters swapped', { familyName: 'Lidnqvist' }, 'near-name'],
    ['one given name less', { givenNames: 'Anna' }, 'near-name'],
    ['another family name', { familyName: 'Berg' }, null],
    ['another birth date', { birthDate: '2003-04-18' }, null],
    ['no birth date', { birthDate: null }, null],
    ['a short name within another', { givenNames: '', familyName: 'Anna' }, null],
  ])('%s', (_, change, ground) => {
    expect(doubtAbout(held(), held(change))).toBe(ground)
    expect(doubtAbout(held(change), held())).toBe(ground)
  })
  test('two without a birth date are never a pair', () => {
    expect(doubtAbout(held({ birthDate: null }), held({ birthDate: null }))).toBeNull()
  })
  test('every word of every form of a name is one to look for, once', () => {
    expect(nameWords(held({ latinFamilyName: 'Lindqvist Berg' }))).toEqual(['ANNA', 'BERG', 'LINDQVIST', 'MARIA'])
  })
  test('the count of slips agrees with trying them all', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 4 })
    fc.assert(
      fc.property(letters, letters, (one, other) => {
        const distance = bruteForce(one, other)
        expect(Math.min(editDistance(one, other, 2), 3)).toBe(Math.min(distance, 3))
      }),
    )
  })
})

/** Every way to take both texts apart from their ends; a swap uses up both letters. */
function bruteForce(one: string, other: string): number {
  if (one === '' || other === '') return one.length + other.length
  const [a, b] = [one.slice(0, -1), other.slice(0, -1)]
  const ways = [bruteForce(a, other) + 1, bruteForce(one, b) + 1, bruteForce(a, b) + (one.at(-1) === other.at(-1) ? 0 : 1)]
  if (one.length > 1 && other.length > 1 && one.at(-1) === other.at(-2) && one.at(-2) === other.at(-1))
    ways.push(bruteForce(one.slice(0, -2), other.slice(0, -2)) + 1)
  return Math.min(...ways)
}

test('a pair moves as its table says, and every refusal is one that the table gives', () => {
  const at = '2026-11-22T10:00:00.000Z'
  const late = new Date(Date.parse(at) + (undoDays + 1) * 86_400_000).toISOString()
  const seen = new Set<string>()
  const command = fc.record({
    move: fc.constantFrom(...(Object.keys(pairMoves) as (keyof typeof pairMoves)[])),
    by: fc.constantFrom<Role[]>(['international-office'], ['lecturer']),
    stale: fc.constantFrom(false, false, false, true),
    reason: fc.constantFrom('two-persons', 'why not'),
    late: fc.constantFrom(false, false, true),
  })
  fc.assert(
    fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
      let pair: Pair = { version: 1, state: 'open', undoUntil: null }
      for (const one of commands) {
        const move: Move<PairState> = pairMoves[one.move]
        const outcome = decidePair(pair, {
          move: one.move,
          by: one.by,
          expectedVersion: pair.version + (one.stale ? 1 : 0),
          at: one.late ? late : at,
          reason: one.reason,
        })
        const expected = !one.by.some((role) => move.by.includes(role))
          ? 'forbidden'
          : one.stale
            ? 'stale-version'
            : !move.from.includes(pair.state)
              ? 'not-allowed-from'
              : move.reasons && !move.reasons.includes(one.reason)
                ? 'reason-needed'
                : one.move === 'undo' && (one.late ? late : at) > (pair.undoUntil ?? '')
                  ? 'undo-too-late'
                  : `${pair.state} ${one.move}`
        seen.add(expected)
        if (isRefusal(outcome)) expect(outcome.refused).toBe(expected)
        else {
          expect(expected).toBe(`${pair.state} ${one.move}`)
          expect(outcome.state).toMatchObject({ state: move.to, version: pair.version + 1 })
          pair = outcome.state
        }
      }
    }),
    { numRuns: 1_000 },
  )
  expect([...seen].toSorted()).toEqual(
    [
      'forbidden',
      'kept-apart merge',
      'merged undo',
      'not-allowed-from',
      'open keep-apart',
      'open merge',
      'reason-needed',
      'stale-version',
      'undo-too-late',
    ].toSorted(),
  )
})
