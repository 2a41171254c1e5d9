import { createHash } from 'node:crypto'
import type { Profile, ShapeReport } from './profile.ts'
import type { Standards } from './standards.ts'

const personal = new Set(['givenName', 'familyName', 'fullName', 'noteLiteral'])
const dates = new Set(['awardingDate', 'issued', 'issuanceDate', 'validFrom', 'dateOfBirth', 'dateIssued'])
/** Terms that are in no context of an EDC: they are sealed, but no triple comes of them. */
const untold = new Set(['statusListIndex', 'statusListCredential'])
const wholeInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

const filled = (text: string): string => (text.trim() === '' ? text : 'text')

/** What the shapes can tell of a value: for text and dates of people only that they are there and of their kind. */
function formOfText(term: string, value: string, ownId: unknown): string {
  if (value === ownId) return 'own-id'
  if (term === 'notation' || term === 'content') return filled(value)
  if (dates.has(term) && wholeInstant.test(value)) return 'instant'
  return untold.has(term) ? 'untold' : value
}

/** The claims with everything blanked of which the shapes only ask that it is there and of its kind. Codes, classes, counts and structure stay. */
function formOf(claims: object): string {
  const ownId: unknown = Reflect.get(claims, 'id')
  const parts: string[] = []
  const visit = (term: string, value: unknown, inPersonal: boolean, inStatus: boolean): void => {
    if (typeof value === 'string') parts.push('"', inPersonal ? filled(value) : inStatus && term === 'id' ? 'status-id' : formOfText(term, value, ownId), '"')
    else if (Array.isArray(value)) {
      parts.push('[')
      for (const one of value) visit(term, one, inPersonal, inStatus)
      parts.push(']')
    } else if (typeof value === 'object' && value !== null) {
      parts.push('{')
      for (const [inner, one] of Object.entries(value)) {
        parts.push(inner, ':')
        visit(inner, one, inPersonal || personal.has(inner), inStatus || inner === 'credentialStatus')
      }
      parts.push('}')
    } else parts.push(String(value), ',')
  }
  visit('', claims, false, false)
  // The separator cannot occur in JSON text unescaped, so that no two forms run into one.
  return createHash('sha256').update(parts.join('\u0000')).digest('hex')
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
export const rememberForms = (standards: Standards, most = 500): Standards => ({
  ...standards,
  profiles: standards.profiles.map((profile) => remembering(profile, most)),
})
