import { refuse, type Refusal } from '@collegium/contracts'
import { isCountry, isEsi, parseEsi } from '@collegium/vocabulary'
import { type Gender, genders, type HeldLearner } from './identity.ts'

/** How sure a home was of a person (levels of eIDAS, and none at all). */
export const identityProofings = ['none', 'low', 'substantial', 'high'] as const
export type IdentityProofing = (typeof identityProofings)[number]

/** What an office says of a learner, as it was typed. */
export interface GivenLearner {
  readonly esi: string | null
  readonly localId: string | null
  readonly givenNames: string
  readonly familyName: string
  readonly latinGivenNames: string | null
  readonly latinFamilyName: string | null
  readonly birthDate: string | null
  readonly email: string | null
  readonly citizenship: string | null
  readonly gender: number | null
}

export interface Circumstances {
  readonly home: string
  /** Of the home, ISO 3166-1; null while the registry has not told it. */
  readonly country: string | null
  readonly today: string
}

/** Names keep their script and their letters; only the way of writing them (NFC, blanks) is made one. */
const name = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim()
const optional = (text: string | null): string | null => (text === null ? null : name(text) || null)

const day = /^\d{4}-\d{2}-\d{2}$/
const isDay = (text: string): boolean => day.test(text) && (new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false)
const wellFormedName = (text: string): boolean => text.length <= 200 && !/[\p{Cc}\p{Cs}\p{Co}\u202A-\u202E\u2066-\u2069]/u.test(text)
const latin = /^[\p{Script=Latin}\p{M}\p{P}\p{Zs}]*$/u

/**
 * A learner's data in normal form, or why they cannot be taken. An ESI has to be one of this home: of its own scope, or of its country's register
 * (European Student Identifier 1.0; A01). A home whose country is not known yet cannot vouch for a national one.
 */
export function heldFrom(given: GivenLearner, circumstances: Circumstances): { readonly held: HeldLearner } | Refusal {
  const held: HeldLearner = {
    esi: optional(given.esi),
    localId: optional(given.localId),
    givenNames: name(given.givenNames),
    familyName: name(given.familyName),
    latinGivenNames: optional(given.latinGivenNames),
    latinFamilyName: optional(given.latinFamilyName),
    birthDate: given.birthDate,
    email: optional(given.email),
    citizenship: given.citizenship,
    gender: given.gender as Gender | null,
  }
  const faults: Record<string, string> = {}
  if (!held.familyName) faults.familyName = 'missing'
  for (const field of ['givenNames', 'familyName', 'latinGivenNames', 'latinFamilyName'] as const)
    if (!wellFormedName(held[field] ?? '')) faults[field] = 'not-a-name'
  for (const field of ['latinGivenNames', 'latinFamilyName'] as const) if (!latin.test(held[field] ?? '')) faults[field] = 'not-latin'
  if (held.birthDate && (!isDay(held.birthDate) || held.birthDate > circumstances.today || held.birthDate < '1900-01-01')) faults.birthDate = 'not-a-birth-date'
  if (held.email && !/^[^\s@]+@[^\s@]+$/.test(held.email)) faults.email = 'not-an-address'
  if (held.citizenship && !isCountry(held.citizenship)) faults.citizenship = 'not-a-country'
  if (given.gender !== null && !(genders as readonly number[]).includes(given.gender)) faults.gender = 'not-in-iso-5218'
  if (Object.keys(faults).length > 0) return refuse('learner-data-not-in-order', { faults })
  if (!held.esi) return { held }
  const esi = parseEsi(held.esi)
  if (!isEsi(esi)) return refuse('esi-unreadable', { fault: esi })
  if (esi.scope === 'institution' && esi.home !== circumstances.home) return refuse('esi-of-another-home', { scope: esi.home, home: circumstances.home })
  if (esi.scope === 'country') {
    if (!circumstances.country) return refuse('home-country-unknown', { home: circumstances.home })
    if (esi.country !== circumstances.country) return refuse('esi-of-another-country', { scope: esi.country, country: circumstances.country })
  }
  return { held: { ...held, esi: esi.urn } }
}

/** Which fields two states of a learner's data differ in. */
export const changedFields = (before: HeldLearner, after: HeldLearner): (keyof HeldLearner)[] =>
  (Object.keys(after) as (keyof HeldLearner)[]).filter((field) => (before[field] ?? null) !== (after[field] ?? null))
