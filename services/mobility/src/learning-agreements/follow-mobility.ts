import { type Acting, actOnAgreements } from './act-on-agreements.ts'
import type { Conducted } from './conduct.ts'

/** The learner has arrived or left (receiver), or the file is closed (sender). For many at once, e.g. all of a blended intensive programme. */
export const followMobility = (
  acting: Acting,
  followed: readonly { readonly id: string; readonly expectedVersion: number }[],
  move: 'start' | 'end' | 'close',
): Promise<Map<string, Conducted>> => {
  const versions = new Map(followed.map((one) => [one.id, one.expectedVersion]))
  return actOnAgreements(acting, [...versions.keys()], ({ row }, side, by) => ({
    command: { move, side, ...by, expectedVersion: versions.get(row.id) ?? 0 },
  }))
}
