import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SubmittedRow } from '@collegium/contracts'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { matrix } from './tenancy.matrix.ts'
import { dataRequests, learners } from './learners/tables.ts'
import { agreementVersions, learningAgreements } from './learning-agreements/tables.ts'
import { nominations } from './nominations/tables.ts'
import { enrolments } from './enrolments/tables.ts'
import { resultVersions } from './results/tables.ts'
import { afterwards, type Ask, type Answer, type Cell, cellsOf, type Given, waysThrough } from './testing/ask-every-field.ts'
import { aRow, jointCourse } from './testing/joint-course.ts'
import { allSign, toItsEnd } from './testing/to-its-end.ts'
import { alder, birke, cedro, learnerOf, mobilityUnderTest, officeOf, theAlliance, type Who } from './testing/mobility-under-test.ts'

/** One column of the matrix each. The offices hold every role of an office, so that nothing but tenancy keeps a row from them. */
const viewers = ['sending', 'receiving', 'other', 'learner', 'analyst', 'system', 'nobody'] as const
const office = ['international-office', 'examinations-office', 'recognition-office', 'institution-administrator'] as const
const esi = `urn:schac:personalUniqueCode:int:esi:${birke}:matrix-1`
const birthDate = '2003-05-06'

const rows = new Map<string, SubmittedRow>()
let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
let observed: Record<string, Record<string, string>>
let given: Given
let sight: Readonly<Record<(typeof viewers)[number], Who | null>>

async function told<T = Record<string, string>>(query: string, variables: Record<string, unknown>, who: Who): Promise<T> {
  const { data, errors } = await hub.graph<Record<string, T>>(query, variables, who)
  expect(errors).toBeUndefined()
  const [answer] = Object.values(data)
  expect(answer, JSON.stringify(answer)).not.toHaveProperty('code')
  return answer as T
}

/** One learner of Birke who goes to Alder: nominated, agreed, enrolled, with a result, a row that waits, a double, a request, statements and a precedent. */
async function prepared(): Promise<Given> {
  await hub.feed(...theAlliance())
  const home = officeOf(birke)
  const person = { givenNames: 'Åsa', familyName: 'Öberg', birthDate, citizenship: 'SE', gender: 2, email: 'asa@mail.example' }
  const register = 'mutation ($learner: LearnerInput!) { registerLearner(learner: $learner) { ... on Learner { id } ... on Problem { code details } } }'
  const { id: learnerId = '' } = await told(register, { learner: { ...person, esi } }, home)
  await told(register, { learner: { ...person, esi: `${esi}-double` } }, home)
  const learner = learnerOf(birke, learnerId)

  const nominated = await told(
    'mutation ($m: MobilityInput!, $n: NomineeInput!) { nominateLearner(mobility: $m, nominee: $n) { ... on Nomination { id contentHash } ... on Problem { code details } } }',
    {
      m: {
        type: 'semester',
        receiving: alder,
        academicYear: '2026/2027',
        term: '2026/2027-2/2',
        iscedF: '0613',
        eqfLevel: 6,
        physical: { from: '2027-03-01', to: '2027-07-31' },
      },
      n: { learnerId, comment: 'Speaks German.' },
    },
    home,
  )
  await told(
    'mutation ($id: ID!, $h: String!) { approveNomination(id: $id, contentHash: $h) { ... on Nomination { id } ... on Problem { code details } } }',
    { id: nominated.id, h: nominated.contentHash },
    officeOf(alder),
  )

  const [there, here] = [newId(), newId()]
  const component = { term: { number: 1, of: 2 }, credits: [{ scheme: 'ects', value: 30 }] }
  const contact = { givenNames: 'Ada', familyName: 'Demo', email: 'ada@office.example', phone: '+46123' }
  const opened = await told<{ id: string; current: { hash: string } }>(
    'mutation ($a: LearningAgreementInput!) { openLearningAgreement(agreement: $a) { ... on LearningAgreement { id current { hash } } ... on Problem { code details } } }',
    {
      a: {
        id: nominated.id,
        learnerId,
        receiving: alder,
        sendingUnit: 'STAT',
        type: 'semester',
        academicYear: '2026/2027',
        programme: { code: 'P-1', callYear: 2026 },
        sendingContact: contact,
        receivingContact: contact,
        content: {
          components: [
            { ...component, id: there, table: 'studied', title: 'Statistics II', losCode: 'ST2' },
            { ...component, id: here, table: 'recognised', title: 'Statistik B', automaticRecognition: true },
          ],
          links: [{ studied: there, recognised: here }],
          physical: { startsOn: '2027-03-01', endsOn: '2027-07-31' },
          target: { kind: 'programme', code: 'BSC', title: 'Statistics', ects: 180 },
          iscedF: '0542',
          iscedClarification: 'Statistics',
          learningOutcomesUrl: 'https://office.example/outcomes',
          provisionsUrl: 'https://office.example/provisions',
          eqfLevel: 6,
          languageTag: 'en',
          languageLevel: 'B2',
        },
      },
    },
    home,
  )
  await allSign(told, opened.id, learner)

  const course = jointCourse()
  const ours = aRow(course.instanceId, { esi, givenNames: person.givenNames, familyName: person.familyName, birthDate })
  const waiting = aRow(course.instanceId, { esi: `${esi}-double`, givenNames: 'Ina', familyName: 'Other', birthDate: '2001-01-01' })
  for (const { row } of [ours, waiting]) rows.set(row.submissionId, row)
  await hub.feed(...course.events, ours.event, waiting.event)
  type Seen = { edges: { node: { id: string; results: { id: string }[] } }[] }
  const { edges } = await told<Seen>(
    'query ($id: ID) { enrolments(instanceId: $id) { edges { node { id results { id } } } } }',
    { id: course.instanceId },
    home,
  )
  const enrolment = edges[0]?.node
  expect(enrolment?.results).toHaveLength(1)
  await told(
    `mutation ($ids: [ID!]!) { stateLegalStatus(enrolmentIds: $ids, statements: [{ question: FUNDING, answer: UNCLEAR, owner: "${birke}", reviewOn: "2027-01-01" }]) { __typename ... on Problem { code details } } }`,
    { ids: [enrolment?.id] },
    home,
  )
  await told('mutation ($id: ID!) { requestAccess(learnerId: $id) { ... on DataRequest { id } ... on Problem { code details } } }', { id: learnerId }, learner)
  await told(
    `mutation { recordCourseEquivalence(equivalence: { provider: "${alder}", losCode: "ST2", title: "Statistics II", recognisedCode: "B", recognisedTitle: "Statistik B", recognisedEcts: 5,
      decidedBy: "Ada Demo", decidedOn: "2026-10-01", validUntil: "2028-10-01" }) { __typename ... on Problem { code details } } }`,
    {},
    { institution: birke, roles: office },
  )
  for (const id of [opened.id, enrolment?.id]) {
    await told(
      `mutation { addDossierNote(about: "${id}", text: "Asked for the timetable.") { ... on DossierNote { id } ... on Problem { code details } } }`,
      {},
      home,
    )
    const url = `/api/dossiers/${id}/attachments?name=Form.pdf`
    const headers = { authorization: `Bearer ${await hub.token(home)}`, 'content-type': 'application/pdf' }
    expect((await hub.app.inject({ method: 'POST', url, headers, payload: Buffer.from('%PDF-1.7\n') })).statusCode).toBe(201)
  }
  await told(
    'mutation { saveView(name: "All", filter: { academicYear: "all" }, forAll: true) { ... on SavedView { id } ... on Problem { code details } } }',
    {},
    home,
  )
  await toItsEnd(hub, told, { id: opened.id, learner, there, instanceId: course.instanceId })
  await told('{ learnerDirectory(purpose: "nomination", search: { name: "Öberg" }) { totalCount } }', {}, home)
  return {
    entities: {
      Enrolment: enrolment?.id ?? '',
      LearningAgreement: opened.id,
      Learner: learnerId,
      LearningOpportunityInstance: course.instanceId,
      Nomination: nominated.id ?? '',
      Result: enrolment?.results[0]?.id ?? '',
    },
    args: {
      'Query.enrolment': `id: "${enrolment?.id}"`,
      'Query.learningAgreement': `id: "${opened.id}"`,
      'Query.nomination': `id: "${nominated.id}"`,
      'Query.learnerByEsi': `esi: "${esi}"`,
      'Query.learnerDirectory': 'purpose: "nomination", search: { name: "Öberg" }',
      'Query.transcript': `mobilityId: "${opened.id}"`,
      'Query.confirmations': `mobilityIds: ["${opened.id}"]`,
      'Mutation.followMobilities': 'agreements: [], move: "start"',
      'Mutation.openLearningAgreements': 'agreements: []',
    },
  }
}

const ask =
  (who: Who | null): Ask =>
  async (query) => {
    if (who) return { status: 200, errors: [], ...((await hub.graph(query, {}, who)) as unknown as Partial<Answer> & { data: Answer['data'] }) }
    const answer = await hub.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ query }),
    })
    return { status: answer.statusCode, data: null, errors: [] }
  }
const sdl = readFileSync(join(import.meta.dirname, '../schema.graphql'), 'utf8')

beforeAll(async () => {
  hub = await mobilityUnderTest({
    claim: (async (_path: string, _purpose: string, body: { ids: string[] }) => ({ submissions: body.ids.flatMap((id) => rows.get(id) ?? []) })) as never,
  })
  given = await prepared()
  sight = {
    sending: { institution: birke, roles: office },
    receiving: { institution: alder, roles: office },
    other: { institution: cedro, roles: office },
    learner: learnerOf(birke, given.entities.Learner ?? ''),
    analyst: { institution: 'alliance.example', roles: ['analyst'] },
    system: { institution: birke, roles: ['system'], session: { kind: 'system', subject: 'system:client' } },
    nobody: null,
  }
  const { schema, types, ways } = waysThrough(sdl, given)
  observed = {}
  const late = (type: (typeof types)[number]) => Number(afterwards(schema, type, ways.get(type.name) ?? []))
  for (const type of types.toSorted((a, b) => late(a) - late(b))) {
    const columns: Record<string, Cell>[] = []
    for (const viewer of viewers) columns.push(await cellsOf(ask(sight[viewer]), schema, type, ways.get(type.name) ?? [], given))
    observed[type.name] = Object.fromEntries(Object.keys(type.getFields()).map((field) => [field, columns.map((cells) => cells[field]).join('')]))
  }
}, 600_000)
afterAll(() => hub?.[Symbol.asyncDispose]())

test('(P01) every field of every type, for every kind of viewer, gives what the matrix says', () => {
  const expected: Record<string, Record<string, string>> = matrix
  const names = (table: Record<string, Record<string, string>>) =>
    Object.entries(table).flatMap(([type, fields]) => Object.keys(fields).map((field) => [type, field] as const))
  const faults = [
    ...names(observed).flatMap(([type, field]) => {
      const [is, shall] = [observed[type]?.[field], expected[type]?.[field]]
      return is === shall
        ? []
        : [
            shall
              ? `${type}.${field} is '${is}', the matrix says '${shall}'`
              : `${type}.${field} is not in the matrix: look whether it is right, and add under ${type}  ${field}: '${is}',`,
          ]
    }),
    ...names(expected).flatMap(([type, field]) =>
      observed[type]?.[field] ? [] : [`${type}.${field} is in the matrix and no longer in the schema: take it out`],
    ),
  ]
  expect(faults).toEqual([])
})

test('(P01) whatever the matrix says: no personal field reaches another institution, an analyst, a system or nobody', () => {
  const personal = /^(givenNames|familyName|latin\w+|birthDate|email|esi|citizenship|gender|localId|participantName|nominee|handedIn|student)$/
  // People of offices sign and are asked; their names are meant to be read.
  const staff = ['AgreementContact', 'AgreementSignature']
  const leaks = Object.entries(observed).flatMap(([type, fields]) =>
    staff.includes(type)
      ? []
      : Object.entries(fields)
          .filter(([field, cells]) => personal.test(field) && [cells[2], cells[4], cells[5], cells[6]].includes('v'))
          .map(([field]) => `${type}.${field}`),
  )
  expect(leaks).toEqual([])
  // What an institution writes down for itself is not even for the other party of the mobility, nor for the learner's screens.
  const internal = ['DossierNote', 'DossierAttachment'].flatMap((type) => Object.values(observed[type] ?? {}).map((cells) => cells.slice(1)))
  expect(new Set(internal)).toEqual(new Set(['.....r']))
})

test('(P01) no mutation of another institution, an analyst, a system or nobody changes a row, whatever ids it names', async () => {
  const tables = [learningAgreements, agreementVersions, nominations, enrolments, resultVersions, learners, dataRequests]
  const state = async () =>
    (
      await Promise.all(
        tables.map((table) =>
          hub.database
            .reader({ tenants: [birke, alder] })
            .select()
            .from(table as typeof learners),
        ),
      )
    )
      .flat()
      .map((row) => JSON.stringify(row))
      .sort()
  const before = await state()
  for (const anyId of Object.values(given.entities)) {
    const named = { ...given, anyId }
    const { schema, types, ways } = waysThrough(sdl, named)
    const mutation = types.find((type) => type.name === 'Mutation')
    for (const viewer of ['other', 'analyst', 'system', 'nobody'] as const)
      if (mutation) await cellsOf(ask(sight[viewer]), schema, mutation, ways.get(mutation.name) ?? [], named)
  }
  expect(await state()).toEqual(before)
}, 600_000)
