import { missingElements } from '../annex-one/annex-one.ts'
import { checkMembership } from '../annex-one/membership.ts'
import { error, type Finding, ok, skipped } from './verdict.ts'

/** Custom: what the shapes do not ask. All elements of Annex I that apply are there, and every code is in the list it claims. */
export function checkAnnexOne(claims: Readonly<Record<string, unknown>>, published: ReadonlyMap<string, ReadonlySet<string>>): Finding {
  const missing = missingElements(claims)
  const codes = checkMembership(claims, published)
  const faults = [
    ...(missing ?? []).map((element) => `Annex I element ${element.number} is missing: ${element.name} (${element.where}).`),
    ...codes.unknown.slice(0, 10).map((code) => `This code is not in the list it claims: ${code}.`),
  ]
  if (faults.length > 0) return error(faults.join(' '))
  const unchecked = codes.unchecked === 0 ? '' : ` ${codes.unchecked} ${codes.unchecked === 1 ? 'code is' : 'codes are'} of lists that are not at hand.`
  if (missing === undefined)
    return skipped(`Annex I is about micro-credentials; this credential claims no learning achievement. Its codes were looked up.${unchecked}`)
  return ok(`All elements of Annex I that apply are there, and its codes are in their lists.${unchecked}`)
}
