import type { Standards } from '../shapes/standards.ts'
import { error, type Finding, ok, skipped } from './verdict.ts'

type Claims = Readonly<Record<string, unknown>>

const counted = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

/** Format: an EDC by its outer form, then SHACL against every profile version at hand. Conforming to one version is enough; the reason names both. */
export async function checkFormat(claims: Claims, standards: Standards | undefined): Promise<Finding> {
  const types = [claims['type']].flat()
  if (!types.includes('EuropeanDigitalCredential'))
    return error(
      `This is not a European Digital Credential: its type is ${
        types
          .filter((t) => typeof t === 'string')
          .slice(0, 5)
          .join(', ') || 'not given'
      }.`,
    )
  if (!standards) return skipped('The shapes of the application profile were not asked for in this check.')
  if (standards.profiles.length === 0)
    return skipped(`The shapes of the application profile are not at hand (${standards.missing.slice(0, 3).join('; ')}), so the format cannot be judged.`)
  const told: string[] = []
  let conforms = false
  for (const profile of standards.profiles) {
    const report = await profile.check(claims)
    if ('fault' in report) return error(report.fault)
    if (report.findings.length === 0) {
      conforms = true
      told.push(`Conforms to the EDC application profile ${profile.version}.`)
    } else {
      const first = report.findings.slice(0, 3).map((f) => `${f.property || f.at}: ${f.message}`)
      told.push(
        `Against profile ${profile.version} there ${report.findings.length === 1 ? 'is' : 'are'} ${counted(report.findings.length, 'finding', 'findings')}: ${first.join('; ')}.`,
      )
    }
  }
  return (conforms ? ok : error)(told.join(' '))
}
