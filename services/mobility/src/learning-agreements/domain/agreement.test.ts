import { createHash } from 'node:crypto'
import { isRefusal, type Role } from '@collegium/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aBlendedContent, aComponent, aContent, anAgreement, aProposal, idOf, theRules } from './agreement.fixture.ts'
import { type Command, decide, firstVersion, latest, type LearningAgreement, pending, standing } from './agreement.ts'
import type { ChangeRequest } from './changes.ts'
import type { AgreementContent } from './content.ts'
import { threeSlots } from './ewp-view.ts'
import { agreementMoves, type AgreementMove, proposalMoves, type Side } from './transitions.ts'
import { movesFor, statusOf, turnOf } from './turn.ts'

const at = '2026-06-01T10:00:00.000Z'
const signer = { name: 'Ada Demo', position: 'Coordinator', email: 'ada@uni-birke.example' }
const office: Role[] = ['international-office']
const hashOf = (content: AgreementContent): string => createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12)

const asLearner = { side: 'learner', roles: ['learner'] as Role[], at } as const
const asSending = { side: 'sending', roles: office, at } as const
const asReceiving = { side: 'receiving', roles: office, at } as const

function done(agreement: LearningAgreement, command: Command): LearningAgreement {
  const outcome = decide(agreement, command)
  if (isRefusal(outcome)) throw new Error(`${command.move} was refused: ${outcome.refused}`)
  return outcome.state
}
const proposed = (agreement = anAgreement()): LearningAgreement => {
  const signed = done(agreement, { ...asLearner, move: 'sign-as-student', expectedVersion: agreement.version, hash: latest(agreement).hash, rules: theRules })
  return done(signed, { ...asSending, move: 'sign-for-sending', expectedVersion: signed.version, hash: latest(signed).hash, signer, rules: theRules })
}
const approve = (agreement: LearningAgreement, hash = latest(agreement).hash): Command => ({
  ...asReceiving,
  move: 'approve',
  expectedVersion: agreement.version,
  hash,
  signer,
})
const agreed = (agreement = anAgreement()): LearningAgreement => {
  const before = proposed(agreement)
  return done(before, approve(before))
}
const change = (agreement: LearningAgreement, requests: readonly ChangeRequest[]): Command => ({
  ...asLearner,
  move: 'propose-changes',
  expectedVersion: agreement.version,
  requests,
  hashOf,
  rules: theRules,
})
const swap: readonly ChangeRequest[] = [
  { kind: 'delete', componentId: idOf(1), reasonCode: 'timetable-conflict', reasonText: null },
  { kind: 'insert', component: aComponent(3, { title: 'Data Ethics' }), replaces: idOf(1), reasonCode: 'substituting-deleted', reasonText: null },
  {
    kind: 'link',
    links: [
      { studied: idOf(3), recognised: idOf(11) },
      { studied: idOf(2), recognised: idOf(12) },
    ],
  },
]

describe('(H02) an agreement of three parties', () => {
  test('is agreed with three signatures over one hash, in their order', () => {
    const agreement = agreed()
    expect(agreement).toMatchObject({ state: 'agreed', version: 4 })
    expect(standing(agreement)?.signatures.map((one) => [one.side, one.hash])).toEqual([
      ['learner', 'hash-1'],
      ['sending', 'hash-1'],
      ['receiving', 'hash-1'],
    ])
  })
  test('the sending institution does not sign before the student, nor the receiving one before both', () => {
    const draft = anAgreement()
    expect(decide(draft, { ...asSending, move: 'sign-for-sending', expectedVersion: 1, hash: 'hash-1', signer, rules: theRules })).toMatchObject({
      refused: 'not-allowed-from',
    })
    expect(decide(draft, approve(draft))).toMatchObject({ refused: 'not-allowed-from', detail: { state: 'draft' } })
  })
  test('an institution signs with name, position and e-mail address', () => {
    const before = proposed()
    expect(decide(before, { ...approve(before), signer: { ...signer, position: ' ' } } as Command)).toMatchObject({ refused: 'signer-incomplete' })
  })
  test('what breaks a rule cannot be signed, and the refusal names the place', () => {
    const draft = anAgreement({ proposals: [aProposal({ content: aContent({ components: [], links: [] }) })] })
    expect(decide(draft, { ...asLearner, move: 'sign-as-student', expectedVersion: 1, hash: 'hash-1', rules: theRules })).toMatchObject({
      refused: 'agreement-incomplete',
      detail: { faults: [{ rule: 'table-missing' }, { rule: 'table-missing' }] },
    })
  })
})

describe('(R14) hashes, versions and repeated answers', () => {
  test('a signature on a superseded hash is a conflict that shows both versions', () => {
    const before = proposed()
    const later = done(before, {
      ...asSending,
      move: 'edit',
      expectedVersion: before.version,
      content: aContent({ eqfLevel: 7 }),
      hash: 'hash-2',
      rules: theRules,
    })
    expect(decide(later, approve(later, 'hash-1'))).toEqual({
      refused: 'superseded-proposal',
      detail: { meant: { number: 1, hash: 'hash-1', state: 'superseded' }, current: { number: 2, hash: 'hash-2', state: 'draft' } },
    })
    expect(decide(later, approve(later, 'hash-9'))).toMatchObject({ refused: 'superseded-proposal', detail: { meant: { number: null, state: 'unknown' } } })
  })
  test('approving and commenting again change nothing', () => {
    const agreement = agreed()
    expect(decide(agreement, approve(agreement))).toEqual({ state: agreement, facts: [] })
    const before = proposed()
    const comment: Command = { ...asReceiving, move: 'comment', expectedVersion: before.version, hash: 'hash-1', text: 'Course 2 is not given', signer }
    const commented = done(before, comment)
    expect(decide(commented, comment)).toEqual({ state: commented, facts: [] })
    expect(decide(commented, approve(commented))).toMatchObject({ refused: 'not-allowed-from', detail: { state: 'commented' } })
  })
  test('a comment without words is refused; with words the version and they stay readable', () => {
    const before = proposed()
    const comment = (text: string): Command => ({ ...asReceiving, move: 'comment', expectedVersion: before.version, hash: 'hash-1', text, signer })
    expect(decide(before, comment(' '))).toMatchObject({ refused: 'comment-needed' })
    const commented = done(before, comment('Course 2 is not given'))
    const next = done(commented, {
      ...asLearner,
      move: 'edit',
      expectedVersion: commented.version,
      content: aContent({ eqfLevel: 7 }),
      hash: 'hash-2',
      rules: theRules,
    })
    expect(next.proposals.map((one) => [one.number, one.state, one.comment?.text])).toEqual([
      [1, 'commented', 'Course 2 is not given'],
      [2, 'draft', undefined],
    ])
  })
  test('an unsigned draft is written over, a signed one is kept as superseded', () => {
    const draft = anAgreement()
    const edit = (on: LearningAgreement, hash: string): Command => ({
      ...asLearner,
      move: 'edit',
      expectedVersion: on.version,
      content: aContent({ eqfLevel: 7 }),
      hash,
      rules: theRules,
    })
    const rewritten = done(draft, edit(draft, 'hash-2'))
    expect(rewritten.proposals).toMatchObject([{ number: 1, state: 'draft', hash: 'hash-2' }])
    expect(decide(rewritten, edit(rewritten, 'hash-2'))).toMatchObject({ refused: 'nothing-changed' })
    const before = proposed()
    expect(done(before, edit(before, 'hash-2')).proposals).toMatchObject([
      { number: 1, state: 'superseded' },
      { number: 2, state: 'draft' },
    ])
  })
  test('what all three have signed is not deleted but cancelled, with a reason', () => {
    const agreement = agreed()
    const off = (move: 'delete' | 'cancel', reason: string): Command => ({ ...asSending, move, expectedVersion: agreement.version, reason })
    expect(decide(agreement, off('delete', 'not-going'))).toEqual({ refused: 'signed-by-all', detail: { instead: 'cancel' } })
    expect(decide(agreement, off('cancel', 'a whim'))).toMatchObject({ refused: 'reason-needed' })
    expect(done(agreement, off('cancel', 'not-going'))).toMatchObject({ state: 'cancelled' })
  })
  test('changes of a blended mobility follow the rule pack', () => {
    const blended = agreed(anAgreement({ type: 'short-term-blended', proposals: [aProposal({ content: aBlendedContent() })] }))
    const more = change(blended, [{ kind: 'move-dates', physical: { startsOn: '2027-03-08', endsOn: '2027-03-12' }, virtual: aBlendedContent().virtual }])
    expect(decide(blended, more)).toMatchObject({ refused: 'changes-not-allowed', detail: { programmeYear: 'erasmus-2024' } })
    const allowing = { ...more, rules: { ...theRules, changesAllowedFor: ['short-term-blended'] as const } } as Command
    expect(decide(blended, allowing)).toMatchObject({ facts: ['drafted'] })
  })
})

describe('changes', () => {
  test('are counted against the first version, and say against what stood with which reasons', () => {
    const first = agreed()
    const draft = done(first, change(first, swap))
    expect(latest(draft)).toMatchObject({
      number: 2,
      state: 'draft',
      changes: [
        { kind: 'deleted', componentId: idOf(1) },
        { kind: 'inserted', componentId: idOf(3), replaces: idOf(1) },
      ],
    })
    const second = agreed(draft)
    // A component that came with a change and goes with the next is in neither list (trap 3): EWP knows the first version only.
    const third = done(second, change(second, [{ kind: 'delete', componentId: idOf(3), reasonCode: 'not-available', reasonText: null }]))
    expect(latest(third).changes).toMatchObject([{ kind: 'deleted', componentId: idOf(1) }])
    expect(latest(third).steps).toMatchObject([{ kind: 'deleted', componentId: idOf(3) }])
  })
  test('a component deleted twice, in one proposal or in two, is refused', () => {
    const first = agreed()
    const gone: ChangeRequest = { kind: 'delete', componentId: idOf(1), reasonCode: 'not-available', reasonText: null }
    expect(decide(first, change(first, [gone, gone]))).toMatchObject({ refused: 'component-already-deleted', detail: { componentId: idOf(1) } })
    const second = agreed(done(first, change(first, swap)))
    expect(decide(second, change(second, [gone]))).toMatchObject({ refused: 'component-already-deleted' })
    expect(decide(first, change(first, [{ ...gone, componentId: idOf(77) }]))).toMatchObject({ refused: 'unknown-component' })
  })
  test('an id that was ever used is not used again, and a substitute takes the place of something deleted', () => {
    const first = agreed()
    const insert = (n: number, replaces: string | null): ChangeRequest => ({
      kind: 'insert',
      component: aComponent(n),
      replaces,
      reasonCode: null,
      reasonText: 'Wished for',
    })
    expect(decide(first, change(first, [insert(2, null)]))).toMatchObject({ refused: 'component-id-taken' })
    expect(decide(first, change(first, [insert(3, idOf(2))]))).toMatchObject({ refused: 'replaces-nothing' })
    const second = agreed(done(first, change(first, swap)))
    expect(decide(second, change(second, [insert(1, null)]))).toMatchObject({ refused: 'component-id-taken' })
  })
  test('asking for what stands changes nothing', () => {
    // The fixture's first version has a short hash; the second one has the one that `hashOf` gives.
    const first = agreed()
    const second = agreed(done(first, change(first, swap)))
    expect(decide(second, change(second, []))).toMatchObject({ refused: 'nothing-changed', detail: { number: 2 } })
  })
  test('a changes proposal that is sent back leaves the agreed version standing', () => {
    const first = agreed()
    const before = proposed(done(first, change(first, swap)))
    const back = done(before, {
      ...asReceiving,
      move: 'comment',
      expectedVersion: before.version,
      hash: latest(before).hash,
      text: 'Data Ethics is full',
      signer,
    })
    expect(standing(back)?.number).toBe(1)
    expect([back.state, turnOf(back)]).toEqual(['agreed', { side: 'learner', move: 'propose-changes' }])
  })
})

describe("EWP's three slots", () => {
  const slots = (agreement: LearningAgreement) => {
    const view = threeSlots(agreement)
    return view && [view.firstVersion?.number ?? null, view.approvedChanges?.number ?? null, view.changesProposal?.number ?? null]
  }
  test('are derived from the log, state by state (mobility-standards 1.3)', () => {
    expect(slots(anAgreement())).toBeNull()
    const first = proposed()
    expect(slots(first)).toEqual([null, null, 1])
    expect(slots(done(first, { ...asReceiving, move: 'comment', expectedVersion: first.version, hash: 'hash-1', text: 'No', signer }))).toBeNull()
    const stands = agreed()
    expect(slots(stands)).toEqual([1, null, null])
    const draft = done(stands, change(stands, swap))
    expect(slots(draft)).toEqual([1, null, null])
    const asked = proposed(draft)
    expect(slots(asked)).toEqual([1, null, 2])
    expect(slots(done(asked, { ...asReceiving, move: 'comment', expectedVersion: asked.version, hash: latest(asked).hash, text: 'No', signer }))).toEqual([
      1,
      null,
      null,
    ])
    const second = done(asked, approve(asked))
    expect(slots(second)).toEqual([1, 2, null])
    const third = proposed(done(second, change(second, [{ kind: 'delete', componentId: idOf(2), reasonCode: 'not-available', reasonText: null }])))
    expect(slots(third)).toEqual([1, 2, 3])
    expect(slots(done(third, approve(third)))).toEqual([1, 3, null])
  })
})

/** Every sequence of commands, legal or not; what had to happen is asked of the two tables, not of a second implementation. */
describe('model', () => {
  const runs = process.env.HUB_TEST_FULL === '1' ? 10_000 : 1_000
  const moves = [
    'edit',
    'propose-changes',
    ...Object.keys(proposalMoves).filter((move) => move !== 'supersede'),
    ...Object.keys(agreementMoves).filter((move) => move !== 'agree'),
  ] as Command['move'][]
  const actors = [
    asLearner,
    asSending,
    asReceiving,
    { side: 'hub' as Side, roles: ['system'] as Role[], at },
    { side: 'sending' as Side, roles: ['lecturer'] as Role[], at },
  ]
  const attempt = fc.record({
    // Mostly the next step, so that runs get far; else anything.
    follow: fc.integer({ min: 0, max: 9 }).map((n) => n < 8),
    move: fc.constantFrom(...moves),
    actor: fc.constantFrom(...actors),
    stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    content: fc.constantFrom(aContent(), aContent({ eqfLevel: 7 }), aContent({ eqfLevel: 9 })),
    requests: fc.constantFrom<readonly ChangeRequest[]>(
      swap,
      [],
      [swap[0] as ChangeRequest],
      [{ kind: 'delete', componentId: idOf(2), reasonCode: 'not-available', reasonText: null }],
    ),
    words: fc.constantFrom('', 'Please change this'),
    reason: fc.constantFrom('not-going', 'whim'),
    signed: fc.integer({ min: 0, max: 9 }).map((n) => n !== 0),
  })
  type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never

  function commandOf(agreement: LearningAgreement, given: Attempt): Command {
    const step = turnOf(agreement)
    // What is agreed may be changed before the mobility goes on.
    const next = step.move === 'start' && given.words === '' ? ({ side: 'learner', move: 'propose-changes' } as const) : step
    const leads = given.follow && next.move !== null
    const actor = leads
      ? next.side === 'learner'
        ? asLearner
        : next.side === 'sending'
          ? asSending
          : next.move === 'receive-transcript'
            ? { side: 'hub' as const, roles: ['system'] as Role[], at }
            : asReceiving
      : given.actor
    const wanted = leads ? (next.move as Command['move']) : given.move
    const move = wanted === 'recognise' && given.words === '' ? 'recognise-partly' : wanted
    const base = { ...actor, expectedVersion: agreement.version - (given.stale ? 1 : 0) }
    const hash = given.stale ? 'another-hash' : latest(agreement).hash
    const by = given.signed ? signer : { ...signer, name: '' }
    switch (move) {
      case 'edit':
        return { ...base, move, content: given.content, hash: hashOf(given.content), rules: theRules }
      case 'propose-changes':
        return { ...base, move, requests: given.requests, hashOf, rules: theRules }
      case 'sign-as-student':
        return { ...base, move, hash, rules: theRules }
      case 'sign-for-sending':
        return { ...base, move, hash, signer: by, rules: theRules }
      case 'approve':
        return { ...base, move, hash, signer: by }
      case 'comment':
        return { ...base, move, hash, signer: by, text: given.words }
      case 'cancel':
      case 'delete':
        return { ...base, move, reason: given.reason }
      case 'withdraw':
        return { ...base, move }
      default:
        return { ...base, move }
    }
  }

  const reached = new Set<string>()
  const refusedFor = new Set<string>()

  // The long run takes forty seconds.
  test(`(H02, R14) no sequence of ${runs} makes an illegal move, loses a signed version or mixes hashes`, { timeout: runs * 20 }, () => {
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 10, maxLength: 40, size: 'max' }), (attempts) => {
        let agreement = anAgreement({ proposals: [aProposal({ hash: hashOf(aContent()) })] })
        for (const given of attempts) {
          const command = commandOf(agreement, given)
          const frozen = JSON.stringify(agreement)
          const outcome = decide(agreement, command)
          expect(JSON.stringify(agreement)).toBe(frozen)
          const table: AgreementMove<string> | undefined = { ...proposalMoves, ...agreementMoves }[command.move as keyof typeof agreementMoves]
          const from = command.move in proposalMoves ? latest(agreement).state : agreement.state
          const tableAllows =
            !table || (table.from.includes(from) && table.side.includes(command.side) && command.roles.some((role) => table.by.includes(role)))
          if (isRefusal(outcome)) {
            refusedFor.add(outcome.refused)
            continue
          }
          if (outcome.facts.length === 0) {
            expect(['approve', 'comment']).toContain(command.move)
            expect(outcome.state).toBe(agreement)
            continue
          }
          expect(tableAllows).toBe(true)
          expect(movesFor(agreement, command.side, command.roles)).toContain(command.move)
          reached.add(command.move)
          const after = outcome.state
          expect(after.version).toBe(agreement.version + 1)
          // Whatever was signed stays, with its content and its signatures.
          for (const [i, before] of agreement.proposals.entries())
            if (before.state !== 'draft') {
              expect(after.proposals[i]).toMatchObject({ number: before.number, hash: before.hash, content: before.content })
              expect(after.proposals[i]?.signatures.slice(0, before.signatures.length)).toEqual(before.signatures)
            }
          expect(after.proposals.map((one) => one.number)).toEqual(after.proposals.map((_, i) => i + 1))
          expect(after.proposals.filter((one) => ['draft', 'student-signed', 'proposed'].includes(one.state)).length).toBeLessThanOrEqual(1)
          for (const one of after.proposals) {
            expect(one.signatures.every((signature) => signature.hash === one.hash)).toBe(true)
            if (one.state === 'approved') expect(one.signatures.map((signature) => signature.side)).toEqual(['learner', 'sending', 'receiving'])
          }
          expect(after.state === 'negotiating' || after.state === 'deleted').toBe(firstVersion(after) === null)
          if (pending(after) && !['cancelled', 'deleted', 'closed'].includes(after.state)) expect(turnOf(after).side).not.toBe('nobody')
          expect(statusOf(after)).toBeTruthy()
          agreement = after
        }
      }),
      // A fixed seed, because the next test asks whether everything was met; the full runs begin elsewhere each time.
      { numRuns: runs, ...(runs === 1_000 && { seed: 20_261_122 }) },
    )
  })
  test('every move was made, and every refusal met', () => {
    expect([...reached].sort()).toEqual([...moves].sort())
    expect([...refusedFor].sort()).toEqual(
      [
        'agreement-incomplete',
        'comment-needed',
        'component-already-deleted',
        'forbidden',
        'not-allowed-from',
        'not-your-turn',
        'nothing-agreed-yet',
        'nothing-changed',
        'propose-changes-instead',
        'reason-needed',
        'signed-by-all',
        'signer-incomplete',
        'stale-version',
        'superseded-proposal',
        // Met in the tests above: the sequences hold no such request, type or second substitute.
      ].sort(),
    )
  })
})
