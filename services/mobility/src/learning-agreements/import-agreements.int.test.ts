import { SubmissionEntrySubmitted, SubmissionEntryWithdrawn, type SubmittedAgreement } from '@collegium/contracts'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alder, anEvent, birke, learnerOf, mobilityUnderTest, officeOf, theAlliance } from '../testing/mobility-under-test.ts'

const content = new Map<string, SubmittedAgreement>()
let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest({
    claim: (async (_path: string, purpose: string, body: { ids: string[] }) => ({
      submissions: [],
      agreements: purpose === 'record-entry' ? body.ids.flatMap((id) => content.get(id) ?? []) : [],
    })) as never,
  })
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

let learners = 0
const aLearner = (change: Partial<SubmittedAgreement['learner']> = {}): SubmittedAgreement['learner'] => {
  const n = ++learners
  return {
    esi: `urn:schac:personalUniqueCode:int:esi:${birke}:i-${n}`,
    localId: null,
    givenNames: 'Saga',
    familyName: `Lindqvist${n}`,
    birthDate: '2001-04-09',
    email: `saga${n}@student.${birke}`,
    ...change,
  }
}
const aComponent = (title: string, change: Partial<SubmittedAgreement['components'][number]> = {}): SubmittedAgreement['components'][number] => ({
  row: 2,
  table: 'studied',
  title,
  code: null,
  ects: 7.5,
  term: { number: 1, of: 2 },
  description: null,
  conditions: null,
  recognisedAs: [{ title: `Home ${title}`, code: null, ects: 7.5, conditions: null }],
  ...change,
})
const anAgreement = (change: Partial<SubmittedAgreement> = {}): SubmittedAgreement => ({
  submissionId: newId(),
  learner: aLearner(),
  citizenship: 'SE',
  gender: 2,
  receiving: alder,
  receivingUnit: null,
  sendingUnit: null,
  mobilityType: 'semester',
  academicYear: '2026/2027',
  physical: { startsOn: '2026-08-31', endsOn: '2027-01-29' },
  virtual: null,
  programmeCode: null,
  iscedF: '0613',
  eqfLevel: 6,
  language: 'en',
  languageLevel: 'B2',
  components: ['Databases', 'Logic', 'Ethics', 'Statistics'].map((title) => aComponent(title)),
  ...change,
})
const entryOf = (said: SubmittedAgreement, streamId: string) => ({
  submissionId: said.submissionId,
  streamId,
  runId: newId(),
  template: 'learning-agreements' as const,
  institution: birke,
  home: birke,
  instanceId: null,
})
type Told = { outcome: string; reason: string | null; madeId: string | null; learnerId: string | null }
const told = async (): Promise<Told[]> =>
  (await hub.published()).filter((one) => one.fact === 'submission-settlement.entry-settled').map((one) => one.data as unknown as Told)

/** A list of one agreement, as exchange submits it; answers how it ended, and how to take it back. */
async function list(said: SubmittedAgreement, streamId = newId()) {
  content.set(said.submissionId, said)
  const entry = entryOf(said, streamId)
  await hub.published()
  await hub.feed(anEvent(SubmissionEntrySubmitted, entry, birke))
  const [end] = await told()
  if (!end) throw new Error('Nothing was settled')
  return {
    ...end,
    streamId,
    async takenBack() {
      await hub.feed(anEvent(SubmissionEntryWithdrawn, { ...entry, reason: 'run-undone' }, birke))
      return (await told())[0]
    },
  }
}
/** The same of the same learner, in another file. */
const again = (said: SubmittedAgreement, change: Partial<SubmittedAgreement> = {}): SubmittedAgreement => ({ ...said, submissionId: newId(), ...change })

const query = `query A($id: ID!) { learningAgreement(id: $id) { version status latest: current { hash content { components { id table title term credits { value } automaticRecognition } links { studied recognised } } } } }`
interface Shown {
  version: number
  status: string
  latest: { hash: string; content: { components: { id: string; table: string; title: string }[]; links: { studied: string; recognised: string }[] } }
}
const shown = async (id: string | null): Promise<Shown | null> =>
  (await hub.graph<{ learningAgreement: Shown | null }>(query, { id }, officeOf(birke))).data?.learningAgreement ?? null
const sign = (id: string | null, hash: string, learner: string | null) =>
  hub.graph<{ signLearningAgreements: { refusal: { code: string } | null }[] }>(
    'mutation S($id: ID!, $hash: String!) { signLearningAgreements(agreements: [{ id: $id, hash: $hash }]) { refusal { code } } }',
    { id, hash },
    learnerOf(birke, learner ?? ''),
  )

describe('an agreement out of a list (I02)', () => {
  test('is a draft that the student can sign: table A, what it is recognised as in table B, and the links between them', async () => {
    const end = await list(anAgreement())
    expect(end).toMatchObject({ outcome: 'recorded', reason: null })
    const draft = await shown(end.madeId)
    expect(draft?.status).toBe('draft')
    const { components, links } = draft?.latest.content ?? { components: [], links: [] }
    expect(components.map((one) => one.table).sort()).toEqual([...Array(4).fill('recognised'), ...Array(4).fill('studied')])
    const titles = new Map(components.map((one) => [one.id, one.title]))
    expect(links.map((link) => `${titles.get(link.studied)} → ${titles.get(link.recognised)}`).sort()).toEqual(
      ['Databases', 'Ethics', 'Logic', 'Statistics'].map((title) => `${title} → Home ${title}`),
    )
    const signed = await sign(end.madeId, draft?.latest.hash ?? '', end.learnerId)
    expect(signed.data.signLearningAgreements).toEqual([{ refusal: null }])
  })
  test('says what is still open: the rules of the programme, or the student’s data', async () => {
    expect(await list(anAgreement({ iscedF: null }))).toMatchObject({ outcome: 'recorded', reason: 'agreement-incomplete' })
    expect(await list(anAgreement({ citizenship: null }))).toMatchObject({ outcome: 'recorded', reason: 'student-incomplete' })
  })
  test('two courses that are recognised as one are linked to one', async () => {
    const as = [{ title: 'Data Science Project', code: 'DSP', ects: 15, conditions: null }]
    const end = await list(anAgreement({ components: [aComponent('Databases', { recognisedAs: as }), aComponent('Logic', { recognisedAs: as })] }))
    const { components, links } = (await shown(end.madeId))?.latest.content ?? { components: [], links: [] }
    expect([components.length, new Set(links.map((link) => link.recognised)).size, links.length]).toEqual([3, 1, 2])
  })
  test('again is unchanged, corrected is written over, and undone stands as it was before', async () => {
    const said = anAgreement()
    const first = await list(said)
    expect(await list(again(said), first.streamId)).toMatchObject({ outcome: 'unchanged', madeId: first.madeId })
    const before = await shown(first.madeId)
    const corrected = await list(again(said, { components: [...said.components, aComponent('Rhetoric')] }), first.streamId)
    expect(corrected).toMatchObject({ outcome: 'corrected', madeId: first.madeId })
    expect(await first.takenBack()).toMatchObject({ outcome: 'recorded', reason: 'later-list-stands' })
    expect(await corrected.takenBack()).toMatchObject({ outcome: 'corrected', reason: 'run-undone' })
    expect((await shown(first.madeId))?.latest.hash).toBe(before?.latest.hash)
    expect(await first.takenBack()).toMatchObject({ outcome: 'annulled', reason: 'run-undone' })
    expect((await shown(first.madeId))?.status).toBe('deleted')
    const anew = await list(again(said), first.streamId)
    expect([anew.outcome, anew.madeId === first.madeId]).toEqual(['recorded', false])
  })
  test('that somebody has signed since is neither written over nor taken back', async () => {
    const said = anAgreement()
    const first = await list(said)
    await sign(first.madeId, (await shown(first.madeId))?.latest.hash ?? '', first.learnerId)
    expect(await list(again(said), first.streamId)).toMatchObject({ outcome: 'unchanged' })
    expect(await list(again(said, { components: [aComponent('Rhetoric')] }), first.streamId)).toMatchObject({ outcome: 'refused', reason: 'signed-since' })
    expect(await first.takenBack()).toMatchObject({ outcome: 'recorded', reason: 'signed-since' })
    expect((await shown(first.madeId))?.status).toBe('student-signed')
  })
  test('under the number of another mobility is refused', async () => {
    const said = anAgreement()
    const first = await list(said)
    expect(await list(again(said, { learner: aLearner() }), first.streamId)).toMatchObject({ outcome: 'refused', reason: 'other-mobility' })
    expect(await list(again(said, { academicYear: '2025/2026' }), first.streamId)).toMatchObject({ outcome: 'refused', reason: 'other-mobility' })
  })
})

describe('the student of a list (A01)', () => {
  test('is named once: who is known may come without a name, who is not is asked for one', async () => {
    const learner = aLearner()
    const first = await list(anAgreement({ learner }))
    const nameless = { ...learner, givenNames: '', familyName: '' }
    expect(await list(anAgreement({ learner: nameless, academicYear: '2027/2028' }))).toMatchObject({ outcome: 'recorded', learnerId: first.learnerId })
    expect(await list(anAgreement({ learner: aLearner({ givenNames: '', familyName: '' }) }))).toMatchObject({ outcome: 'refused', reason: 'learner-unknown' })
  })
  test('is refused under another name, and under an identifier that the home could not register', async () => {
    const learner = aLearner()
    await list(anAgreement({ learner }))
    expect(await list(anAgreement({ learner: { ...learner, familyName: 'Bergström' } }))).toMatchObject({ outcome: 'refused', reason: 'learner-differs' })
    const foreign = aLearner({ esi: 'urn:schac:personalUniqueCode:int:esi:pt:1999' })
    expect(await list(anAgreement({ learner: foreign }))).toMatchObject({ outcome: 'refused', reason: 'esi-of-another-country' })
  })
  test('whose row was wiped meanwhile is told', async () => {
    const said = anAgreement()
    await hub.published()
    await hub.feed(anEvent(SubmissionEntrySubmitted, entryOf(said, newId()), birke))
    expect(await told()).toMatchObject([{ outcome: 'refused', reason: 'content-gone' }])
  })
})
