import { createHash } from 'node:crypto'
import type { Profile, ShapeReport } from './profile.ts'
import type { Standards } from './standards.ts'

const personal = new Set(['givenName', 'familyName', 'fullName', 'noteLiteral'])
const dates = new Set(['awardingDate', 'issued', 'issuanceDate', 'validFrom', 'dateOfBirth', 'dateIssued'])
/** Terms that are in no context of an EDC: they are sealed, but no triple comes of them. */
const untold = new Set(['statusListIndex', 'statusListCredential'])
const wholeInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

const filled = (value: unknown): unknown => (typeof value === 'string' && value.trim() !== '' ? 'text' : value)

/** The claims with everything blanked of which the shapes only ask that it is there and of its kind. Codes, classes, counts and structure stay. */
function formOf(claims: object): string {
  const ownId = Reflect.get(claims, 'id')
  return createHash('sha256')
    .update(
      JSON.stringify(claims, (term: string, value: unknown) => {
        if (typeof value === 'string') {
          if (value === ownId) return 'own-id'
          if (term === 'notation' || term === 'content') return filled(value)
          if (dates.has(term) && wholeInstant.test(value)) return 'instant'
          return untold.has(term) ? 'untold' : value
        }
        if (personal.has(term) && typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([tag, text]) => [tag, filled(text)]))
        if (term === 'credentialStatus' && typeof value === 'object' && value !== null) return { ...value, id: 'status-id' }
        return value
      }),
    )
    .digest('hex')
}

function remembering(profile: Profile, most: number): Profile {
  const known = new Map<string, Promise<ShapeReport>>()
  return {
    version: profile.version,
    check(claims) {
      const form = formOf(claims)
      const before = known.get(form)
      if (before) return before
      const report = profile.check(claims)
      const oldest = known.size >= most ? known.keys().next().value : undefined
      if (oldest !== undefined) known.delete(oldest)
      known.set(form, report)
      return report
    },
  }
}

/**
 * Standards that check one credential of each form in full and answer for the others alike. For an issuer that reads its own credentials back by the
 * thousand; a stranger's credential is checked with the plain standards.
 */
export const rememberForms = (standards: Standards, most = 500): Standards => ({ ...standards, profiles: standards.profiles.map((profile) => remembering(profile, most)) })
