import { type Decided, refuse, type Refusal, type Role } from '@collegium/contracts'
import { gradeOn, scaleNamed } from '@collegium/vocabulary'
import type { Working } from './convert-grade.ts'
import { conversionMoves, type ConversionState } from './transitions.ts'

/** A grade of elsewhere on its way to a grade of the home: a suggestion until somebody there has approved it (R17). */
export interface Conversion {
  readonly id: string
  readonly version: number
  readonly state: ConversionState
  readonly working: Working
  /** What the home decided; null while it is a suggestion. */
  readonly decided: { readonly grade: string | null; readonly passed: boolean; readonly reason: string | null; readonly by: string; readonly at: string } | null
}

interface Acting {
  readonly roles: readonly Role[]
  readonly by: string
  readonly at: string
  readonly expectedVersion: number
}
export type Command = Acting &
  (
    | { readonly move: 'suggest-anew'; readonly working: Working }
    | { readonly move: 'approve' }
    | { readonly move: 'override'; readonly grade: string; readonly reason: string }
  )

/** Decides a command against a conversion. Overriding changes the grade and says why; it never turns a fail into a pass or a pass into a fail. */
export function decide(conversion: Conversion, command: Command): Decided<Conversion, never> | Refusal {
  const move = conversionMoves[command.move]
  if (command.expectedVersion !== conversion.version) return refuse('stale-version', { current: conversion.version })
  if (!(move.from as readonly string[]).includes(conversion.state)) return refuse('not-allowed-from', { move: command.move, state: conversion.state })
  if (!command.roles.some((role) => (move.by as readonly Role[]).includes(role))) return refuse('forbidden', { needs: move.by })
  const next = { ...conversion, version: conversion.version + 1, state: move.to }
  const { by, at } = command
  if (command.move === 'suggest-anew') return { state: { ...next, working: command.working }, facts: [] }
  const { suggested, home } = conversion.working
  if (command.move === 'approve') return { state: { ...next, decided: { ...suggested, reason: null, by, at } }, facts: [] }
  if (!(conversionMoves.override.reasons as readonly string[]).includes(command.reason))
    return refuse('reason-needed', { oneOf: conversionMoves.override.reasons })
  const scheme = scaleNamed(home.table.gradingScheme)
  const grade = scheme && gradeOn(scheme, command.grade)
  if (!grade) return refuse('grade-not-on-scheme', { grade: command.grade, gradingScheme: home.table.gradingScheme })
  if (grade.passed !== conversion.working.passed) return refuse('pass-must-stay', { passed: conversion.working.passed })
  return { state: { ...next, decided: { ...grade, reason: command.reason, by, at } }, facts: [] }
}
