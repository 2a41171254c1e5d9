import { parseEcts } from '@collegium/vocabulary'
import type { Judgement } from './judgement.ts'

/** Reads ECTS out of a cell, in plain digits; null when it is empty or has a problem. */
export function readCreditsOf<Field extends string>(field: Field, judgement: Judgement<Field>): string | null {
  const text = judgement.text(field)
  if (text === '') return null
  const ects = parseEcts(text)
  if (typeof ects === 'string') {
    judgement.refuse('ects-impossible', field, text)
    return null
  }
  const plain = String(ects)
  if (plain !== text) judgement.change(field, text, plain, 'decimal-comma')
  return plain
}
