/** What a file says about a learner, in normal form. */
export interface SubmittedLearner {
  readonly esi: string | null
  readonly localId: string | null
  readonly givenNames: string
  readonly familyName: string
  readonly birthDate: string | null
}

/** What a home institution holds about its learner. Names are kept as they were given, in any script; what is optional was not asked of everybody. */
export interface HeldLearner {
  readonly esi: string | null
  readonly localId: string | null
  readonly givenNames: string
  readonly familyName: string
  readonly birthDate: string | null
  readonly email: string | null
  /** The same names in Latin letters, as in the passport, where the others are in another script. */
  readonly latinGivenNames?: string | null
  readonly latinFamilyName?: string | null
  /** ISO 3166-1 alpha-2. */
  readonly citizenship?: string | null
  /** ISO 5218: 0 not known, 1 male, 2 female, 9 not applicable. */
  readonly gender?: Gender | null
}
export const genders = [0, 1, 2, 9] as const
export type Gender = (typeof genders)[number]

/** Names are compared as people do: without regard to case, accents, blanks and hyphens. Capitals meet where small letters do not: ß and ss, ı and i, ς and σ. */
export const folded = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[\s'’.-]+/gu, '')

/** The text whose blind index finds a learner again: the ESI, else the home's own number, else names with the birth date. */
export function identityOf(learner: SubmittedLearner): string {
  if (learner.esi) return `esi:${learner.esi.toLowerCase()}`
  if (learner.localId) return `local:${learner.localId.toLowerCase()}`
  return `person:${folded(learner.familyName)}|${folded(learner.givenNames)}|${learner.birthDate ?? ''}`
}

/** Whether the file contradicts what the home holds under the same identifier. A missing birth date contradicts nothing. */
export function differs(submitted: SubmittedLearner, held: HeldLearner): boolean {
  const otherName = folded(submitted.familyName) !== folded(held.familyName) || folded(submitted.givenNames) !== folded(held.givenNames)
  const otherBirth = submitted.birthDate !== null && held.birthDate !== null && submitted.birthDate !== held.birthDate
  return otherName || otherBirth
}

/** Every text by which a learner whom the home itself holds is found: each identifier, and the names only where there is none. */
export function identitiesOf({ esi, localId, ...person }: SubmittedLearner): string[] {
  const of = (one: { esi: string | null; localId: string | null }) => identityOf({ ...person, ...one })
  const own = [...(esi ? [of({ esi, localId: null })] : []), ...(localId ? [of({ esi: null, localId })] : [])]
  return own.length > 0 ? own : [of({ esi: null, localId: null })]
}
