import { SubmissionEntrySubmitted, SubmissionEntryWithdrawn, type SubmittedEquivalence } from '@collegium/contracts'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alder, anEvent, birke, mobilityUnderTest, officeOf, theAlliance } from '../testing/mobility-under-test.ts'

const content = new Map<string, SubmittedEquivalence>()
let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest({
    claim: (async (_path: string, _purpose: string, body: { ids: string[] }) => ({
      submissions: [],
      equivalences: body.ids.flatMap((id) => content.get(id) ?? []),
    })) as never,
  })
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const said = (change: Partial<SubmittedEquivalence> = {}): SubmittedEquivalence => ({
  submissionId: newId(),
  provider: alder,
  courseCode: 'INF-310',
  courseTitle: 'Machine Learning',
  ects: 7.5,
  recognisedCode: 'STA-220',
  recognisedTitle: 'Statistical Learning',
  recognisedEcts: 7.5,
  decidedBy: 'Board',
  decidedOn: '2025-11-14',
  validUntil: null,
  ...change,
})
const streamId = newId()
const told = async () =>
  (await hub.published()).filter((one) => one.fact === 'submission-settlement.entry-settled').map(({ data }) => [data.outcome, data.reason])
async function list(one: SubmittedEquivalence) {
  content.set(one.submissionId, one)
  const entry = {
    submissionId: one.submissionId,
    streamId,
    runId: newId(),
    template: 'course-equivalences' as const,
    institution: birke,
    home: birke,
    instanceId: null,
  }
  await hub.published()
  await hub.feed(anEvent(SubmissionEntrySubmitted, entry, birke))
  const [end] = await told()
  const takenBack = async () => {
    await hub.feed(anEvent(SubmissionEntryWithdrawn, { ...entry, reason: 'run-undone' }, birke))
    return (await told())[0]
  }
  return { end, takenBack }
}
const standing = async () =>
  (
    await hub.graph<{ courseEquivalences: { edges: { node: { losCode: string; source: string; decidedOn: string } }[] } }>(
      '{ courseEquivalences(first: 10) { edges { node { losCode source decidedOn } } } }',
      {},
      officeOf(birke),
    )
  ).data.courseEquivalences.edges.map(({ node }) => node)

test('precedents of a list: new, the same again, decided anew, and taken back in the order in which they stand (I02)', async () => {
  const first = await list(said())
  expect(first.end).toEqual(['recorded', null])
  expect((await list(said())).end).toEqual(['unchanged', null])
  const later = await list(said({ decidedOn: '2026-05-05' }))
  expect(later.end).toEqual(['corrected', null])
  expect(await standing()).toEqual([{ losCode: 'INF-310', source: 'imported-list', decidedOn: '2026-05-05' }])
  expect(await first.takenBack()).toEqual(['recorded', 'edited-since'])
  expect(await later.takenBack()).toEqual(['corrected', 'run-undone'])
  expect(await standing()).toEqual([{ losCode: 'INF-310', source: 'imported-list', decidedOn: '2025-11-14' }])
  expect(await first.takenBack()).toEqual(['annulled', 'run-undone'])
  expect(await standing()).toEqual([])
})
test('what is no precedent is refused with its reason, and one that was taken back may come again', async () => {
  expect((await list(said({ provider: birke, courseCode: 'X' }))).end).toEqual(['refused', 'same-institution'])
  const other = await list(said({ courseCode: 'NEW-1' }))
  expect(await other.takenBack()).toEqual(['annulled', 'run-undone'])
  expect((await standing()).map((one) => one.losCode)).not.toContain('NEW-1')
  expect((await list(said({ courseCode: 'NEW-1' }))).end).toEqual(['recorded', null])
  expect((await standing()).map((one) => one.losCode)).toContain('NEW-1')
})
