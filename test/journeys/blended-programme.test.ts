import { kafkaForTests } from '@collegium/testing'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, type TestHub } from '../hub.ts'

/*
 * A blended intensive programme of three universities: Alder coordinates and receives, Birke sends, Cedro teaches. One learner's way from the nomination to the
 * recognised outcome, through the graph alone. The partners have agreed on the rule pack that allows changes.
 */
const kafka = await kafkaForTests()
const logs = [
  { name: 'the log on PostgreSQL', eventLog: { driver: 'postgres' as const } },
  {
    name: 'missing' in kafka ? `Kafka: SKIPPED, ${kafka.missing}` : 'Kafka',
    eventLog: 'missing' in kafka ? null : { driver: 'kafka' as const, brokers: kafka.brokers.split(',') },
  },
]
const [sender, receiver, examiner, learner] = [
  'office@uni-birke.example',
  'office@uni-alder.example',
  'examinations@uni-alder.example',
  'learner@uni-birke.example',
] as const
const instanceId = '01930000-0000-7000-8000-000000000004'
const programme = { code: '2026-1-DE01-KA131-HED-000000001-1', callYear: 2026 }
const signer = { name: 'Ada Demo', position: 'Coordinator', email: 'ada@office.example' }
const esi = 'urn:schac:personalUniqueCode:int:esi:uni-birke.example:demo-0001'

const [city, atHome, extra] = [newId(), newId(), newId()]
const component = (id: string, table: string, title: string, ects: number, more: object = {}) => ({
  id,
  table,
  title,
  losCode: title.toUpperCase().replaceAll(' ', '-').slice(0, 20),
  credits: [{ scheme: 'ects', value: ects }],
  automaticRecognition: true,
  ...more,
})
const content = {
  components: [
    component(city, 'blended', 'Cities after the Car', 3, {
      instanceId,
      shortDescription: 'Five days in Alder, a project online before',
      losId: 'CR/ALD-BIP-CITY',
      loiId: 'CRI/ALD-BIP-CITY-2026',
    }),
    component(atHome, 'recognised', 'Elective in Urban Planning', 3),
  ],
  links: [{ studied: city, recognised: atHome }],
  physical: { startsOn: '2026-11-09', endsOn: '2026-11-13' },
  virtual: { startsOn: '2026-10-05', endsOn: '2026-10-30' },
  iscedF: '0731',
  eqfLevel: 7,
  languageTag: 'en',
  languageLevel: 'C1',
}
const agreementFields =
  'id version state status turn dueOn moves current { number state hash differences { words } } outcome { outcome ectsEarned ectsRecognised recognitions { title verdict because } }'

describe.each(logs)('a blended programme with three partners (H01, H02, H05, R14), over $name', { timeout: 60_000 }, ({ eventLog }) => {
  let hub: TestHub
  beforeAll(async () => {
    if (eventLog) hub = await Hub.start({ eventLog })
  }, 120_000)
  afterAll(() => hub?.stop())

  async function ask<Answer>(person: string, query: string, variables: object): Promise<Answer> {
    const { data, errors } = await (await hub.as(person)).ask(query, variables)
    expect(errors).toEqual([])
    const answer = Object.values(data as Record<string, Answer>)[0] as Answer
    return answer
  }
  interface Agreement {
    id: string
    version: number
    state: string
    current: { hash: string; differences: { words: string }[] }
  }
  const look = (person: string, id: string) => ask<Agreement | null>(person, `query ($id: ID!) { learningAgreement(id: $id) { ${agreementFields} } }`, { id })
  const each = async (person: string, mutation: string, variables: object) => {
    const [outcome] = await ask<{ agreement: Agreement | null; refusal: unknown }[]>(person, mutation, variables)
    expect(outcome?.refusal).toBeNull()
    return outcome?.agreement as Agreement
  }
  const bothSign = async (id: string) => {
    const drafted = await look(learner, id)
    const agreements = [{ id, hash: drafted?.current.hash }]
    await each(
      learner,
      `mutation ($a: [AgreementToSign!]!) { signLearningAgreements(agreements: $a) { agreement { ${agreementFields} } refusal { code details } } }`,
      { a: agreements },
    )
    await each(
      sender,
      `mutation ($a: [AgreementToSign!]!, $s: SignerInput) { signLearningAgreements(agreements: $a, signer: $s) { agreement { ${agreementFields} } refusal { code details } } }`,
      { a: agreements, s: signer },
    )
    return each(
      receiver,
      `mutation ($a: [AgreementToSign!]!, $s: SignerInput!) { approveLearningAgreements(agreements: $a, signer: $s) { agreement { ${agreementFields} } refusal { code details } } }`,
      { a: agreements, s: signer },
    )
  }

  test.skipIf(!eventLog)('an institution describes, publishes and offers what it leads; what contradicts R15 is refused', async () => {
    const [specificationId, offered] = [newId(), newId()]
    const text = { en: 'Rivers and Cities' }
    const specification = {
      specificationId,
      version: 1,
      code: 'ALD-BIP-RIVER',
      kind: 'blended-intensive-programme',
      lead: 'uni-alder.example',
      partners: ['uni-birke.example', 'uni-cedro.example'],
      title: text,
      learningOutcomes: [{ title: text, escoSkill: null }],
      ects: 3,
      workloadHours: 120,
      eqfLevel: 7,
      iscedF: '0731',
      assessment: { type: 'project', text },
      participation: 'blended',
      qualityAssurance: {
        responsibleBody: 'uni-alder.example',
        kind: 'programme',
        agency: 'A',
        title: 'T',
        report: 'https://quality.example/1',
        validUntil: '2031-01-01',
      },
      prerequisites: null,
      identityCheck: null,
      stackability: null,
      language: 'en',
      mobilityWindows: [{ windowId: newId(), title: { en: 'Fifth term' }, term: 5, ects: 30, containers: ['ELECT'], partners: ['uni-birke.example'] }],
    }
    const describeAs = (person: string, given: object) =>
      ask(
        person,
        'mutation ($s: JSON!) { describeLearningOpportunity(specification: $s) { ... on DescribedOpportunity { code } ... on Problem { code details } } }',
        { s: given },
      )
    expect(await describeAs(sender, specification)).toMatchObject({ code: 'forbidden' })
    expect(await describeAs(receiver, { ...specification, ects: 'three' })).toMatchObject({
      code: 'invalid-request',
      details: { specification: [expect.stringContaining('ects')] },
    })
    expect(await describeAs(receiver, specification)).toEqual({ code: 'ALD-BIP-RIVER' })
    expect(
      await ask(
        receiver,
        'mutation ($id: ID!) { publishLearningOpportunity(id: $id) { ... on LearningOpportunity { workloadWarning mobilityWindows { term ects } } ... on Problem { code details } } }',
        { id: specificationId },
      ),
    ).toEqual({ workloadWarning: { hoursPerCredit: 40, least: 25, most: 30 }, mobilityWindows: [{ term: 5, ects: 30 }] })
    const instance = (until: string) => ({
      instanceId: offered,
      specificationId,
      specificationVersion: 1,
      code: 'ALD-BIP-RIVER-2027',
      academicYear: '2026/2027',
      startsOn: '2027-02-01',
      endsOn: '2027-03-31',
      gradingScheme: 'de-1-5',
      releaseOnAcceptance: true,
      bip: {
        bipId: null,
        callYear: 2026,
        coordinator: 'uni-alder.example',
        receiver: 'uni-cedro.example',
        physical: { from: '2027-03-01', until },
        virtual: [{ from: '2027-02-01', until: '2027-02-20' }],
      },
    })
    const offer = (until: string) =>
      ask(
        receiver,
        'mutation ($i: JSON!) { offerLearningOpportunity(instance: $i) { ... on LearningOpportunityInstance { id bip { receiver { schacId } } } ... on Problem { code details } } }',
        {
          i: instance(until),
        },
      )
    expect(await offer('2027-03-31')).toMatchObject({ code: 'not-a-bip', details: { faults: ['physical-part-too-long'] } })
    expect(await offer('2027-03-30')).toEqual({ id: offered, bip: { receiver: { schacId: 'uni-cedro.example' } } })
    expect(await offer('2027-03-30')).toMatchObject({ id: offered })
    expect(await offer('2027-03-29')).toMatchObject({ code: 'code-taken' })
  })

  test.skipIf(!eventLog)('from the nomination to the recognised outcome', async () => {
    // The demo student, whom her home holds already.
    const own = await ask<{ edges: { node: { learner: { id: string } } }[] }>(
      learner,
      '{ learningAgreements(first: 1) { edges { node { learner { id } } } } }',
      {},
    )
    const person = { id: own.edges[0]?.node.learner.id }
    expect(person.id).toBeTruthy()
    const nomination = await ask<{ id: string; contentHash: string }>(
      sender,
      'mutation ($m: MobilityInput!, $n: NomineeInput!) { nominateLearner(mobility: $m, nominee: $n) { ... on Nomination { id contentHash } ... on Problem { code details } } }',
      {
        m: {
          type: 'short-term-blended',
          receiving: 'uni-alder.example',
          academicYear: '2026/2027',
          iscedF: '0731',
          eqfLevel: 7,
          programme: { opportunityId: instanceId, callYear: 2026, coordinator: 'uni-alder.example' },
          physical: { from: '2026-11-09', to: '2026-11-13' },
          virtual: { from: '2026-10-05', to: '2026-10-30' },
        },
        n: { learnerId: person.id },
      },
    )
    const { id } = nomination
    expect(
      await ask(
        receiver,
        'mutation ($id: ID!, $h: String!) { approveNomination(id: $id, contentHash: $h) { ... on Nomination { state } ... on Problem { code details } } }',
        { id, h: nomination.contentHash },
      ),
    ).toEqual({
      state: 'approved',
    })

    // The coordinator prepares the agreement once, for every pair of sending and receiving institution.
    const { agreements } = await ask<{ agreements: { id: string; sending: { schacId: string }; brokenRules: string[] }[] }>(
      receiver,
      'mutation ($p: ProgrammeAgreementInput!) { prepareProgramme(programme: $p) { ... on PreparedProgramme { agreements { id sending { schacId } brokenRules } } ... on Problem { code details } } }',
      {
        p: {
          instanceId,
          code: programme.code,
          academicYear: '2026/2027',
          rulePack: 'blended-changes',
          teachingPartners: ['uni-cedro.example'],
          charters: ['uni-alder.example'],
          content: { ...content, components: content.components.slice(0, 1), links: [] },
        },
      },
    )
    expect(agreements.map((one) => [one.sending.schacId, one.brokenRules])).toEqual([
      ['uni-birke.example', ['too-few-funded-learners']],
      ['uni-cedro.example', ['too-few-funded-learners']],
    ])
    // The home opens those of its approved nominations, under their ids, and adds what it recognises.
    const open = await ask<{ outcomes: { id: string; agreement: Agreement | null; refusal: unknown }[] }>(
      sender,
      `mutation ($id: ID!) { openProgrammeAgreements(id: $id) { ... on OpenedAgreements { outcomes { id agreement { ${agreementFields} } refusal { code details } } } ... on Problem { code details } } }`,
      { id: agreements[0]?.id },
    )
    expect(open.outcomes).toMatchObject([{ id, refusal: null }])
    const opened = await ask<Agreement>(
      sender,
      `mutation ($id: ID!, $v: Int!, $c: AgreementContentInput!) { writeLearningAgreement(id: $id, expectedVersion: $v, content: $c) { ... on LearningAgreement { ${agreementFields} } ... on Problem { code details } } }`,
      { id, v: open.outcomes[0]?.agreement?.version, c: content },
    )
    expect(opened).toMatchObject({ id, status: 'draft' })
    expect(await look(receiver, id)).toBeNull()
    expect(await bothSign(id)).toMatchObject({ state: 'agreed' })

    // A change of a blended agreement: the pack allows it.
    const agreed = await look(learner, id)
    const changes = [
      {
        kind: 'insert',
        component: component(extra, 'blended', 'Street Laboratory', 1, { shortDescription: 'A day with the city' }),
        reasonCode: 'adding-virtual-component',
      },
      { kind: 'link', links: [{ studied: city, recognised: atHome }] },
    ]
    const changed = await ask<Agreement>(
      learner,
      `mutation ($id: ID!, $v: Int!, $c: [AgreementChangeInput!]!) { proposeAgreementChanges(id: $id, expectedVersion: $v, changes: $c) { ... on LearningAgreement { ${agreementFields} } ... on Problem { code details } } }`,
      { id, v: agreed?.version, c: changes },
    )
    expect(changed.current.differences[0]?.words).toBe('Street Laboratory added to the blended programme, because of a virtual component being added')
    expect(await bothSign(id)).toMatchObject({ state: 'agreed' })

    // EWP has no change of a blended agreement: instead of an XML without it there is the reason.
    const { ewp } = await ask<{ ewp: { xml: string | null; refusedBecause: object[] } }>(
      sender,
      'query ($id: ID!) { learningAgreement(id: $id) { ewp { xml refusedBecause { path why } } } }',
      { id },
    )
    expect(ewp.xml).toBeNull()
    expect(ewp.refusedBecause).toContainEqual({ path: 'type', why: 'no-changes-of-this-type' })

    // Papers move the mobility on.
    const confirm = (kind: string, days: object) =>
      ask<{ outcomes: { code: string | null }[] }>(
        receiver,
        `mutation ($p: [PersonToConfirm!]!, $s: DocumentSigner!) { confirm(kind: ${kind}, people: $p, signer: $s) { ... on ConfirmationOutcomes { outcomes { code details } } ... on Problem { code details } } }`,
        { p: [{ mobilityId: id, ...days }], s: { name: signer.name, position: signer.position } },
      )
    expect((await confirm('arrival', { arrivedOn: '2026-11-09' })).outcomes[0]?.code).toBeNull()
    await hub.settle()
    expect((await look(sender, id))?.state).toBe('in-mobility')
    expect(
      (await confirm('stay', { arrivedOn: '2026-11-09', leftOn: '2026-11-13', onlineFrom: '2026-10-05', onlineUntil: '2026-10-30' })).outcomes[0]?.code,
    ).toBeNull()
    await hub.settle()
    expect((await look(sender, id))?.state).toBe('awaiting-transcript')

    // Results of the programme, in the hub.
    const roster = [
      {
        home: 'uni-birke.example',
        esi,
        givenNames: 'Astrid',
        familyName: 'Demo',
        birthDate: '2004-03-14',
        studentStatus: 'VISITING',
        prerequisites: { waived: false },
      },
    ]
    const statements = ['EXAMINATION_ENTITLEMENT', 'FUNDING', 'HEALTH_INSURANCE', 'INFRASTRUCTURE_ACCESS'].map((question) => ({
      question,
      answer: 'YES',
      basis: 'Programme rules',
    }))
    const enrolled = await ask<{ outcomes: { id: string; code: string | null; details: unknown; enrolment: { id: string; state: string } | null }[] }>(
      receiver,
      'mutation ($i: ID!, $r: [RosterLearner!]!, $s: [LegalStatementInput!]) { enrolMany(instanceId: $i, roster: $r, statements: $s) { ... on MovedEnrolments { outcomes { id code details enrolment { id state } } } ... on Problem { code details } } }',
      { i: instanceId, r: roster, s: statements },
    )
    const enrolmentId = enrolled.outcomes[0]?.enrolment?.id ?? enrolled.outcomes[0]?.id
    expect(enrolmentId, JSON.stringify(enrolled)).toBeTruthy()
    // The home says its part of the legal status (H03); only then the learner is enrolled.
    expect(
      await ask(
        sender,
        'mutation ($e: [ID!]!, $s: [LegalStatementInput!]!) { stateLegalStatus(enrolmentIds: $e, statements: $s) { ... on StatedLegalStatus { __typename } ... on Problem { code details } } }',
        { e: [enrolmentId], s: statements },
      ),
    ).toEqual({ __typename: 'StatedLegalStatus' })
    const accepted = await ask<{ version: number }>(receiver, 'query ($id: ID!) { enrolment(id: $id) { version } }', { id: enrolmentId })
    expect(
      await ask(
        receiver,
        'mutation ($e: [EnrolmentVersion!]!) { enrolAccepted(enrolments: $e, studentStatus: VISITING) { ... on MovedEnrolments { outcomes { code details enrolment { state } } } ... on Problem { code details } } }',
        { e: [{ id: enrolmentId, version: accepted.version }] },
      ),
    ).toMatchObject({ outcomes: [{ code: null, enrolment: { state: 'enrolled' } }] })
    const moved = async (mutation: string, variables: object) => {
      const answer = await ask<{ outcomes: { code: string | null; details: unknown; result: { id: string; version: number; state: string } | null }[] }>(
        examiner,
        mutation,
        variables,
      )
      expect(answer.outcomes[0]?.code ?? null, JSON.stringify(answer)).toBeNull()
      return answer.outcomes[0]?.result as { id: string; version: number; state: string }
    }
    const outcomes = '{ ... on MovedResults { outcomes { id code details result { id version state } } } ... on Problem { code details } }'
    const entered = await moved(`mutation ($r: [NewResultInput!]!) { enterResults(results: $r) ${outcomes} }`, {
      r: [{ enrolmentId, achievement: { assessedOn: '2026-11-13', outcome: 'PASSED', ects: 3, grade: 'pass' } }],
    })
    const confirmed = await moved(`mutation ($r: [ResultVersionInput!]!) { confirmResults(results: $r) ${outcomes} }`, {
      r: [{ id: entered.id, version: entered.version }],
    })
    await moved(`mutation ($r: [ResultVersionInput!]!) { releaseResults(results: $r) ${outcomes} }`, { r: [{ id: confirmed.id, version: confirmed.version }] })
    await hub.settle()

    // The transcript: the hub's result comes in by itself, the second component is entered.
    const line = {
      lineId: 'street',
      componentId: extra,
      losId: 'CR/ALD-STREET',
      loiId: 'CRI/ALD-STREET-2026',
      title: 'Street Laboratory',
      type: 'Course',
      outcome: 'passed',
      label: 'pass',
      gradingScheme: 'pass-fail',
      distribution: [
        { label: 'pass', count: 20 },
        { label: 'fail', count: 1 },
      ],
      ects: 1,
      iscedF: '0731',
      assessedOn: '2026-11-13',
      term: { title: 'Winter 2026', startsOn: '2026-10-01', endsOn: '2027-03-31' },
    }
    const written = await ask<{ version: number; missing: { code: string; line: string | null }[] }>(
      receiver,
      'mutation ($id: ID!, $l: [TranscriptLineInput!]!) { writeTranscript(mobilityId: $id, expectedVersion: 0, lines: $l) { ... on Transcript { version missing { code line } draft { lineId title componentId } } ... on Problem { code details } } }',
      { id, l: [line] },
    )
    expect(written.missing, JSON.stringify(written)).toEqual([])
    expect(
      await ask(
        receiver,
        'mutation ($id: ID!, $v: Int!, $s: DocumentSigner!) { issueTranscript(mobilityId: $id, expectedVersion: $v, signer: $s) { ... on Transcript { state } ... on Problem { code details } } }',
        {
          id,
          v: written.version,
          s: { name: signer.name, position: signer.position },
        },
      ),
    ).toEqual({ state: 'issued' })
    await hub.settle()
    const received = await look(sender, id)
    expect(received).toMatchObject({ state: 'transcript-received', turn: 'sending' })

    // What was agreed and passed is recognised without a new look (R12).
    const recognised = await ask<Agreement>(
      sender,
      `mutation ($id: ID!, $v: Int!) { recogniseMobility(id: $id, expectedVersion: $v, decisions: []) { ... on LearningAgreement { ${agreementFields} } ... on Problem { code details } } }`,
      { id, v: received?.version },
    )
    expect(recognised).toMatchObject({ state: 'recognised', outcome: { outcome: 'full', ectsEarned: 4, ectsRecognised: 4 } })
    // It is a precedent for the next one.
    expect(await ask(sender, '{ courseEquivalences(text: "cities") { edges { node { title recognisedTitle source } } } }', {})).toMatchObject({
      edges: [{ node: { title: 'Cities after the Car', recognisedTitle: 'Elective in Urban Planning', source: 'recognised-mobility' } }],
    })
    // The learner follows all of it; the third partner, who teaches, has no business with this learner's file.
    expect((await look(learner, id))?.state).toBe('recognised')
    expect(await look('office@uni-cedro.example', id)).toBeNull()
  })
})
