import type { Document, Part, Section } from './document.ts'
import {
  checkOf,
  footerOf,
  type MobilityKind,
  nameOf,
  type Party,
  periodIn,
  type Person,
  personFacts,
  personName,
  type Proof,
  signatureOf,
  type Signer,
} from './parties.ts'
import { dayIn, type DocumentLanguage, filled, numberIn, words } from './words.ts'

export interface ConfirmationContent {
  readonly kind: 'arrival' | 'stay' | 'attendance'
  readonly holder: Person
  readonly sending: Party
  readonly receiving: Party
  readonly type: MobilityKind
  readonly academicYear: string
  readonly programme: string | null
  readonly arrivedOn: string | null
  readonly leftOn: string | null
  /** The virtual part that was attended. */
  readonly online: { readonly startsOn: string; readonly endsOn: string } | null
  readonly hours: number | null
  readonly signer: Signer
  /** ISO 8601 instant. */
  readonly issuedAt: string
}

function partsOf(content: ConfirmationContent, language: DocumentLanguage): Part[] {
  const w = words[language]
  const fact = (name: string, value: string | null): (readonly [string, string])[] => (value ? [[name, value]] : [])
  return [
    { kind: 'paragraph', text: filled(w.confirms[content.kind], { institution: nameOf(content.receiving, language), name: personName(content.holder) }) },
    {
      kind: 'facts',
      facts: [
        ...personFacts(content.holder, language),
        ...fact(w.sending, nameOf(content.sending, language)),
        ...fact(w.programme, content.programme),
        ...fact(w.kind, w.types[content.type]),
        ...fact(w.academicYear, content.academicYear),
        ...fact(w.arrivedOn, content.arrivedOn && dayIn(language, content.arrivedOn)),
        ...fact(w.leftOn, content.leftOn && dayIn(language, content.leftOn)),
        ...fact(w.online, content.online && periodIn(language, content.online.startsOn, content.online.endsOn)),
        ...fact(w.hours, content.hours === null ? null : numberIn(language, content.hours)),
      ],
    },
    signatureOf(content.signer, content.issuedAt, language),
  ]
}

/** A confirmation for one person, or one file with a page for each of many, as for a whole programme. All are of one kind and one institution. */
export function confirmationDocument(all: readonly { readonly content: ConfirmationContent; readonly proof: Proof }[], language: DocumentLanguage): Document {
  const [first] = all
  if (!first) throw new Error('A document about nobody')
  const w = words[language]
  const title = w.confirmation[first.content.kind]
  const institution = nameOf(first.content.receiving, language)
  const sections = all.map(
    ({ content, proof }, i): Section => ({
      heading: personName(content.holder),
      parts: [...partsOf(content, language), { kind: 'check', check: checkOf(proof, language) }],
      newPage: i > 0,
    }),
  )
  const at = all.reduce((latest, { content }) => (content.issuedAt > latest ? content.issuedAt : latest), first.content.issuedAt)
  return {
    language,
    title,
    issuer: { name: institution, lines: [first.content.receiving.schacId] },
    at,
    sections,
    footer: footerOf(`${title} · ${institution}`, language),
  }
}
