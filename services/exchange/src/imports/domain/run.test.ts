import { roles } from '@collegium/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideRun, isRefusal, movesNow, type Run, type RunMove, runMoves, runStates } from './run.ts'

const aRun = (change: Partial<Run> = {}): Run => ({
  state: 'checked',
  version: 3,
  dryRun: false,
  good: 5,
  wiped: false,
  handedInBy: ['examinations-office', 'institution-administrator'],
  ...change,
})
const moves = Object.keys(runMoves) as RunMove[]

test('whatever is tried in whatever order, a run only ever moves as the table says', () => {
  const attempt = fc.tuple(fc.constantFrom(...moves), fc.constantFrom(...roles))
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 50 }), fc.boolean(), fc.nat(2), (attempts, dryRun, good) => {
      let run = aRun({ state: 'received', version: 1, dryRun, good })
      for (const [move, role] of attempts) {
        const decided = decideRun(run, move, [role])
        const { from, to, by } = runMoves[move]
        const legal =
          (from as readonly string[]).includes(run.state) && (by as readonly string[]).includes(role) && (role === 'system' || run.handedInBy.includes(role))
        if (isRefusal(decided)) expect(legal && !(move === 'accept' && (dryRun || good === 0))).toBe(false)
        else {
          expect([legal, decided.state.state, decided.state.version]).toEqual([true, to, run.version + 1])
          run = decided.state
        }
      }
    }),
  )
})
test('every state but the first can be reached, and the ends are rejected, done and undone', () => {
  expect(runStates.filter((state) => state !== 'received' && !moves.some((move) => runMoves[move].to === state))).toEqual([])
  expect(runStates.filter((state) => !moves.some((move) => (runMoves[move].from as readonly string[]).includes(state)))).toEqual(['rejected', 'undone'])
})
test('an office sees the buttons that work: nothing for a dry run, a wiped run, or one without good rows', () => {
  const buttons = (change: Partial<Run>) => movesNow(aRun(change), ['examinations-office'])
  expect([
    buttons({}),
    buttons({ dryRun: true }),
    buttons({ wiped: true }),
    buttons({ good: 0 }),
    buttons({ state: 'done' }),
    movesNow(aRun(), ['analyst']),
  ]).toEqual([['accept'], [], [], [], ['undo'], []])
})
