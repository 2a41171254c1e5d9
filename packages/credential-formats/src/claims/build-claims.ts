import { achievement } from './achievement.ts'
import type { ClaimInput, ClaimNode, ClaimSet } from './claim-input.ts'
import { organisation } from './organisation.ts'
import { pageImage } from './page-image.ts'
import { base64Encoding, contexts, credentialSchema, genericProfile, svgFile } from '../vocabulary/credential.ts'
import type { Concept } from '../vocabulary/concept.ts'
import { countryConcept, languageConcept } from '../vocabulary/place-and-language.ts'

export type Built = { readonly claims: ClaimSet } | { readonly refused: 'unknown-country' | 'no-known-language'; readonly message: string }

const inLanguage = (text: Readonly<Record<string, string>>, tag: string) => text[tag] ?? Object.values(text)[0] ?? ''

/** How viewers show it: title, languages, and one rendered page. */
function displayParameter(input: ClaimInput, tags: readonly string[]): ClaimNode {
  const { specification, institution, learner, result } = input
  const primary = tags.includes('en') ? 'en' : (tags[0] ?? 'en')
  const language = languageConcept(primary)
  const svg = pageImage({
    title: inLanguage(specification.title, primary),
    learner: `${learner.givenNames} ${learner.familyName}`,
    institution: inLanguage(institution.name, primary),
    facts: `${result.ects} ECTS · ${result.assessedOn}`,
  })
  return {
    id: 'urn:epass:displayParameter:1',
    type: 'DisplayParameter',
    title: specification.title,
    primaryLanguage: language,
    language: tags.map((tag) => languageConcept(tag)).filter((c) => c !== undefined),
    individualDisplay: {
      id: 'urn:epass:individualDisplay:1',
      type: 'IndividualDisplay',
      language: language,
      displayDetail: {
        id: 'urn:epass:displayDetail:1',
        type: 'DisplayDetail',
        page: 1,
        image: {
          id: 'urn:epass:mediaObject:page',
          type: 'MediaObject',
          content: Buffer.from(svg).toString('base64'),
          contentEncoding: base64Encoding,
          contentType: svgFile,
        },
      },
    },
  }
}

/** Annex I element 1. */
function person(input: ClaimInput, country: Concept): ClaimNode {
  const { learner } = input
  return {
    id: 'urn:epass:person:1',
    type: 'Person',
    // A name has no language; the context asks for a key, and `en` is what the Commission's own issuer writes.
    givenName: { en: learner.givenNames },
    familyName: { en: learner.familyName },
    fullName: { en: `${learner.givenNames} ${learner.familyName}` },
    ...(learner.birthDate ? { dateOfBirth: `${learner.birthDate}T00:00:00Z` } : {}),
    identifier: {
      id: 'urn:epass:identifier:learner',
      type: 'Identifier',
      notation: learner.identifier.value,
      schemeName: learner.identifier.scheme === 'esi' ? 'European Student Identifier' : 'Learner identifier of the hub',
    },
    hasClaim: achievement(input, country),
  }
}

/**
 * The claim set of a micro-credential: ELM in the EDC application profile 1.2.0, all elements of Annex I (2022/C 243/02) that apply.
 * Refuses, as a value, what it could only guess: a country outside the table, or a title in no language that Europass has a code for.
 */
export function buildClaims(input: ClaimInput): Built {
  const { award, institution, specification } = input
  const country = countryConcept(institution.country)
  if (!country) {
    return {
      refused: 'unknown-country',
      message: `The country "${institution.country}" of ${institution.schacId} has no code in the hub's table, and a credential must name one. Add it to credential-formats/src/vocabulary/place-and-language.ts.`,
    }
  }
  const tags = Object.keys(specification.title).filter((tag) => languageConcept(tag) !== undefined)
  if (tags.length === 0) {
    return {
      refused: 'no-known-language',
      message: `The title of ${specification.code} is in ${Object.keys(specification.title).join(', ') || 'no language'}, for which Europass has no code in the hub's table. Give it a title in English or another official language.`,
    }
  }
  return {
    claims: {
      '@context': contexts,
      id: `urn:uuid:${award.credentialId}`,
      type: ['VerifiableCredential', 'EuropeanDigitalCredential'],
      credentialSchema,
      credentialProfiles: genericProfile,
      identifier: { id: 'urn:epass:identifier:award', type: 'Identifier', notation: award.awardId, schemeName: 'Award' },
      displayParameter: displayParameter(input, tags),
      issuer: organisation(input, country),
      issuanceDate: award.issuedAt,
      issued: award.issuedAt,
      validFrom: award.issuedAt,
      ...(award.status ? { credentialStatus: award.status } : {}),
      credentialSubject: person(input, country),
    },
  }
}

/** The bytes that are sealed. Done once: whoever reads them later must never write them anew. */
export const claimBytes = (claims: ClaimSet): Uint8Array => Buffer.from(JSON.stringify(claims))
