import { SubmissionEntrySubmitted, SubmissionEntryWithdrawn, type SubmittedEnrolment } from '@collegium/contracts'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { jointCourse } from '../testing/joint-course.ts'
import { alder, anEvent, birke, mobilityUnderTest, theAlliance } from '../testing/mobility-under-test.ts'

const rows = new Map<string, SubmittedEnrolment>()
const course = jointCourse()
let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest({
    claim: (async (_path: string, _purpose: string, body: { ids: string[] }) => ({
      submissions: [],
      enrolments: body.ids.flatMap((id) => rows.get(id) ?? []),
    })) as never,
  })
  await hub.feed(...theAlliance(), ...course.events)
})
afterAll(() => hub?.[Symbol.asyncDispose]())

/** One line of a roster, as exchange submits it. `stream` stands for the learner at the instance. */
function aLine(stream: string, local: string, home = birke) {
  const entry = {
    submissionId: newId(),
    streamId: stream,
    runId: newId(),
    template: 'enrolments' as const,
    institution: alder,
    home,
    instanceId: course.instanceId,
  }
  rows.set(entry.submissionId, {
    submissionId: entry.submissionId,
    home,
    learner: { esi: null, localId: local, givenNames: 'Saga', familyName: 'Roster', birthDate: null, email: null },
    studentStatus: 'visiting',
    prerequisites: null,
  })
  return entry
}
const settlements = async () => (await hub.published()).filter(({ fact }) => fact === 'submission-settlement.entry-settled').map(({ data }) => data)

test('a line goes as far as its guards allow, the same again is unchanged, and undone it is withdrawn', async () => {
  const stream = newId()
  const first = aLine(stream, 'r-1')
  await hub.feed(anEvent(SubmissionEntrySubmitted, first))
  const [recorded] = await settlements()
  expect(recorded).toMatchObject({ outcome: 'recorded', reason: 'legal-status-incomplete', submissionId: first.submissionId, madeId: expect.any(String) })
  await hub.feed(anEvent(SubmissionEntrySubmitted, aLine(stream, 'r-1')))
  expect(await settlements()).toMatchObject([{ outcome: 'unchanged' }])

  await hub.feed(anEvent(SubmissionEntryWithdrawn, { ...first, reason: 'run-undone' }))
  expect(await settlements()).toMatchObject([{ outcome: 'annulled', reason: 'run-undone' }])
  await hub.feed(anEvent(SubmissionEntryWithdrawn, { ...first, reason: 'run-undone' }))
  expect(await settlements()).toMatchObject([{ outcome: 'annulled', reason: 'nothing-recorded' }])
  await hub.feed(anEvent(SubmissionEntrySubmitted, aLine(stream, 'r-1')))
  expect(await settlements()).toMatchObject([{ outcome: 'refused', reason: 'ended-before' }])
})

test('a home that takes no part is refused, and a line whose content is gone', async () => {
  await hub.feed(anEvent(SubmissionEntrySubmitted, aLine(newId(), 'r-2', 'uni-elsewhere.example')))
  expect(await settlements()).toMatchObject([{ outcome: 'refused', reason: 'not-a-partner', madeId: null }])
  const gone = aLine(newId(), 'r-3')
  rows.delete(gone.submissionId)
  await hub.feed(anEvent(SubmissionEntrySubmitted, gone))
  expect(await settlements()).toMatchObject([{ outcome: 'refused', reason: 'content-gone' }])
})
