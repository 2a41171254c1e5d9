import { GradingTablePublished, type HubEvent, OpportunityOpened, OpportunityPublished, TermCalendarPublished } from '@collegium/contracts'
import { insertRows } from '@collegium/database'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import { enrolments } from '../enrolments/tables.ts'
import { learnerVault } from '../learners/vault.ts'
import { learners } from '../learners/tables.ts'
import { sealStudent } from '../learning-agreements/student-vault.ts'
import { agreementVersions, learningAgreements } from '../learning-agreements/tables.ts'
import { results } from '../results/tables.ts'
import { alder, anEvent, birke, cedro, learnerOf, mobilityUnderTest, officeOf, theAlliance, type Who } from '../testing/mobility-under-test.ts'
import { faultsOfXml, schemasMissing, schemasNote } from '../transcripts/published-schemas.fixture.ts'

let service: Awaited<ReturnType<typeof mobilityUnderTest>>
const specificationId = newId()
const instanceId = newId()
const tables = [newId(), newId()] as const
const examinations: Who = { institution: alder, roles: ['examinations-office'] }
const recognition: Who = { institution: birke, roles: ['recognition-office'] }
const signer = { name: 'Dr. Elif Yıldız', position: 'Head of the examinations office' }

/** An agreed mobility from Birke to Alder, as the learning agreement leaves it. */
async function aMobility(given: { readonly surname: string; readonly type?: 'semester' | 'short-term-blended'; readonly esi?: string | null }) {
  const { database, dependencies } = service
  const vault = learnerVault(dependencies.settings.secret)
  const [id, learnerId] = [newId(), newId()]
  const { key, wrapped } = vault.newKey(learnerId)
  const esi = given.esi === undefined ? `urn:schac:personalUniqueCode:int:esi:${birke}:${id}` : given.esi
  const student = {
    givenNames: 'Ada',
    familyName: given.surname,
    birthDate: '2004-02-29',
    esi,
    citizenship: 'SE',
    gender: 2 as const,
    email: 'ada@example.org',
  }
  const agreement: typeof learningAgreements.$inferInsert = {
    id,
    version: 1,
    learnerId,
    sending: birke,
    receiving: alder,
    receiverSees: alder,
    teachingPartners: [],
    type: given.type ?? 'semester',
    academicYear: '2026/2027',
    programme: null,
    ...sealStudent(vault, key, id, student),
    state: 'agreed',
    status: 'agreed',
    turn: 'nobody',
    turnSince: '2026-09-01T10:00:00Z',
    startsOn: '2026-10-01',
    endsOn: '2026-10-31',
    searchText: '',
    nameTokens: [],
    openedAt: '2026-08-01T10:00:00Z',
    changedAt: '2026-09-01T10:00:00Z',
    rulePack: 'erasmus-2024',
  }
  const component = {
    losId: null,
    losCode: null,
    loiId: null,
    term: null,
    credits: [{ scheme: 'ects', value: 5 }],
    shortDescription: null,
    period: null,
    form: null,
    teachingPartner: null,
    recognitionConditions: null,
  }
  const content = {
    components: [
      { ...component, id: 'studied-1', table: 'studied' as const, title: 'Data and Society', instanceId, automaticRecognition: null },
      { ...component, id: 'recognised-1', table: 'recognised' as const, title: 'Elective', instanceId: null, automaticRecognition: true },
    ],
    links: [{ studied: 'studied-1', recognised: 'recognised-1' }],
    physical: { startsOn: '2026-10-01', endsOn: '2026-10-31' },
    virtual: null,
    target: null,
    iscedF: '0613',
    iscedClarification: null,
    eqfLevel: 6,
    language: { tag: 'en', cefr: 'B2' },
    legalStatements: [],
    learningOutcomesUrl: null,
    provisionsUrl: null,
  }
  const at = '2026-09-01T10:00:00Z'
  await database.write({ tenants: [birke] }, { correlationId: 'test' }, async (tx) => {
    await insertRows(tx.sql, learners, [{ id: learnerId, version: 1, home: birke, wrappedKey: Buffer.from(wrapped), personal: null, nameTokens: [] }])
    await insertRows(tx.sql, learningAgreements, [agreement])
    await insertRows(tx.sql, agreementVersions, [
      {
        agreementId: id,
        number: 1,
        sending: birke,
        receiverSees: alder,
        learnerId,
        state: 'approved',
        content,
        changes: [],
        steps: [],
        hash: 'f'.repeat(64),
        signatures: [],
        comment: null,
        openedAt: at,
        changedAt: at,
      },
    ])
  })
  return { id, learnerId, key }
}

/** A released result of the hub for a learner at the joint course. */
async function aResult(learnerId: string, grade: string | null, outcome: 'passed' | 'failed' = 'passed', gradingScheme: string | null = 'de-1-5') {
  const enrolmentId = newId()
  await service.database.write({ tenants: [alder] }, { correlationId: 'test' }, async (tx) => {
    await insertRows(tx.sql, enrolments, [
      {
        id: enrolmentId,
        version: 1,
        instanceId,
        specificationId,
        learnerId,
        lead: alder,
        home: birke,
        participant: Buffer.from('x'),
        outcome: null,
        state: 'active',
        seated: false,
      },
    ])
    await insertRows(tx.sql, results, [
      {
        id: newId(),
        version: 1,
        enrolmentId,
        attempt: 1,
        lead: alder,
        home: birke,
        learnerId,
        state: 'released',
        outcome,
        ects: outcome === 'passed' ? 5 : 0,
        grade,
        gradingScheme,
        assessedOn: '2026-11-10',
        submissionId: newId(),
      },
    ])
  })
  return enrolmentId
}

const fetchPaper = async (path: string, who?: Who, headers: Record<string, string> = {}) => {
  const authorization = who ? { authorization: `Bearer ${await service.token(who)}` } : {}
  return service.app.inject({ method: 'GET', url: path.replace(/^https?:\/\/[^/]+/, ''), headers: { ...authorization, ...headers } })
}

beforeAll(async () => {
  service = await mobilityUnderTest()
  const specification = {
    specificationId,
    version: 1,
    code: 'ALD-DATA',
    kind: 'joint-course',
    lead: alder,
    partners: [birke, cedro],
    title: { en: 'Data and Society' },
    learningOutcomes: [{ title: { en: 'Assess data' }, escoSkill: null }],
    ects: 5,
    workloadHours: 135,
    eqfLevel: 6,
    iscedF: '0613',
    assessment: { type: 'project', text: { en: 'Project' } },
    participation: 'blended',
    qualityAssurance: { responsibleBody: alder, kind: 'programme', agency: 'A', title: 'T', report: 'https://quality.example/1', validUntil: '2031-01-01' },
    prerequisites: null,
    identityCheck: null,
    stackability: null,
    language: 'en',
  } as const
  const instance = {
    instanceId,
    specificationId,
    specificationVersion: 1,
    code: 'ALD-DATA-2026',
    academicYear: '2026/2027',
    startsOn: '2026-10-01',
    endsOn: '2027-01-31',
    gradingScheme: 'de-1-5',
    releaseOnAcceptance: true,
  }
  const about = { iscedF: '061', cycle: 'first', firstYear: '2024/2025', lastYear: '2025/2026', version: 1 } as const
  await service.feed(
    ...theAlliance(),
    anEvent(OpportunityPublished, { specificationId, version: 1, specHash: 'a'.repeat(64), specification: specification as never }),
    anEvent(OpportunityOpened, { specificationId, version: 1, lead: alder, partners: [birke, cedro], instance: instance as never }) as HubEvent,
    anEvent(TermCalendarPublished, {
      calendarId: newId(),
      version: 1,
      schacId: alder,
      academicYear: '2026/2027',
      terms: [{ number: 1, name: { en: 'Winter semester' }, startsOn: '2026-10-01', endsOn: '2027-03-31', resultsOn: '2027-03-15' }],
    }),
    anEvent(GradingTablePublished, {
      ...about,
      tableId: tables[0],
      schacId: alder,
      gradingScheme: 'de-1-5',
      grades: [
        { label: '1.3', count: 20, passes: true },
        { label: '1.7', count: 30, passes: true },
        { label: '5.0', count: 9, passes: false },
      ],
    }),
    anEvent(GradingTablePublished, {
      ...about,
      tableId: tables[1],
      schacId: birke,
      gradingScheme: 'se-a-f',
      grades: [
        { label: 'A', count: 40, passes: true },
        { label: 'C', count: 60, passes: true },
        { label: 'F', count: 9, passes: false },
      ],
    }),
  )
}, 60_000)
afterAll(() => service[Symbol.asyncDispose]())

const transcriptFields =
  'id version state missing { code line } draft { lineId label ects distribution { label count } term { title } componentId } issues { issue reason printedAddress(language: de) document lines { label } }'
const write = `mutation ($id: ID!, $lines: [TranscriptLineInput!]!, $reason: String, $v: Int!) { writeTranscript(mobilityId: $id, lines: $lines, reason: $reason, expectedVersion: $v) { __typename ... on Transcript { ${transcriptFields} } ... on Problem { code details } } }`
const issue = `mutation ($id: ID!, $signer: DocumentSigner!, $v: Int!) { issueTranscript(mobilityId: $id, signer: $signer, expectedVersion: $v) { __typename ... on Transcript { ${transcriptFields} } ... on Problem { code details } } }`
const receive =
  'mutation ($id: ID!, $v: Int!) { receiveTranscript(mobilityId: $id, expectedVersion: $v) { __typename ... on Transcript { state version } ... on Problem { code details } } }'
const read = `query ($id: ID!) { transcript(mobilityId: $id) { ${transcriptFields} } }`
interface Answer {
  readonly [field: string]: {
    readonly version: number
    readonly code?: string
    readonly details?: object
    readonly draft: { readonly lineId: string }[]
    readonly issues: { readonly printedAddress: string; readonly document: string }[]
  }
}

describe('a transcript of records (H08)', () => {
  test('is written from the hub results, issued, read by the sender and the learner, received, corrected; what was printed stays', async () => {
    const { id, learnerId } = await aMobility({ surname: 'Lind' })
    await aResult(learnerId, '1.7')
    const entered = {
      lineId: 'swimming',
      losId: 'CR/SW-1',
      loiId: 'CRI/SW-1-26',
      title: 'Swimming',
      ects: 1,
      outcome: 'passed',
      label: '1.3',
      gradingScheme: 'de-1-5',
      distribution: [{ label: '1.3', count: 4 }],
    }
    const drafted = (await service.graph<Answer>(write, { id, lines: [entered], v: 0 }, examinations)).data.writeTranscript
    expect(drafted).toMatchObject({
      version: 1,
      state: 'draft',
      draft: [
        {
          label: '1.7',
          ects: 5,
          componentId: 'studied-1',
          term: { title: 'Winter semester' },
          distribution: [{ label: '1.3', count: 20 }, { label: '1.7' }, { label: '5.0', count: 9 }],
        },
        { lineId: 'swimming' },
      ],
      missing: [{ code: 'line-without-term', line: 'swimming' }],
      issues: [],
    })
    expect((await service.graph<Answer>(issue, { id, signer, v: 1 }, examinations)).data.issueTranscript).toMatchObject({
      code: 'transcript-incomplete',
      details: { missing: [{ code: 'line-without-term', line: 'swimming' }] },
    })
    // Nobody but the receiver sees what is being written.
    for (const who of [officeOf(birke), officeOf(cedro), learnerOf(birke, learnerId)])
      expect((await service.graph<Answer>(read, { id }, who)).data.transcript).toBeNull()
    const complete = { ...entered, term: { title: 'Winter semester', startsOn: '2026-10-01', endsOn: '2027-03-31' } }
    expect((await service.graph<Answer>(write, { id, lines: [complete], v: 1 }, examinations)).data.writeTranscript).toMatchObject({ version: 2, missing: [] })
    expect((await service.graph<Answer>(write, { id, lines: [complete], v: 1 }, examinations)).data.writeTranscript).toMatchObject({ code: 'stale-version' })
    await service.published()
    const issued = (await service.graph<Answer>(issue, { id, signer, v: 2 }, examinations)).data.issueTranscript
    expect(issued).toMatchObject({ version: 3, state: 'issued', issues: [{ issue: 1 }] })
    const [told] = await service.published()
    expect(told).toMatchObject({ fact: 'transcript.issued', data: { mobilityId: id, issue: 1, ectsEarned: 6, passed: 2, failed: 0, dueOn: '2027-04-19' } })
    expect(JSON.stringify(told)).not.toMatch(/Lind|2004|personalUniqueCode/)

    for (const who of [officeOf(birke), learnerOf(birke, learnerId)])
      expect((await service.graph<Answer>(read, { id }, who)).data.transcript).toMatchObject({
        draft: null,
        missing: null,
        issues: [{ lines: [{ label: '1.7' }, { label: '1.3' }] }],
      })
    expect((await service.graph<Answer>(read, { id }, officeOf(cedro))).data.transcript).toBeNull()
    expect((await service.graph<Answer>(receive, { id, v: 3 }, examinations)).data).toMatchObject({ receiveTranscript: { code: 'forbidden' } })
    expect((await service.graph<Answer>(receive, { id, v: 3 }, officeOf(birke))).data.receiveTranscript).toMatchObject({ state: 'received', version: 4 })

    const printed = issued?.issues[0]?.printedAddress ?? ''
    const first = await fetchPaper(printed)
    expect(first.statusCode).toBe(200)
    expect(first.headers).toMatchObject({ 'content-type': 'application/pdf', 'content-language': 'de' })
    expect((await service.graph<Answer>(write, { id, lines: [complete], v: 4 }, examinations)).data.writeTranscript).toMatchObject({ code: 'reason-needed' })
    expect(
      (await service.graph<Answer>(write, { id, lines: [{ ...complete, label: '2.0' }], reason: 'recording-error', v: 4 }, examinations)).data.writeTranscript,
    ).toMatchObject({ state: 'in-correction' })
    // The sender goes on reading what was issued, not what is being written.
    expect((await service.graph<Answer>(read, { id }, officeOf(birke))).data.transcript).toMatchObject({
      draft: null,
      issues: [{ lines: [{ label: '1.7' }, { label: '1.3' }] }],
    })
    expect((await service.graph<Answer>(issue, { id, signer, v: 5 }, examinations)).data.issueTranscript).toMatchObject({
      issues: [{ issue: 1 }, { issue: 2, reason: 'recording-error' }],
    })
    expect((await fetchPaper(printed)).rawPayload.equals(first.rawPayload)).toBe(true)
    const second = await fetchPaper(`/api/transcripts/${id}/2`, officeOf(birke), { 'accept-language': 'sv-SE,sv;q=0.9' })
    expect(second.headers['content-language']).toBe('sv')
    expect(second.rawPayload.equals(first.rawPayload)).toBe(false)
    // The code of one version opens no other.
    expect((await fetchPaper(printed.replace('/1?', '/2?'))).statusCode).toBe(404)
    expect((await fetchPaper(printed.replace(alder, birke))).statusCode).toBe(404)
    expect((await fetchPaper(`/api/transcripts/${id}/1`)).statusCode).toBe(401)
    expect((await fetchPaper(`/api/transcripts/${id}/1`, officeOf(cedro))).statusCode).toBe(404)
    expect((await fetchPaper(`/api/transcripts/${id}/1`, { institution: birke, roles: ['analyst'] })).statusCode).toBe(404)
  })

  test.skipIf(schemasMissing)(`goes out as ELMO and as EWP transcripts, valid against their schemas${schemasNote}`, async () => {
    const { id, learnerId } = await aMobility({ surname: 'Åberg' })
    await aResult(learnerId, '5.0', 'failed')
    await service.graph(write, { id, lines: [], v: 0 }, examinations)
    expect((await service.graph<Answer>(issue, { id, signer, v: 1 }, examinations)).data.issueTranscript).toMatchObject({ state: 'issued' })
    const [elmo, ewp] = [
      await fetchPaper(`/api/transcripts/${id}/1?format=elmo`, officeOf(birke)),
      await fetchPaper(`/api/transcripts/${id}/1?format=ewp`, officeOf(birke)),
    ]
    expect(await faultsOfXml(elmo.body, 'elmo')).toEqual([])
    expect(await faultsOfXml(ewp.body, 'ewp-transcript')).toEqual([])
    expect(ewp.body).toContain('<gradeFrequency label="5.0" percentage="15.25"')
    expect(elmo.body).toContain('<status>failed</status>')
  })

  test('is refused to a learner without ESI, and to a mobility that is not ours', async () => {
    const { id, learnerId } = await aMobility({ surname: 'Nord', esi: null })
    await aResult(learnerId, '1.3')
    await service.graph(write, { id, lines: [], v: 0 }, examinations)
    expect((await service.graph<Answer>(issue, { id, signer, v: 1 }, examinations)).data.issueTranscript).toMatchObject({
      code: 'transcript-incomplete',
      details: { missing: [{ code: 'learner-without-esi' }] },
    })
    expect(
      (await service.graph<Answer>(write, { id, lines: [], v: 1 }, { institution: birke, roles: ['examinations-office'] })).data.writeTranscript,
    ).toMatchObject({ code: expect.stringMatching(/not-your-mobility|stale-version/) })
    expect(
      (await service.graph<Answer>(write, { id, lines: [], v: 0 }, { institution: cedro, roles: ['examinations-office'] })).data.writeTranscript,
    ).toMatchObject({ code: 'not-found' })
  })

  test('once the learner is erased nobody opens what was issued', async () => {
    const { id, learnerId } = await aMobility({ surname: 'Gone' })
    await aResult(learnerId, '1.3')
    await service.graph(write, { id, lines: [], v: 0 }, examinations)
    await service.graph(issue, { id, signer, v: 1 }, examinations)
    expect((await fetchPaper(`/api/transcripts/${id}/1`, officeOf(alder))).statusCode).toBe(200)
    await service.database.write(
      { tenants: [birke] },
      { correlationId: 'test' },
      (tx) => tx.sql`update learners set wrapped_key = null, personal = null where id = ${learnerId}`,
    )
    expect((await fetchPaper(`/api/transcripts/${id}/1`, officeOf(alder))).statusCode).toBe(404)
  })

  test('the monitor of the five weeks counts from the calendar, and knows what is late (R13)', async () => {
    const due = 'query { transcriptsDue(first: 50) { totalCount edges { node { mobilityId dueOn countedFrom standing issuedOn } } } }'
    const blended = await aMobility({ surname: 'Late', type: 'short-term-blended' })
    const open = await aMobility({ surname: 'Open' })
    const seen = (await service.graph<{ transcriptsDue: { totalCount: number; edges: { node: { mobilityId: string } }[] } }>(due, {}, officeOf(birke))).data
      .transcriptsDue
    expect(seen.totalCount).toBe(seen.edges.length)
    const of = (id: string) => seen.edges.find(({ node }) => node.mobilityId === id)?.node
    expect(of(blended.id)).toMatchObject({ dueOn: '2026-12-05', countedFrom: 'mobility-ended', standing: 'open' })
    expect(of(open.id)).toMatchObject({ dueOn: '2027-04-19', countedFrom: 'results-published', standing: 'open', issuedOn: null })
    expect((await service.graph<{ transcriptsDue: { totalCount: number } }>(due, {}, officeOf(cedro))).data.transcriptsDue.totalCount).toBe(0)
    service.pass(20 * 86_400_000)
    const later = (
      await service.graph<{ transcriptsDue: { totalCount: number; edges: { node: { mobilityId: string; standing: string } }[] } }>(due, {}, officeOf(alder))
    ).data.transcriptsDue
    expect(later.edges[0]?.node).toMatchObject({ mobilityId: blended.id, standing: 'late' })
    service.pass(-20 * 86_400_000)
  })
})

describe('confirmations', () => {
  const confirm =
    'mutation ($kind: ConfirmationKind!, $signer: DocumentSigner!, $people: [PersonToConfirm!]!) { confirm(kind: $kind, signer: $signer, people: $people) { __typename ... on ConfirmationOutcomes { document outcomes { mobilityId warnings code confirmation { id version arrivedOn leftOn printedAddress } } } ... on Problem { code } } }'
  interface Confirmed {
    readonly confirm: {
      readonly document: string
      readonly outcomes: { readonly confirmation: { readonly id: string; readonly printedAddress: string } | null }[]
    }
  }
  test('of a whole programme have an outcome for each person and one file for all', async () => {
    const [one, two, three] = [
      await aMobility({ surname: 'Berg', type: 'short-term-blended' }),
      await aMobility({ surname: 'Ek', type: 'short-term-blended' }),
      await aMobility({ surname: 'Alm', type: 'short-term-blended' }),
    ]
    const people = [
      { mobilityId: one.id, arrivedOn: '2026-10-05', leftOn: '2026-10-16', hours: 60 },
      { mobilityId: two.id, arrivedOn: '2026-10-05', leftOn: '2026-10-07' },
      { mobilityId: three.id, arrivedOn: '2026-10-16', leftOn: '2026-10-05' },
      { mobilityId: newId(), arrivedOn: '2026-10-05', leftOn: '2026-10-16' },
    ]
    await service.published()
    const { data } = await service.graph<Confirmed>(confirm, { kind: 'stay', signer, people }, officeOf(alder))
    expect(data.confirm).toMatchObject({
      outcomes: [
        { warnings: [], code: null, confirmation: { leftOn: '2026-10-16' } },
        { warnings: ['physical-part-too-short'], code: null },
        { confirmation: null, code: 'left-before-arrival' },
        { confirmation: null, code: 'not-found' },
      ],
    })
    expect((await service.published()).map(({ fact }) => fact)).toEqual(['confirmation.issued', 'confirmation.issued'])
    const file = await fetchPaper(data.confirm.document, officeOf(alder))
    expect([file.statusCode, file.headers['content-type']]).toEqual([200, 'application/pdf'])
    expect((await fetchPaper(data.confirm.outcomes[0]?.confirmation?.printedAddress ?? '')).statusCode).toBe(200)
    expect((await fetchPaper(`/api/documents/${data.confirm.outcomes[0]?.confirmation?.id}`, learnerOf(birke, one.learnerId))).statusCode).toBe(200)
    expect((await fetchPaper(data.confirm.document, learnerOf(birke, one.learnerId))).statusCode).toBe(404)
    expect((await fetchPaper(data.confirm.document, officeOf(cedro))).statusCode).toBe(404)
    // The same again is refused, person by person, also when two offices press the button at once.
    const again = await Promise.all(
      [1, 2].map(() =>
        service.graph<Confirmed>(confirm, { kind: 'arrival', signer, people: [{ mobilityId: one.id, arrivedOn: '2026-10-05' }] }, officeOf(alder)),
      ),
    )
    expect(again.filter(({ data: each }) => each.confirm.outcomes[0]?.confirmation).length).toBe(1)
  })
  test('taken back, opens no longer; the sender cannot take it back', async () => {
    const { id } = await aMobility({ surname: 'Ås' })
    const { data } = await service.graph<Confirmed>(
      confirm,
      { kind: 'arrival', signer, people: [{ mobilityId: id, arrivedOn: '2026-10-05' }] },
      officeOf(alder),
    )
    const issued = data.confirm.outcomes[0]?.confirmation
    const withdraw =
      'mutation ($id: ID!) { withdrawConfirmation(id: $id, reason: "wrong-dates", expectedVersion: 1) { __typename ... on Confirmation { state } ... on Problem { code } } }'
    expect((await service.graph(withdraw, { id: issued?.id }, officeOf(birke))).data).toMatchObject({ withdrawConfirmation: { code: 'not-found' } })
    expect((await service.graph(withdraw, { id: issued?.id }, officeOf(alder))).data).toMatchObject({ withdrawConfirmation: { state: 'withdrawn' } })
    expect((await fetchPaper(issued?.printedAddress ?? '')).statusCode).toBe(404)
  })
})

describe('a grade of elsewhere (R17, H09)', () => {
  const fields =
    '__typename ... on GradeConversion { id version state given suggested grade passed rule because candidates homeTable { schacId ranges { label from to } } givenTable { schacId } } ... on Problem { code details }'
  const suggest = `mutation ($enrolmentId: ID, $mobilityId: ID, $lineId: String, $v: Int!) { suggestGrade(enrolmentId: $enrolmentId, mobilityId: $mobilityId, lineId: $lineId, expectedVersion: $v) { ${fields} } }`
  const approve = `mutation ($id: ID!, $v: Int!) { approveGradeConversion(id: $id, expectedVersion: $v) { ${fields} } }`
  interface Suggested {
    readonly [field: string]: { readonly id: string; readonly version: number }
  }
  test('is suggested with its working, and stands once the home has approved it', async () => {
    const { id, learnerId } = await aMobility({ surname: 'Grad' })
    const enrolmentId = await aResult(learnerId, '1.7')
    expect((await service.graph(suggest, { enrolmentId, v: 0 }, { institution: alder, roles: ['recognition-office'] })).data).toMatchObject({
      suggestGrade: { code: 'not-the-home' },
    })
    const suggested = (await service.graph<Suggested>(suggest, { enrolmentId, v: 0 }, recognition)).data.suggestGrade
    expect(suggested).toMatchObject({
      state: 'suggested',
      given: '1.7',
      suggested: 'C',
      grade: null,
      rule: 'average',
      givenTable: { schacId: alder },
      homeTable: {
        schacId: birke,
        ranges: [
          { label: 'A', from: 0, to: 40 },
          { label: 'C', from: 40, to: 100 },
        ],
      },
    })
    expect((await service.graph(approve, { id: suggested?.id, v: 1 }, officeOf(birke))).data).toMatchObject({ approveGradeConversion: { code: 'forbidden' } })
    expect((await service.graph(approve, { id: suggested?.id, v: 1 }, recognition)).data).toMatchObject({
      approveGradeConversion: { state: 'approved', grade: 'C' },
    })
    expect((await service.graph(suggest, { enrolmentId, v: 2 }, recognition)).data).toMatchObject({ suggestGrade: { code: 'not-allowed-from' } })
    const asked = 'query ($id: ID!) { enrolment(id: $id) { gradeConversion { grade } } }'
    expect((await service.graph(asked, { id: enrolmentId }, officeOf(birke))).data).toMatchObject({ enrolment: { gradeConversion: { grade: 'C' } } })
    expect((await service.graph(asked, { id: enrolmentId }, examinations)).data).toMatchObject({ enrolment: { gradeConversion: null } })
    // The same for a line of the transcript.
    await service.graph(write, { id, lines: [], v: 0 }, examinations)
    await service.graph(issue, { id, signer, v: 1 }, examinations)
    expect((await service.graph(suggest, { mobilityId: id, lineId: enrolmentId, v: 0 }, recognition)).data).toMatchObject({ suggestGrade: { suggested: 'C' } })
  })
  test('follows the rule that the home fixed in advance; a fail stays a fail', async () => {
    const fix =
      'mutation ($rule: OverlapRule!, $v: Int!) { fixConversionRule(rule: $rule, expectedVersion: $v) { __typename ... on ConversionRule { rule version } ... on Problem { code } } }'
    expect((await service.graph(fix, { rule: 'max', v: 0 }, recognition)).data).toMatchObject({ fixConversionRule: { rule: 'max', version: 1 } })
    expect((await service.graph(fix, { rule: 'min', v: 0 }, recognition)).data).toMatchObject({ fixConversionRule: { code: 'stale-version' } })
    const failed = await aMobility({ surname: 'Fall' })
    const enrolmentId = await aResult(failed.learnerId, '5.0', 'failed')
    expect((await service.graph(suggest, { enrolmentId, v: 0 }, recognition)).data).toMatchObject({
      suggestGrade: { suggested: 'F', passed: false, rule: 'max', because: 'fail-stays-fail' },
    })
    const ungraded = await aMobility({ surname: 'Pass' })
    const passed = await aResult(ungraded.learnerId, null, 'passed', null)
    expect((await service.graph(suggest, { enrolmentId: passed, v: 0 }, recognition)).data).toMatchObject({ suggestGrade: { code: 'no-grade' } })
  })
})
