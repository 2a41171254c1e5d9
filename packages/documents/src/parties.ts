import type { Check, Document, Part } from './document.ts'
import { dayIn, type DocumentLanguage, filled, type Words, words } from './words.ts'

export interface Party {
  readonly schacId: string
  /** One name per language. */
  readonly name: Readonly<Record<string, string>>
}
/** Whom a document is about. */
export interface Person {
  readonly givenNames: string
  readonly familyName: string
  readonly birthDate: string | null
  readonly esi: string | null
}
export interface Signer {
  readonly name: string
  readonly position: string
}
/** Where the version that was printed can be opened, and the code that opens it. */
export interface Proof {
  readonly url: string
  readonly code: string
}
export type MobilityKind = keyof Words['types']

export const nameOf = (party: Party, language: DocumentLanguage): string =>
  party.name[language] ?? party.name.en ?? Object.values(party.name)[0] ?? party.schacId
export const personName = ({ givenNames, familyName }: Person): string => `${givenNames} ${familyName}`.trim()

export const personFacts = (person: Person, language: DocumentLanguage): (readonly [string, string])[] => [
  [words[language].name, personName(person)],
  ...(person.birthDate ? [[words[language].birthDate, dayIn(language, person.birthDate)] as const] : []),
  ...(person.esi ? [[words[language].esi, person.esi] as const] : []),
]
export const periodIn = (language: DocumentLanguage, from: string | null, until: string | null): string =>
  [from, until].flatMap((day) => (day ? [dayIn(language, day)] : [])).join(' – ')

export const checkOf = ({ url, code }: Proof, language: DocumentLanguage): Check => ({
  url,
  code,
  heading: words[language].check,
  text: words[language].checkText,
  alternative: words[language].checkPicture,
})
export const signatureOf = (signer: Signer, at: string, language: DocumentLanguage): Part => ({
  kind: 'signature',
  name: signer.name,
  position: signer.position,
  day: dayIn(language, at.slice(0, 10)),
})
export const footerOf = (text: string, language: DocumentLanguage): Document['footer'] => ({
  text,
  page: (number, of) => filled(words[language].page, { number, of }),
})
