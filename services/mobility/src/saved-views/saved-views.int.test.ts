import { afterAll, beforeAll, expect, test } from 'vitest'
import { alder, birke, mobilityUnderTest, officeOf, type Who } from '../testing/mobility-under-test.ts'

let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => void (hub = await mobilityUnderTest()))
afterAll(() => hub?.[Symbol.asyncDispose]())

const colleague: Who = { institution: birke, roles: ['recognition-office'], session: { subject: 'person:colleague@uni-birke.example' } }
const save = async (name: string, filter: Record<string, unknown>, forAll = false, who: Who = officeOf(birke)) =>
  (
    await hub.graph<{ saveView: Record<string, unknown> }>(
      `mutation ($name: String!, $filter: LearningAgreementFilter!, $forAll: Boolean) { saveView(name: $name, filter: $filter, forAll: $forAll) {
         ... on SavedView { id name forAll mine address total } ... on Problem { code details } } }`,
      { name, filter, forAll },
      who,
    )
  ).data.saveView
const views = async (who: Who = officeOf(birke)) =>
  (
    await hub.graph<{ savedViews: { id: string; name: string; mine: boolean; address: string; total: number }[] | null }>(
      '{ savedViews { id name mine address total } }',
      {},
      who,
    )
  ).data.savedViews

test('a view is found again by whoever saved it, with its address and its count', async () => {
  expect(await save('Waiting for Alder', { partner: alder, status: ['proposed', 'draft'], text: '' })).toMatchObject({
    mine: true,
    total: 0,
    address: `/agreements?status=draft%2Cproposed&partner=${alder}`,
  })
  expect((await views())?.map(({ name }) => name)).toEqual(['Waiting for Alder'])
  expect(await views(colleague)).toEqual([])
  expect(await views(officeOf(alder))).toEqual([])
})

test('the same name keeps the new filter; one for all is found by all and changed by whoever saved it', async () => {
  const first = await save('Mine', { turn: 'mine' })
  expect(await save(' Mine ', { turn: 'partner' })).toMatchObject({ id: first.id, address: '/agreements?turn=partner' })
  await save('Stuck', { turn: 'stuck' }, true)
  expect(await views(colleague)).toMatchObject([{ name: 'Stuck', mine: false }])
  expect(await save('Stuck', { turn: 'mine' }, true, colleague)).toMatchObject({ code: 'view-name-taken' })
  expect(await save('', {})).toMatchObject({ code: 'view-name-unfit' })
  expect(await save('Odd', { turn: 'sideways' })).toMatchObject({ code: 'invalid-request' })
  expect(await save('Mine', {}, false, { institution: birke, roles: ['analyst'] })).toMatchObject({ code: 'forbidden' })
})

test('a view is removed by whoever saved it', async () => {
  const { id } = (await views())?.find(({ name }) => name === 'Stuck') ?? { id: '' }
  const remove = async (who: Who) =>
    (await hub.graph<{ removeView: object }>('mutation ($id: ID!) { removeView(id: $id) { ... on SavedView { id } ... on Problem { code } } }', { id }, who))
      .data.removeView
  expect(await remove(colleague)).toMatchObject({ code: 'not-found' })
  expect(await remove(officeOf(birke))).toMatchObject({ id })
  expect(await views(colleague)).toEqual([])
})
