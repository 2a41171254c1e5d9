import { isRefusal } from '@collegium/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aLine, aStatement } from '../statement.fixture.ts'
import type { TranscriptLine } from './line.ts'
import { missingMusts } from './musts.ts'
import { type Command, decide, type Transcript } from './transcript.ts'
import { transcriptMoves, type TranscriptState } from './transitions.ts'

const { holder } = aStatement()
const missing = (given: Partial<TranscriptLine>) => missingMusts('uni-alder.example', holder, [aLine(given)])

describe('the musts of EWP transcripts v3 (H08)', () => {
  test('a complete one lacks nothing, modules and parts included', () => {
    expect(missingMusts('uni-alder.example', holder, aStatement().lines)).toEqual([])
  })
  test('the issuer is named by its SCHAC id', () => expect(missingMusts('University of Alder', holder, [aLine()])).toEqual([{ code: 'issuer-without-schac' }]))
  test.each([null, 'S-1001', 'urn:schac:personalUniqueCode:de:local:4711'])('the learner has an ESI: %s is none', (esi) =>
    expect(missingMusts('uni-alder.example', { ...holder, esi }, [aLine()])).toEqual([{ code: 'learner-without-esi' }]),
  )
  test.each([null, '2003-02-29'])('the learner has a birth date: %s is none', (birthDate) =>
    expect(missingMusts('uni-alder.example', { ...holder, birthDate }, [aLine()])).toEqual([{ code: 'learner-without-birth-date' }]),
  )
  test('there is something on it', () => expect(missingMusts('uni-alder.example', holder, [])).toEqual([{ code: 'no-lines' }]))
  test.each<[string, Partial<TranscriptLine>, string]>([
    ['a specification id', { losId: 'ALD-DATA' }, 'line-without-los-id'],
    ['a title', { title: ' ' }, 'line-without-title'],
    ['an instance id', { loiId: 'CR/4711' }, 'line-without-loi-id'],
    ['an academic term', { term: null }, 'line-without-term'],
    ['a term that does not end before it starts', { term: { title: 'T', startsOn: '2026-10-01', endsOn: '2026-09-01' } }, 'line-without-term'],
    ['ECTS', { ects: null }, 'line-without-ects'],
    ['a result', { label: '' }, 'line-without-result'],
    ['a result distribution', { distribution: [] }, 'line-without-distribution'],
    ['counts in it', { distribution: [{ label: 'A', count: -1 }] }, 'line-without-distribution'],
    ['a module that is there', { partOf: 'nowhere' }, 'line-in-nothing'],
  ])('a line has %s', (_what, given, code) => expect(missing(given)).toEqual([{ code, line: aLine().lineId }]))

  test('whatever tree of lines: credits stand once on each way down, never twice (ELMO)', () => {
    const tree = fc.array(fc.tuple(fc.option(fc.nat({ max: 5 })), fc.boolean()), { minLength: 1, maxLength: 7 })
    fc.assert(
      fc.property(tree, (nodes) => {
        // A node lies under an earlier one, so there is no loop.
        const parents = nodes.map(([parent], i) => (parent === null || i === 0 ? null : parent % i))
        const lines = nodes.map(([, bears], i) => aLine({ lineId: `l${i}`, partOf: parents[i] === null ? null : `l${parents[i]}`, ects: bears ? 5 : null }))
        const pathOf = (i: number): number[] => [i, ...(parents[i] === null || parents[i] === undefined ? [] : pathOf(parents[i]))]
        const twice = nodes.some(
          ([, bears], i) =>
            bears &&
            pathOf(i)
              .slice(1)
              .some((above) => nodes[above]?.[1]),
        )
        const codes = missingMusts('uni-alder.example', holder, lines).map(({ code }) => code)
        expect(codes.includes('ects-twice')).toBe(twice)
        const bare = nodes.some(([, bears], i) => !bears && !nodes.some(([, other], j) => other && (pathOf(i).includes(j) || pathOf(j).includes(i))))
        expect(codes.includes('line-without-ects')).toBe(bare)
      }),
    )
  })
  test('lines that lie in each other are refused, not followed for ever', () => {
    const loop = [aLine({ lineId: 'a', partOf: 'b' }), aLine({ lineId: 'b', partOf: 'a', ects: null })]
    expect(missingMusts('uni-alder.example', holder, loop).map(({ code }) => code)).toContain('line-in-nothing')
  })
})

const aTranscript = (given: Partial<Transcript> = {}): Transcript => ({
  id: 'm',
  version: 1,
  state: 'draft',
  sending: 'uni-birke.example',
  receiving: 'uni-alder.example',
  lines: [aLine()],
  issued: 0,
  reason: null,
  ...given,
})
const receiver = { institution: 'uni-alder.example', roles: ['examinations-office'], expectedVersion: 1 } as const
const sender = { institution: 'uni-birke.example', roles: ['international-office'], expectedVersion: 1 } as const
const issue = { ...receiver, move: 'issue', holder, signer: { name: 'Dr. Elif Yıldız', position: 'Head' } } as const

describe('the transcript of a mobility (H08)', () => {
  test('issued, received, corrected and issued again: each issue counts', () => {
    const issued = decide(aTranscript(), issue)
    expect(issued).toMatchObject({ state: { state: 'issued', issued: 1, version: 2 }, facts: ['issued'] })
    const received = decide(aTranscript({ state: 'issued', issued: 1 }), { ...sender, move: 'receive' })
    expect(received).toMatchObject({ state: { state: 'received' }, facts: ['received'] })
    const corrected = decide(aTranscript({ state: 'received', issued: 1 }), { ...receiver, move: 'correct', reason: 'review', lines: [] })
    expect(corrected).toMatchObject({ state: { state: 'in-correction', issued: 1, reason: 'review', lines: [] }, facts: [] })
    expect(decide(aTranscript({ state: 'in-correction', issued: 1 }), issue)).toMatchObject({ state: { state: 'issued', issued: 2 } })
  })
  test.each<[string, Transcript, Command, string]>([
    ['by the sending institution', aTranscript(), { ...issue, institution: 'uni-birke.example' }, 'not-your-mobility'],
    ['received by its issuer', aTranscript({ state: 'issued' }), { ...sender, institution: 'uni-alder.example', move: 'receive' }, 'not-your-mobility'],
    ['by a role that may not', aTranscript(), { ...issue, roles: ['lecturer'] }, 'forbidden'],
    ['on an older version', aTranscript({ version: 4 }), issue, 'stale-version'],
    ['twice', aTranscript({ state: 'issued' }), issue, 'not-allowed-from'],
    ['without a name under it', aTranscript(), { ...issue, signer: { name: ' ', position: 'Head' } }, 'signature-incomplete'],
    ['incomplete', aTranscript({ lines: [aLine({ term: null })] }), issue, 'transcript-incomplete'],
    ['corrected without a reason', aTranscript({ state: 'issued' }), { ...receiver, move: 'correct', lines: [], reason: 'because' }, 'reason-needed'],
  ])('is refused %s', (_what, transcript, command, code) => expect(decide(transcript, command)).toMatchObject({ refused: code }))

  test('a refusal names lines and codes, never the learner', () => {
    const refused = decide(aTranscript(), { ...issue, holder: { ...holder, esi: 'none', birthDate: null } })
    expect(JSON.stringify(refused)).not.toMatch(/Søren|Tüülik|2004|none/)
  })
  test('whatever sequence of moves is tried, the table alone says what may happen', () => {
    const moves = Object.keys(transcriptMoves) as (keyof typeof transcriptMoves)[]
    const states: TranscriptState[] = ['draft', 'issued', 'received', 'in-correction']
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.array(fc.constantFrom(...moves), { maxLength: 30 }), (from, tried) => {
        let transcript = aTranscript({ state: from })
        for (const move of tried) {
          const rule = transcriptMoves[move]
          const acting = rule.side === 'sending' ? sender : receiver
          const command = { ...issue, ...acting, move, lines: [aLine()], reason: 'review', expectedVersion: transcript.version } as Command
          const outcome = decide(transcript, command)
          expect(isRefusal(outcome)).toBe(!(rule.from as readonly string[]).includes(transcript.state))
          if (isRefusal(outcome)) continue
          expect(outcome.state).toMatchObject({ state: rule.to, version: transcript.version + 1, issued: transcript.issued + (move === 'issue' ? 1 : 0) })
          transcript = outcome.state
        }
      }),
      { numRuns: 300 },
    )
  })
})
