import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errors } from '../errors.ts'
import { alder, birke, cedro, learnerOf, mobilityUnderTest, officeOf, theAlliance, type Who } from '../testing/mobility-under-test.ts'

let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const ada = { givenNames: 'Ada', familyName: 'Demo', email: 'ada@office.example' }
const fields =
  '__typename ... on LearningAgreement { id version status sendingUnit sendingContact { email } receivingUnit receivingContact { email } moves current { number hash } timeline { move } } ... on Problem { code what why next details }'
const told = async (mutation: string, variables: object, who: Who): Promise<Record<string, unknown>> => {
  const { data, errors: faults } = await hub.graph<Record<string, Record<string, unknown>>>(mutation, { ...variables }, who)
  expect(faults).toBeUndefined()
  return Object.values(data)[0] ?? {}
}
const name = (variables: object, who: Who) =>
  told(
    `mutation ($id: ID!, $expectedVersion: Int!, $sending: PartyOfficeInput, $receiving: PartyOfficeInput) { nameAgreementParties(id: $id, expectedVersion: $expectedVersion, sending: $sending, receiving: $receiving) { ${fields} } }`,
    variables,
    who,
  )

let count = 0
/** A draft of a semester with nothing in it yet: an office may open it before it knows the other side. */
async function aDraft() {
  const register = 'mutation ($learner: LearnerInput!) { registerLearner(learner: $learner) { __typename ... on Learner { id } ... on Problem { code } } }'
  const learner = await told(
    register,
    { learner: { esi: `urn:schac:personalUniqueCode:int:esi:${birke}:np-${++count}`, givenNames: 'Åsa', familyName: 'Öberg' } },
    officeOf(birke),
  )
  const content = { components: [], links: [], iscedF: '', eqfLevel: 6, languageTag: 'en', languageLevel: '' }
  const agreement = { learnerId: learner.id, receiving: alder, type: 'semester', academicYear: '2026/2027', content }
  const opened = await told(`mutation ($a: LearningAgreementInput!) { openLearningAgreement(agreement: $a) { ${fields} } }`, { a: agreement }, officeOf(birke))
  return { learner: String(learner.id), id: String(opened.id), opened }
}

describe('(H02) units and contacts', () => {
  test('are added after opening, without a new version to sign; the move stands in the timeline', async () => {
    const { id, opened } = await aDraft()
    expect(opened).toMatchObject({ version: 1, sendingUnit: null, sendingContact: null })
    const named = await name({ id, expectedVersion: 1, sending: { unit: 'STAT', contact: ada } }, officeOf(birke))
    expect(named).toMatchObject({ version: 2, sendingUnit: 'STAT', sendingContact: { email: ada.email }, receivingUnit: null, current: opened.current })
    expect(named.timeline).toEqual([{ move: 'open' }, { move: 'name-parties' }])
    expect(await name({ id, expectedVersion: 1, sending: { unit: 'MATH' } }, officeOf(birke))).toMatchObject({ code: 'stale-version', details: { current: 2 } })
  })
  test('are nothing for the student, nor for an institution that does not see the agreement', async () => {
    const { id, learner } = await aDraft()
    const asked = { id, expectedVersion: 1, receiving: { unit: 'PHYS' } }
    for (const stranger of [officeOf(cedro), officeOf(alder)]) expect(await name(asked, stranger)).toMatchObject({ code: 'not-found' })
    expect(await name(asked, learnerOf(birke, learner))).toMatchObject({ code: 'not-your-turn' })
  })
  test('a refusal carries its words: what happened, why, and what to do next', async () => {
    const { id } = await aDraft()
    const refused = await name({ id, expectedVersion: 1, sending: { contact: { ...ada, email: 'nowhere' } } }, officeOf(birke))
    const { what, why, next } = errors['contact-incomplete']
    expect(refused).toEqual({ __typename: 'Problem', code: 'contact-incomplete', what, why, next, details: { missing: ['sendingContact.email'] } })
    expect(await name({ id: learnerlessId, expectedVersion: 1 }, officeOf(birke))).toMatchObject({ code: 'not-found', what: expect.stringMatching(/\w/) })
  })
})
const learnerlessId = '01900000-0000-7000-8000-000000000000'
