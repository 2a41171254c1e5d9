import type { Role } from './roles.ts'

/** One legal move of a life cycle. Guards, buttons, "explain this status" and diagrams are read from tables of these. */
export interface Move<State extends string> {
  readonly from: readonly State[]
  readonly to: State
  /** Whoever may make it; `system` is the hub itself, acting on an event. */
  readonly by: readonly Role[]
  /** Where given, one of these codes has to be named. */
  readonly reasons?: readonly string[]
}

/** A refusal is a value with a reason code; the service's `errors.ts` turns it into words, status and docs. */
export interface Refusal {
  readonly refused: string
  readonly detail?: Readonly<Record<string, unknown>>
}

export interface Decided<State, Fact> {
  readonly state: State
  readonly facts: readonly Fact[]
}

export const refuse = (code: string, detail?: Readonly<Record<string, unknown>>): Refusal => (detail ? { refused: code, detail } : { refused: code })
export const isRefusal = (outcome: object): outcome is Refusal => 'refused' in outcome
