import { describe, expect, test } from 'vitest'
import { buildClaims } from '../claims/build-claims.ts'
import type { ClaimInput } from '../claims/claim-input.ts'
import { alderData } from '../example/alder-data.ts'
import { checkAnnexOne } from '../verify/check-annex-one.ts'
import { missingElements } from './annex-one.ts'

type Json = { [key: string]: Json } & Json[] & string
/** The claims as a verifier parses them, ready to be spoilt. */
function parsed(input: ClaimInput = alderData): Json {
  const built = buildClaims(input)
  if ('refused' in built) throw new Error(built.message)
  return JSON.parse(JSON.stringify(built.claims)) as Json
}
const none: ReadonlyMap<string, ReadonlySet<string>> = new Map()
const claimOf = (claims: Json) => claims['credentialSubject']?.['hasClaim'] as Json
const drop = (node: Json | undefined, ...terms: string[]) => terms.forEach((term) => delete node?.[term])

const drops: readonly [number, string, (claims: Json) => void][] = [
  [1, 'identification of the learner', (c) => drop(c['credentialSubject'], 'givenName', 'familyName', 'fullName')],
  [2, 'title', (c) => drop(claimOf(c), 'title')],
  [3, 'country or region', (c) => drop(c['issuer'], 'location')],
  [4, 'awarding body', (c) => drop(claimOf(c)['awardedBy'], 'awardingBody')],
  [5, 'date of issuing', (c) => drop(c, 'issued', 'issuanceDate')],
  [6, 'learning outcomes', (c) => drop(claimOf(c)['specifiedBy'], 'learningOutcome')],
  [
    7,
    'notional workload',
    (c) => (
      drop(claimOf(c), 'creditReceived'), drop(claimOf(c)['specifiedBy'], 'creditPoint', 'volumeOfLearning'), drop(claimOf(c)['influencedBy'], 'workload')
    ),
  ],
  [8, 'level', (c) => drop(claimOf(c)['specifiedBy'], 'eqfLevel')],
  [9, 'type of assessment', (c) => drop(claimOf(c)['provenBy']?.['specifiedBy'], 'dcType')],
  [10, 'form of participation', (c) => (drop(claimOf(c)['specifiedBy'], 'mode'), drop(claimOf(c)['influencedBy']?.['specifiedBy'], 'mode'))],
  [11, 'quality assurance', (c) => (drop(c['issuer'], 'accreditation'), drop(claimOf(c)['specifiedBy'], 'accreditation'))],
]

describe('Annex I', () => {
  test('what the hub builds is complete', () => {
    expect(missingElements(parsed())).toEqual([])
    expect(checkAnnexOne(parsed(), none)).toMatchObject({ verdict: 'ok' })
  })

  test.each(drops)('element %i (%s) is missed when it is dropped, and nothing else is', (number, name, spoil) => {
    const claims = parsed()
    spoil(claims)
    expect(missingElements(claims)?.map((element) => element.number)).toEqual([number])
    const finding = checkAnnexOne(claims, none)
    expect(finding.verdict).toBe('error')
    expect(finding.reason).toContain(`element ${number} is missing`)
    expect(finding.reason).toContain(name)
  })

  test('the level does not apply to what is no qualification, and the quality assurance moves to the awarding body', () => {
    const claims = parsed({
      ...alderData,
      specification: { ...alderData.specification, eqfLevel: null },
      institution: { ...alderData.institution, accreditation: null },
    })
    expect(claimOf(claims)['specifiedBy']?.['type']).toBe('LearningAchievementSpecification')
    expect(missingElements(claims)).toEqual([])
  })

  test('a credential without an achievement is not judged by Annex I', () => {
    const claims = parsed()
    claimOf(claims)['type'] = 'LearningActivity' as Json
    expect(checkAnnexOne(claims, none)).toMatchObject({ verdict: 'skipped' })
  })

  test('a code that is in no list is named', () => {
    const claims = parsed({ ...alderData, specification: { ...alderData.specification, iscedF: '9998' } })
    expect(checkAnnexOne(claims, none)).toMatchObject({
      verdict: 'error',
      reason: expect.stringContaining('http://data.europa.eu/snb/isced-f/9998 (ISCED-F field)'),
    })
  })

  test('a country outside the table is refused, not guessed', () => {
    expect(buildClaims({ ...alderData, institution: { ...alderData.institution, country: 'ZZ' } })).toMatchObject({ refused: 'unknown-country' })
    expect(buildClaims({ ...alderData, specification: { ...alderData.specification, title: { xx: 'Nothing' } } })).toMatchObject({
      refused: 'no-known-language',
    })
  })
})
