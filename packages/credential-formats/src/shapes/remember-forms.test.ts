import { expect, test } from 'vitest'
import { buildClaims } from '../claims/build-claims.ts'
import type { ClaimInput } from '../claims/claim-input.ts'
import { alderData } from '../example/alder-data.ts'
import { rememberForms } from './remember-forms.ts'
import { noStandards } from './standards.ts'

const claimsOf = (change: Partial<ClaimInput>) => {
  const built = buildClaims({ ...alderData, ...change })
  if ('refused' in built) throw new Error(built.message)
  return JSON.parse(JSON.stringify(built.claims)) as object
}
const award = (n: number) => ({
  ...alderData.award,
  credentialId: `019a6f10-0000-7000-8000-00000000010${n}`,
  status: alderData.award.status && { ...alderData.award.status, id: `https://hub.example/l#${n}`, statusListIndex: String(n) },
})

test('another person with the same form is not checked again; another form is', async () => {
  let asked = 0
  const standards = rememberForms({ ...noStandards, profiles: [{ version: '1.2.0', check: async () => (asked++, { findings: [] }) }] })
  const check = (change: Partial<ClaimInput>) => standards.profiles[0]?.check(claimsOf(change))
  await check({})
  await check({
    award: award(1),
    learner: { ...alderData.learner, givenNames: 'Ines', birthDate: '2001-01-02', identifier: { scheme: 'esi', value: 'urn:other' } },
    result: { ...alderData.result, grade: '2.0', assessedOn: '2026-11-12' },
  })
  expect(asked).toBe(1)
  await check({ award: award(2), learner: { ...alderData.learner, birthDate: null } })
  await check({ award: award(3), learner: { ...alderData.learner, givenNames: '' } })
  await check({ award: { ...award(4), issuedAt: '2026-11-20' } })
  await check({ specification: { ...alderData.specification, eqfLevel: 7 } })
  expect(asked).toBe(5)
})
