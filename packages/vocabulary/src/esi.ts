import { isCountry } from './countries.ts'
import { isSchacId } from './schac-id.ts'

/** A European Student Identifier, taken apart. */
export interface Esi {
  /** The whole identifier in its normal form: everything lower case but the code, which stays as its issuer writes it. */
  readonly urn: string
  /** The form under which two spellings of one identifier are equal: SCHAC compares without regard to case. */
  readonly key: string
  readonly scope: 'institution' | 'country'
  /** The institution that gave the code, where the scope names one: the learner's home. Null for national codes. */
  readonly home: string | null
  /** ISO 3166-1 alpha-2 in capitals for national codes, otherwise null. */
  readonly country: string | null
  readonly code: string
}

/** What is wrong with a text that should be an ESI. */
export type EsiFault = 'no-urn' | 'not-esi' | 'no-code' | 'scope-unknown' | 'code-has-blanks'

const prefix = 'urn:schac:personaluniquecode:int:esi:'

/**
 * Reads `urn:schac:personalUniqueCode:int:esi:<scope>:<code>`. The scope is the SCHAC id of the institution that gave the code, or the
 * country whose national register did (GÉANT European Student Identifier 1.0). Case does not matter.
 */
export function parseEsi(text: string): Esi | EsiFault {
  const urn = text.trim()
  const lower = urn.toLowerCase()
  if (!lower.startsWith(prefix)) return lower.startsWith('urn:schac:') ? 'not-esi' : 'no-urn'
  const rest = urn.slice(prefix.length)
  const colon = rest.indexOf(':')
  if (colon < 0 || colon === rest.length - 1) return 'no-code'
  const scope = rest.slice(0, colon).toLowerCase()
  const code = rest.slice(colon + 1)
  if (!/^[\x21-\x7e]{1,128}$/.test(code)) return 'code-has-blanks'
  const national = isCountry(scope.toUpperCase())
  if (!national && !isSchacId(scope)) return 'scope-unknown'
  return {
    urn: `urn:schac:personalUniqueCode:int:esi:${scope}:${code}`,
    key: lower,
    scope: national ? 'country' : 'institution',
    home: national ? null : scope,
    country: national ? scope.toUpperCase() : null,
    code,
  }
}

export const isEsi = (parsed: Esi | EsiFault): parsed is Esi => typeof parsed === 'object'

/** Writes an ESI of an institution or a country. The opposite of `parseEsi`. */
export const esiOf = (scope: string, code: string): string => `urn:schac:personalUniqueCode:int:esi:${scope.toLowerCase()}:${code}`
