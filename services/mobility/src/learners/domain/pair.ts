import { type Decided, type Move, refuse, type Refusal, type Role } from '@collegium/contracts'
import { folded, type HeldLearner } from './identity.ts'

export type PairState = 'open' | 'merged' | 'kept-apart'
/** Why two learners were put before a human; `named` is a human's own finding. */
export type PairGround = 'same-name' | 'near-name' | 'named'

const offices = ['international-office', 'examinations-office', 'institution-administrator'] as const

/** The life of a doubtful pair. An undone merge is open again: the question is still there. */
export const pairMoves = {
  merge: { from: ['open', 'kept-apart'], to: 'merged', by: offices },
  'keep-apart': { from: ['open'], to: 'kept-apart', by: offices },
  undo: { from: ['merged'], to: 'open', by: offices, reasons: ['two-persons', 'wrong-survivor'] },
} as const satisfies Record<string, Move<PairState>>

/** How long a merge can be undone, in days: as long as its record of what changed hands is kept. Ours, a parameter. */
export const undoDays = 180

export interface Pair {
  readonly version: number
  readonly state: PairState
  readonly undoUntil: string | null
}
export type PairCommand = {
  readonly move: keyof typeof pairMoves
  readonly by: readonly Role[]
  readonly expectedVersion: number
  readonly at: string
  readonly reason?: string
}

/** Decides a command about a pair; time comes with it. */
export function decidePair(pair: Pair, command: PairCommand): Decided<Pair, 'merged' | 'unmerged'> | Refusal {
  const move: Move<PairState> = pairMoves[command.move]
  if (!command.by.some((role) => move.by.includes(role))) return refuse('forbidden', { needs: move.by })
  if (command.expectedVersion !== pair.version) return refuse('stale-version', { current: pair.version })
  if (!move.from.includes(pair.state)) return refuse('not-allowed-from', { move: command.move, state: pair.state })
  if (move.reasons && !move.reasons.includes(command.reason ?? '')) return refuse('reason-needed', { oneOf: move.reasons })
  if (command.move === 'undo' && (pair.undoUntil === null || command.at > pair.undoUntil)) return refuse('undo-too-late', { until: pair.undoUntil })
  const undoUntil = command.move === 'merge' ? new Date(Date.parse(command.at) + undoDays * 86_400_000).toISOString() : null
  const fact = command.move === 'merge' ? (['merged'] as const) : command.move === 'undo' ? (['unmerged'] as const) : []
  return { state: { version: pair.version + 1, state: move.to, undoUntil }, facts: fact }
}

/** Words of a name in one form each, without order: people and registers swap given and family names. */
const words = (...names: (string | null | undefined)[]): string[] =>
  names
    .flatMap((text) => (text ?? '').split(/[\s-]+/u))
    .map(folded)
    .filter(Boolean)
    .toSorted()

/** Every word by which a learner's name can be looked for. */
export const nameWords = (held: HeldLearner): string[] => [...new Set(words(held.givenNames, held.familyName, held.latinGivenNames, held.latinFamilyName))]

/** Fewest insertions, deletions, replacements and swaps of neighbours that make one text of the other; counting stops above `most`. */
export function editDistance(one: string, other: string, most: number): number {
  const [a, b] = [[...one], [...other]]
  if (Math.abs(a.length - b.length) > most) return most + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j] ?? 0, (beforeLast[j - 2] ?? 0) + 1)
    }
    if (Math.min(...row) > most) return most + 1
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}

/** Whether two learners born on the same day may be one person: the same words, one name within the other, or a slip of the pen. */
export function doubtAbout(one: HeldLearner, other: HeldLearner): PairGround | null {
  if (!one.birthDate || one.birthDate !== other.birthDate) return null
  const forms = (held: HeldLearner) =>
    [words(held.givenNames, held.familyName), words(held.latinGivenNames, held.latinFamilyName)].filter((form) => form.length > 0)
  let near = false
  for (const a of forms(one))
    for (const b of forms(other)) {
      if (a.join(' ') === b.join(' ')) return 'same-name'
      const [few, many] = a.length <= b.length ? [a, b] : [b, a]
      const within = few.length >= 2 && few.every((word) => many.includes(word))
      const slips = Math.min(2, Math.floor(Math.min(a.join('').length, b.join('').length) / 5))
      near ||= within || editDistance(a.join(''), b.join(''), slips) <= slips
    }
  return near ? 'near-name' : null
}
