import { isObject } from '../seal/bounded-json.ts'
import { allNodes, type Node } from './nodes.ts'

/** One element of Annex I to the Council Recommendation on micro-credentials (2022/C 243/02). */
export interface AnnexElement {
  readonly number: number
  readonly name: string
  /** Where an issuer puts it, for the message. */
  readonly where: string
  readonly present: (credential: Node, achievement: Node) => boolean
}

const nodes = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : [])
/** All nodes at the end of a path of terms; any step may be one node or several. */
const along = (from: Node, ...path: readonly string[]): readonly Node[] =>
  path.reduce<readonly Node[]>((found, term) => found.flatMap((node) => nodes(node[term])), [from])
const hasText = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() !== '' : Array.isArray(value) ? value.some(hasText) : isObject(value) && Object.values(value).some(hasText)
const hasId = (found: readonly Node[]) => found.some((node) => hasText(node['id']))
const says = (found: readonly Node[], ...terms: readonly string[]) => found.some((node) => terms.some((term) => hasText(node[term])))

/** A node is often written out once and referred to by id elsewhere: references are followed to where it is written out. */
function writtenOut(credential: Node, reference: Node): readonly Node[] {
  const id = reference['id']
  return typeof id === 'string' ? allNodes(credential).filter((node) => node['id'] === id) : [reference]
}

const awardingBodies = (credential: Node, achievement: Node) => along(achievement, 'awardedBy', 'awardingBody').flatMap((body) => writtenOut(credential, body))
const specifications = (achievement: Node) => along(achievement, 'specifiedBy')
const isQualification = (node: Node) => [node['type']].flat().includes('Qualification')

export const annexOne: readonly AnnexElement[] = [
  {
    number: 1,
    name: 'identification of the learner',
    where: 'credentialSubject.givenName and familyName, or fullName',
    present: (c) => nodes(c['credentialSubject']).some((p) => hasText(p['fullName']) || (hasText(p['givenName']) && hasText(p['familyName']))),
  },
  { number: 2, name: 'title of the micro-credential', where: 'hasClaim.title', present: (_c, a) => hasText(a['title']) },
  {
    number: 3,
    name: 'country or region of the issuer',
    where: 'issuer.location.address.countryCode',
    present: (c) => hasId(along(c, 'issuer', 'location', 'address', 'countryCode')) || hasId(along(c, 'issuer', 'location', 'spatialCode')),
  },
  { number: 4, name: 'awarding body', where: 'hasClaim.awardedBy.awardingBody.legalName', present: (c, a) => says(awardingBodies(c, a), 'legalName') },
  { number: 5, name: 'date of issuing', where: 'issued', present: (c) => hasText(c['issued']) || hasText(c['issuanceDate']) },
  {
    number: 6,
    name: 'learning outcomes',
    where: 'hasClaim.specifiedBy.learningOutcome',
    present: (_c, a) => says(along(a, 'specifiedBy', 'learningOutcome'), 'title') || says(along(a, 'specifiedBy', 'learningOutcomeSummary'), 'noteLiteral'),
  },
  {
    number: 7,
    name: 'notional workload',
    where: 'hasClaim.specifiedBy.creditPoint, hasClaim.creditReceived or specifiedBy.volumeOfLearning',
    present: (c, a) =>
      says(
        [...along(a, 'specifiedBy', 'creditPoint'), ...along(a, 'creditReceived')].flatMap((points) => writtenOut(c, points)),
        'point',
      ) ||
      says(specifications(a), 'volumeOfLearning') ||
      says(along(a, 'influencedBy'), 'workload'),
  },
  {
    number: 8,
    name: 'level of the learning experience',
    where: 'hasClaim.specifiedBy.eqfLevel or nqfLevel',
    // It has to be said where it applies, and only a qualification can have one.
    present: (_c, a) =>
      specifications(a)
        .filter(isQualification)
        .every((s) => hasId(nodes(s['eqfLevel'])) || hasId(nodes(s['nqfLevel']))),
  },
  {
    number: 9,
    name: 'type of assessment',
    where: 'hasClaim.provenBy.specifiedBy.dcType',
    present: (_c, a) => hasId(along(a, 'provenBy', 'specifiedBy', 'dcType')) || hasId(along(a, 'provenBy', 'dcType')),
  },
  {
    number: 10,
    name: 'form of participation',
    where: 'hasClaim.specifiedBy.mode or influencedBy.specifiedBy.mode',
    present: (_c, a) => hasId(along(a, 'specifiedBy', 'mode')) || hasId(along(a, 'influencedBy', 'specifiedBy', 'mode')),
  },
  {
    number: 11,
    name: 'type of quality assurance',
    where: 'issuer.accreditation, awardingBody.accreditation or specifiedBy.accreditation, with dcType',
    present: (c, a) =>
      hasId(
        [
          ...along(c, 'issuer', 'accreditation'),
          ...awardingBodies(c, a).flatMap((body) => nodes(body['accreditation'])),
          ...along(a, 'specifiedBy', 'accreditation'),
        ].flatMap((one) => nodes(one['dcType'])),
      ),
  },
]

/** The achievements a credential claims; Annex I is about these and about nothing else. */
export const achievementsOf = (credential: Node): readonly Node[] =>
  along(credential, 'credentialSubject', 'hasClaim').filter((claim) => [claim['type']].flat().includes('LearningAchievement'))

/** The elements that are missing, each once. Undefined when the credential claims no achievement, so that Annex I does not apply. */
export function missingElements(credential: Node): readonly AnnexElement[] | undefined {
  const achievements = achievementsOf(credential)
  if (achievements.length === 0) return undefined
  return annexOne.filter((element) => !achievements.every((achievement) => element.present(credential, achievement)))
}
