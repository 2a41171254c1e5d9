import { isObject } from '../seal/bounded-json.ts'
import { allNodes } from './nodes.ts'
import type { Scheme } from '../vocabulary/concept.ts'
import { encodingCodes, encodingScheme, profileCodes, profileScheme } from '../vocabulary/credential.ts'
import { iscedCodes, iscedScheme } from '../vocabulary/isced-f.ts'
import {
  accreditationCodes,
  accreditationScheme,
  assessmentCodes,
  assessmentScheme,
  creditCodes,
  creditScheme,
  eqfCodes,
  eqfScheme,
  modeCodes,
  modeScheme,
} from '../vocabulary/learning.ts'
import { countryCodes, countryScheme, languageCodes, languageScheme } from '../vocabulary/place-and-language.ts'
import { fileTypeCodes, fileTypeScheme } from '../vocabulary/credential.ts'

/** The hub's own tables. `whole`: the table is the full list, so that absence proves something. */
const tables: ReadonlyMap<string, { readonly scheme: Scheme; readonly codes: ReadonlySet<string>; readonly whole: boolean }> = new Map(
  (
    [
      [assessmentScheme, assessmentCodes, true],
      [modeScheme, modeCodes, true],
      [creditScheme, creditCodes, true],
      [eqfScheme, eqfCodes, true],
      [accreditationScheme, accreditationCodes, true],
      [profileScheme, profileCodes, true],
      [encodingScheme, encodingCodes, true],
      [iscedScheme, iscedCodes, true],
      [countryScheme, countryCodes, false],
      [languageScheme, languageCodes, false],
      [fileTypeScheme, fileTypeCodes, false],
    ] as const
  ).map(([scheme, codes, whole]) => [scheme.iri, { scheme, codes: new Set(codes.map((code) => scheme.base + code)), whole }] as const),
)

export interface MembershipReport {
  /** Codes that say they are in a list and are not, as "IRI (list)". */
  readonly unknown: readonly string[]
  /** Codes of lists that could not be looked up. */
  readonly unchecked: number
}

/**
 * Whether each coded value is in the list it claims (`inScheme`): the shapes only check the claim, not the code.
 * @param published full lists by scheme IRI, where they are at hand
 */
export function checkMembership(credential: object, published: ReadonlyMap<string, ReadonlySet<string>>): MembershipReport {
  const unknown = new Set<string>()
  const unchecked = new Set<string>()
  for (const node of allNodes(credential)) {
    const scheme = node['inScheme']
    if (scheme === undefined) continue
    const schemeIri = isObject(scheme) ? scheme['id'] : scheme
    const code = node['id']
    if (typeof schemeIri !== 'string' || typeof code !== 'string') continue
    const table = tables.get(schemeIri)
    const full = published.get(schemeIri) ?? (table?.whole ? table.codes : undefined)
    if (full) {
      if (!full.has(code) && !table?.codes.has(code)) unknown.add(`${code} (${table?.scheme.name ?? schemeIri})`)
    } else if (!table?.codes.has(code)) unchecked.add(code)
  }
  return { unknown: [...unknown], unchecked: unchecked.size }
}
