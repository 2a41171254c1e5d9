import { type Decided, isRefusal, type Move, type Refusal, refuse, type Role } from '@collegium/contracts'

export const runStates = ['received', 'checking', 'checked', 'rejected', 'accepting', 'accepted', 'done', 'undoing', 'undone'] as const
export type RunState = (typeof runStates)[number]

/** Offices that hand files in; which of them a run belongs to is said by its template. */
const offices = [
  'examinations-office',
  'international-office',
  'recognition-office',
  'continuing-education-office',
  'institution-administrator',
] as const satisfies readonly Role[]

/** The life of an import run. `system` moves are the hub's own; buttons and "explain this status" are read from here. */
export const runMoves = {
  'start-check': { from: ['received', 'checking'], to: 'checking', by: ['system'] },
  'finish-check': { from: ['checking'], to: 'checked', by: ['system'] },
  reject: { from: ['checking'], to: 'rejected', by: ['system'] },
  accept: { from: ['checked'], to: 'accepting', by: offices },
  'finish-acceptance': { from: ['accepting'], to: 'accepted', by: ['system'] },
  settle: { from: ['accepted'], to: 'done', by: ['system'] },
  undo: { from: ['accepted', 'done'], to: 'undoing', by: offices },
  'finish-undo': { from: ['undoing'], to: 'undone', by: ['system'] },
} as const satisfies Record<string, Move<RunState>>
export type RunMove = keyof typeof runMoves

export interface Run {
  readonly state: RunState
  readonly version: number
  readonly dryRun: boolean
  /** Good rows of the check. */
  readonly good: number
  /** Whether the personal values are gone; without them nothing can be submitted. */
  readonly wiped: boolean
  /** Whoever hands in files of its template. */
  readonly handedInBy: readonly Role[]
}

/** Decides a move of a run. What its rows do is decided elsewhere; here only whether it may happen now, and by whom. */
export function decideRun<R extends Run>(run: R, move: RunMove, roles: readonly Role[]): Decided<R, never> | Refusal {
  const { from, to, by }: Move<RunState> = runMoves[move]
  const allowed = by.filter((role) => role === 'system' || run.handedInBy.includes(role))
  if (!roles.some((role) => allowed.includes(role))) return refuse('not-your-turn', { by: allowed })
  if (!from.includes(run.state)) return refuse('not-allowed-from', { move, state: run.state })
  if (move === 'accept' && run.dryRun) return refuse('dry-run')
  if (move === 'accept' && run.wiped) return refuse('run-wiped')
  if (move === 'accept' && run.good === 0) return refuse('nothing-to-accept')
  return { state: { ...run, state: to, version: run.version + 1 }, facts: [] }
}

export { isRefusal }

/** What somebody with these roles may do with the run now: the buttons of the screen. */
export const movesNow = (run: Run, roles: readonly Role[]): RunMove[] =>
  (Object.keys(runMoves) as RunMove[]).filter((move) => !isRefusal(decideRun(run, move, roles)))
