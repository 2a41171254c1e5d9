import { GradingTablePublished, OpportunitySeatsRequested, TranscriptIssued } from '@collegium/contracts'
import { v7 as newId } from 'uuid'
import { expect } from 'vitest'
import { alder, anEvent, birke, type mobilityUnderTest, type Who } from './mobility-under-test.ts'

type Hub = Awaited<ReturnType<typeof mobilityUnderTest>>
type Told = <T = Record<string, string>>(query: string, variables: Record<string, unknown>, who: Who) => Promise<T>

const office = ['international-office', 'examinations-office', 'recognition-office', 'institution-administrator'] as const
const [sender, receiver]: readonly [Who, Who] = [
  { institution: birke, roles: office },
  { institution: alder, roles: office },
]
const signer = { name: 'Ada Demo', position: 'Coordinator', email: 'ada@office.example' }
const sign = 'mutation ($a: [AgreementToSign!]!, $s: SignerInput) { signLearningAgreements(agreements: $a, signer: $s) { refusal { code details } } }'
const approve = 'mutation ($a: [AgreementToSign!]!, $s: SignerInput!) { approveLearningAgreements(agreements: $a, signer: $s) { refusal { code details } } }'
const problem = '... on Problem { code details }'

/** Student and sending office sign what stands, and the receiving one approves it. */
export async function allSign(told: Told, id: string, learner: Who): Promise<void> {
  const { current } = await told<{ current: { hash: string } }>('query ($id: ID!) { learningAgreement(id: $id) { current { hash } } }', { id }, sender)
  const a = [{ id, hash: current.hash }]
  expect(await told(sign, { a, s: null }, learner)).toEqual([{ refusal: null }])
  expect(await told(sign, { a, s: signer }, sender)).toEqual([{ refusal: null }])
  expect(await told(approve, { a, s: signer }, receiver)).toEqual([{ refusal: null }])
}

/** An agreed semester goes on: a change that all sign, arrival and departure confirmed, the transcript issued, and the home's recognition; with seats and quotas beside it. */
export async function toItsEnd(
  hub: Hub,
  told: Told,
  { id, learner, there, instanceId }: { readonly id: string; readonly learner: Who; readonly there: string; readonly instanceId: string },
): Promise<void> {
  const versionOf = async () => (await told<{ version: number }>('query ($id: ID!) { learningAgreement(id: $id) { version } }', { id }, sender)).version
  const extra = {
    id: newId(),
    table: 'virtual',
    title: 'Data Ethics',
    shortDescription: 'Online',
    automaticRecognition: true,
    credits: [{ scheme: 'ects', value: 2 }],
  }
  await told(
    `mutation ($id: ID!, $v: Int!, $c: [AgreementChangeInput!]!) { proposeAgreementChanges(id: $id, expectedVersion: $v, changes: $c) { __typename ${problem} } }`,
    { id, v: await versionOf(), c: [{ kind: 'insert', component: extra, reasonCode: 'adding-virtual-component' }] },
    learner,
  )
  await allSign(told, id, learner)

  hub.pass(200 * 86_400_000)
  const days = { mobilityId: id, arrivedOn: '2027-03-01', leftOn: '2027-05-31' }
  const confirmed = await told<{ outcomes: { code: string | null }[] }>(
    `mutation ($p: [PersonToConfirm!]!, $s: DocumentSigner!) { confirm(kind: stay, people: $p, signer: $s) { ... on ConfirmationOutcomes { outcomes { code } } ${problem} } }`,
    { p: [days], s: { name: signer.name, position: signer.position } },
    receiver,
  )
  expect(confirmed.outcomes).toEqual([{ code: null }])
  for (const move of ['start', 'end']) {
    const moved = await told(
      'mutation ($a: [AgreementToMove!]!, $m: String!) { followMobilities(agreements: $a, move: $m) { refusal { code details } } }',
      { a: [{ id, expectedVersion: await versionOf() }], m: move },
      receiver,
    )
    expect(moved).toEqual([{ refusal: null }])
  }
  const about = { iscedF: '061', cycle: 'first', firstYear: '2024/2025', lastYear: '2025/2026', version: 1 } as const
  const grades = (...labels: string[]) => labels.map((label, i) => ({ label, count: 20 + i, passes: i < labels.length - 1 }))
  await hub.feed(
    anEvent(GradingTablePublished, { ...about, tableId: newId(), schacId: alder, gradingScheme: 'de-1-5', grades: grades('1.3', '1.7', '5.0') }),
    anEvent(GradingTablePublished, { ...about, tableId: newId(), schacId: birke, gradingScheme: 'se-a-f', grades: grades('A', 'C', 'F') }),
  )
  const line = {
    lineId: 'statistics',
    componentId: there,
    losId: 'CR/ST2',
    loiId: 'CRI/ST2-27',
    title: 'Statistics II',
    iscedF: '0613',
    ects: 30,
    outcome: 'passed',
    label: '1.3',
    gradingScheme: 'de-1-5',
    assessedOn: '2027-05-20',
    distribution: [{ label: '1.3', count: 4 }],
    term: { title: 'Summer semester', startsOn: '2027-03-01', endsOn: '2027-07-31' },
  }
  await told(
    `mutation ($id: ID!, $lines: [TranscriptLineInput!]!) { writeTranscript(mobilityId: $id, lines: $lines, expectedVersion: 0) { __typename ${problem} } }`,
    { id, lines: [line] },
    receiver,
  )
  await hub.published()
  await told(
    `mutation ($id: ID!, $s: DocumentSigner!) { issueTranscript(mobilityId: $id, signer: $s, expectedVersion: 1) { __typename ${problem} } }`,
    { id, s: { name: signer.name, position: signer.position } },
    receiver,
  )
  const issued = (await hub.published()).find(({ fact }) => fact === 'transcript.issued')
  await hub.feed(anEvent(TranscriptIssued, issued?.data as never))
  await told(
    `mutation ($id: ID!, $v: Int!) { recogniseMobility(id: $id, expectedVersion: $v, decisions: []) { __typename ${problem} } }`,
    { id, v: await versionOf() },
    sender,
  )

  await told(
    `mutation ($id: ID!) { suggestGrade(mobilityId: $id, lineId: "statistics", eqfLevel: 6, expectedVersion: 0) { __typename ${problem} } }`,
    { id },
    sender,
  )

  await hub.feed(
    anEvent(OpportunitySeatsRequested, {
      specificationId: newId(),
      lead: alder,
      instanceId,
      request: 1,
      plan: { total: 20, perPartner: [{ institution: birke, seats: 5 }] },
    }),
  )
  await told(
    `mutation ($id: ID!) { setProgrammeQuotas(opportunityId: $id, callYear: 2026, quotas: [{ sending: "${birke}", places: 3 }]) { __typename ${problem} } }`,
    { id: instanceId },
    receiver,
  )
}
