/** What a file says about a learner, in normal form. */
export interface SubmittedLearner {
  readonly esi: string | null
  readonly localId: string | null
  readonly givenNames: string
  readonly familyName: string
  readonly birthDate: string | null
}

/** What a home institution holds about its learner. */
export interface HeldLearner {
  readonly esi: string | null
  readonly localId: string | null
  readonly givenNames: string
  readonly familyName: string
  readonly birthDate: string | null
  readonly email: string | null
}

/** Names are compared as people do: without regard to case, accents, blanks and hyphens. Capitals meet where small letters do not: ß and ss, ı and i, ς and σ. */
const folded = (name: string): string =>
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
