import type { Browser, Page } from 'playwright-core'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, type TestHub } from '../hub.ts'
import { resultsCsv } from '../journeys/results-csv.ts'
import { buildConsole, chromiumOfMachine, expectAccessible, expectNoFindings, launch, signIn } from './browser.ts'

const chromium = chromiumOfMachine()
const missing = chromium ? '' : ' (SKIPPED: no browser found; apt-get install -y chromium, or name one in HUB_TEST_CHROMIUM)'
const birke = 'uni-birke.example'
const alder = 'uni-alder.example'
const student = `learner@${birke}`
const signer = { name: 'Ada Demo', position: 'Coordinator', email: 'office@signer.example' }

const component = (table: string, title: string, more: object = {}) => ({
  id: newId(),
  table,
  title,
  term: { number: 1, of: 2 },
  credits: [{ scheme: 'ects', value: 6 }],
  ...(table === 'recognised' && { automaticRecognition: true }),
  ...more,
})
const line = (studied: { id: string; title: string }, label: string, outcome: 'passed' | 'failed') => ({
  lineId: studied.title,
  componentId: studied.id,
  losId: `CR/${studied.title}`,
  loiId: `CRI/${studied.title}`,
  title: studied.title,
  outcome,
  label,
  gradingScheme: 'de-1-5',
  distribution: [
    { label: '1.0', count: 5 },
    { label: '5.0', count: 1 },
  ],
  ects: outcome === 'passed' ? 6 : 0,
  iscedF: '0613',
  assessedOn: '2026-11-13',
  term: { title: 'Winter 2026', startsOn: '2026-10-01', endsOn: '2027-03-31' },
})

/** A mobility that all three agreed on and whose transcript stands: one course passed, one passed that has conditions, one failed. Gives its id. */
async function finishedMobility(hub: TestHub): Promise<string> {
  type Answer = Record<string, unknown> & { id: string; version: number; current: { hash: string } }
  const tell = async (who: string, query: string, variables: Record<string, unknown>): Promise<Answer> => {
    const { data, errors } = await (await hub.as(who)).ask(query, variables)
    const one = Object.values((data ?? {}) as Record<string, Answer | Answer[]>).flat()[0] as Answer
    expect([errors, one.code, one.refusal ?? null], JSON.stringify(one)).toEqual([[], undefined, null])
    return one
  }
  const pairs = (
    [
      ['Robotics', 'Robotik', {}],
      ['Cybernetics', 'Cybernetik', { automaticRecognition: false, recognitionConditions: 'With a report of two pages.' }],
      ['Logic', 'Logik', {}],
    ] as const
  ).map(([there, here, more]) => ({ there: component('studied', there), here: component('recognised', here, more) }))
  const { id, current } = await tell(
    student,
    'mutation ($a: LearningAgreementInput!) { openLearningAgreement(agreement: $a) { ... on LearningAgreement { id version current { hash } } ... on Problem { code details } } }',
    {
      a: {
        receiving: alder,
        type: 'semester',
        academicYear: '2026/2027',
        content: {
          components: pairs.flatMap(({ there, here }) => [there, here]),
          links: pairs.map(({ there, here }) => ({ studied: there.id, recognised: here.id })),
          physical: { startsOn: '2026-09-01', endsOn: '2026-11-15' },
          iscedF: '0613',
          eqfLevel: 6,
          languageTag: 'en',
          languageLevel: 'B2',
        },
      },
    },
  )
  const a = [{ id, hash: current.hash }]
  const sign = 'mutation ($a: [AgreementToSign!]!, $s: SignerInput) { signLearningAgreements(agreements: $a, signer: $s) { id refusal { code details } } }'
  await tell(student, sign, { a, s: null })
  await tell(`office@${birke}`, sign, { a, s: signer })
  const approve = sign.replace('$s: SignerInput', '$s: SignerInput!').replace('signLearningAgreements', 'approveLearningAgreements')
  await tell(`office@${alder}`, approve, { a, s: signer })
  await hub.settle()
  const lines = (
    [
      ['1.7', 'passed'],
      ['2.3', 'passed'],
      ['5.0', 'failed'],
    ] as const
  ).map(([label, outcome], i) => line(pairs[i]?.there ?? component('studied', ''), label, outcome))
  const written = await tell(
    `office@${alder}`,
    'mutation ($id: ID!, $l: [TranscriptLineInput!]!) { writeTranscript(mobilityId: $id, expectedVersion: 0, lines: $l) { ... on Transcript { version missing { code line } } ... on Problem { code details } } }',
    { id, l: lines },
  )
  expect(written.missing).toEqual([])
  await tell(
    `office@${alder}`,
    'mutation ($id: ID!, $v: Int!, $s: DocumentSigner!) { issueTranscript(mobilityId: $id, expectedVersion: $v, signer: $s) { ... on Transcript { id state } ... on Problem { code details } } }',
    { id, v: written.version, s: { name: signer.name, position: signer.position } },
  )
  await hub.settle()
  return id
}

describe.skipIf(!chromium)(`the screens of recognition${missing}`, { timeout: 240_000 }, () => {
  let hub: TestHub
  let browser: Browser
  const open = async (person: string, path: string): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', colorScheme: 'light' })).newPage()
    page.setDefaultTimeout(45_000)
    await signIn(page, hub.url, person)
    await page.goto(`${hub.url}${path}`)
    return page
  }

  beforeAll(async () => {
    buildConsole()
    hub = await Hub.start()
    browser = await launch(chromium ?? '')
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })

  test('a finished mobility: papers, what was agreed and achieved, a suggested grade with its working, and one press to recognise (R12, R13, R17)', async () => {
    const id = await finishedMobility(hub)
    const page = await open(`recognition@${birke}`, `/agreements/${id}`)
    await page.getByText('issued in time').waitFor()
    const pdf = await page.getByRole('link', { name: 'PDF: version 1' }).getAttribute('href')
    expect((await (await hub.as(`recognition@${birke}`)).fetch(pdf ?? '')).headers.get('content-type')).toBe('application/pdf')

    const robotics = page.getByRole('row', { name: /^Robotik/ })
    await robotics.getByText('agreed and passed').waitFor()
    await page
      .getByRole('row', { name: /^Logik/ })
      .getByText('not passed')
      .waitFor()
    await page.getByRole('button', { name: 'Suggest a grade for Robotics' }).click()
    await robotics.getByText('grade suggested').waitFor()
    await robotics.getByText('How this was worked out').click()
    await robotics.getByText(/^The range of 1[.,]7 meets/).waitFor()
    await expectAccessible(page, 'the recognition of a mobility')
    await robotics.getByRole('button', { name: /^Approve [A-E]$/ }).click()
    await robotics.getByText('grade approved').waitFor()

    await page.getByLabel('ECTS recognised for Cybernetik').fill('4')
    await page.getByRole('button', { name: 'Recognise 10 ECTS' }).click()
    await page.getByRole('alert').getByText('This needs a reason.').waitFor()
    await page.getByRole('alert').getByText('About: Cybernetik').waitFor()
    await page.getByLabel('Why, for Cybernetik').fill('The report was not handed in.')
    await page.getByRole('button', { name: 'Recognise 10 ECTS' }).click()
    await page.getByText('10 ECTS recognised, 12 ECTS earned').waitFor()
    await page.close()

    const mine = await open(student, `/my-agreement?id=${id}`)
    await mine.getByText('The report was not handed in.').waitFor()
    await mine.getByText('recognised in part').first().waitFor()
    await mine.close()
  })

  test('a case that no commitment decides waits at the desk with its reason, and is decided with criteria and words (R8, R10)', async () => {
    const lead = await hub.as(`examinations@${alder}`)
    const file = resultsCsv([
      { learner: 'demo-0002', givenNames: 'Elsa', familyName: 'Ekdahl', birthDate: '2003-11-02', outcome: 'passed', grade: '', ects: '3' },
    ])
    const run = await lead.check({ file, offering: 'ALD-BIP-CITY-2026' })
    await lead.accept(run.id)
    await lead.until(run.id, ['done'])
    await hub.settle()
    const page = await open(`recognition@${birke}`, '/recognition')
    await page.getByText('No agreement promises the recognition of this course').waitFor()
    await expectAccessible(page, 'the recognition desk')
    await page.getByRole('button', { name: /^Decide the case of/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Outcome', { exact: true }).selectOption('refused')
    await dialog.getByRole('checkbox', { name: 'workload' }).check()
    await dialog.getByLabel('In words').fill('It is shorter than ours.')
    await dialog.getByRole('button', { name: 'Refuse recognition' }).click()
    await dialog.getByText('A refusal may not rest on workload alone.').waitFor()
    await expectNoFindings(page, 'deciding a case', ['[role=dialog]'])
    await dialog.getByLabel('Outcome', { exact: true }).selectOption('partial')
    await dialog.getByLabel('ECTS recognised').fill('2')
    await dialog.getByRole('button', { name: 'Recognise in part' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByLabel('Status').selectOption('decided')
    await page.getByText('recognised in part, 2 ECTS').waitFor()
    await page.close()
  })
})
