/** What becomes of one person on a roster. */
export type RosterOutcome = 'nominated' | 'doubled' | 'unknown-learner' | 'quota-full'

/**
 * Goes through a roster in its order, once for each person: whoever comes first has the place. `places` are those still free for the sending
 * institution, null where the programme set no quota. A person who cannot be nominated takes no place, and hinders nobody after them.
 */
export function decideRoster(
  people: readonly string[],
  circumstances: { readonly known: ReadonlySet<string>; readonly nominated: ReadonlySet<string>; readonly places: number | null },
): readonly RosterOutcome[] {
  const taken = new Set(circumstances.nominated)
  let places = circumstances.places ?? Number.POSITIVE_INFINITY
  return people.map((person): RosterOutcome => {
    if (!circumstances.known.has(person)) return 'unknown-learner'
    if (taken.has(person)) return 'doubled'
    if (places <= 0) return 'quota-full'
    places -= 1
    taken.add(person)
    return 'nominated'
  })
}
