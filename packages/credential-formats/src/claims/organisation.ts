import type { ClaimInput, ClaimNode } from './claim-input.ts'
import { accreditationConcepts } from '../vocabulary/learning.ts'
import type { Concept } from '../vocabulary/concept.ts'

const at = (day: string) => `${day}T00:00:00Z`
interface Accredited {
  readonly kind: 'institutional' | 'programme'
  readonly agency: string
  readonly title: string
  readonly report: string
  readonly validUntil: string
}

const location = (id: string, country: Concept, city?: string): ClaimNode => ({
  id: `urn:epass:location:${id}`,
  type: 'Location',
  address: {
    id: `urn:epass:address:${id}`,
    type: 'Address',
    countryCode: country,
    ...(city ? { fullAddress: { id: `urn:epass:note:address-${id}`, type: 'Note', noteLiteral: { en: city } } } : {}),
  },
})

/** Annex I element 11. The profile wants an address of the agency; its country is taken to be the institution's, the only one known. */
export function accreditation(id: string, accredited: Accredited, country: Concept): ClaimNode {
  return {
    id: `urn:epass:accreditation:${id}`,
    type: 'Accreditation',
    title: { en: accredited.title },
    dcType: accreditationConcepts[accredited.kind],
    accreditingAgent: {
      id: `urn:epass:org:agency-${id}`,
      type: 'Organisation',
      legalName: { en: accredited.agency },
      location: location(`agency-${id}`, country),
    },
    // A report that is no address on the web is left out: the term carries a link.
    ...(/^https?:\/\//.test(accredited.report)
      ? { report: { id: `urn:epass:webResource:report-${id}`, type: 'WebResource', contentURL: accredited.report } }
      : {}),
    expiryDate: at(accredited.validUntil),
  }
}

/** The institution as issuer and awarding body: who, where, under which legal identifier, and who assures its quality. */
export function organisation(input: ClaimInput, country: Concept): ClaimNode {
  const { institution, specification } = input
  const own = institution.accreditation
  // The offering's own assurance belongs to the qualification; without a qualification the awarding body carries it.
  const offered = specification.eqfLevel === null || !own ? specification.qualityAssurance : null
  const accreditations = [own && accreditation('institution', own, country), offered && accreditation('offering', offered, country)].filter((a) => a !== null)
  return {
    id: 'urn:epass:org:issuer',
    type: 'Organisation',
    legalName: institution.name,
    eIDASIdentifier: { id: 'urn:epass:legalIdentifier:issuer', type: 'LegalIdentifier', notation: institution.legalIdentifier, spatial: country },
    identifier: { id: 'urn:epass:identifier:schac', type: 'Identifier', notation: institution.schacId, schemeName: 'SCHAC home organisation' },
    location: location('issuer', country, institution.city),
    accreditation: accreditations,
  }
}
