import type { SignedIn } from './sessions.ts'

/** Which claim of an identity provider says what. A new federation is a new entry here, not new code. */
interface ClaimProfile {
  readonly subject: string
  readonly institution: string
  readonly displayName: string
  readonly esi: string
  /** Scopes to ask for. */
  readonly scope: string
}

export const claimProfiles = {
  /** The built-in provider of a single node, and any provider set up for the hub. */
  hub: { subject: 'email', institution: 'institution', displayName: 'name', esi: 'esi', scope: 'openid email profile' },
  /** MyAcademicID and eduGAIN: the SCHAC and eduPerson claims. */
  myacademicid: {
    subject: 'sub',
    institution: 'schac_home_organization',
    displayName: 'name',
    esi: 'schac_personal_unique_code',
    scope: 'openid email profile schac_home_organization schac_personal_unique_code eduperson_scoped_affiliation',
  },
} as const satisfies Record<string, ClaimProfile>
export type ClaimProfileName = keyof typeof claimProfiles

const esiPrefix = 'urn:schac:personalUniqueCode:int:esi:'

/** The person behind a set of claims, or what is missing from them. Organisations are compared in lower case. */
export function signedInAs(profile: ClaimProfileName, claims: Readonly<Record<string, unknown>>): SignedIn | { readonly missing: string } {
  const names = claimProfiles[profile]
  const text = (name: string): string | undefined => {
    const value = claims[name]
    const one = Array.isArray(value) ? value[0] : value
    return typeof one === 'string' && one !== '' ? one : undefined
  }
  const subject = text(names.subject)
  const institution = text(names.institution)?.toLowerCase()
  if (!subject) return { missing: names.subject }
  if (!institution) return { missing: names.institution }
  const codes = claims[names.esi]
  const esi = (Array.isArray(codes) ? codes : [codes]).find(
    (code): code is string => typeof code === 'string' && code.toLowerCase().startsWith(esiPrefix.toLowerCase()),
  )
  return { subject, institution, displayName: text(names.displayName) ?? subject, esi: esi ?? null }
}
