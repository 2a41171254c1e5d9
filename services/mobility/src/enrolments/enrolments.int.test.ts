import {
  type BipOffer,
  type DataOf,
  type LegalStatement,
  legalQuestions,
  OpportunityOpened,
  OpportunityPublished,
  OpportunitySeatsRequested,
  type Specification,
} from '@collegium/contracts'
import { openDatabase } from '@collegium/database'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { learnerVault } from '../learners/vault.ts'
import { moveEnrolments } from './move-enrolments.ts'
import { enrolRoster } from './enrol-roster.ts'
import { alder, anEvent, birke, cedro, learnerOf, mobilityUnderTest, officeOf, theAlliance } from '../testing/mobility-under-test.ts'

const partners = [birke, cedro]
const examinations = { institution: alder, roles: ['examinations-office'] as const }
let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

/** An offer of its own for each test, so that seats and lines do not meet. */
async function anOffer(change: Partial<Specification> = {}, bip?: BipOffer) {
  const ids = { specificationId: newId(), instanceId: newId() }
  const text = { en: 'Data and Society' }
  const specification: Specification = {
    ...ids,
    version: 1,
    code: `ALD-${ids.specificationId.slice(-6)}`,
    kind: 'joint-course',
    lead: alder,
    partners,
    title: text,
    learningOutcomes: [{ title: text, escoSkill: null }],
    ects: 5,
    workloadHours: 135,
    eqfLevel: 6,
    iscedF: '0613',
    assessment: { type: 'project', text },
    participation: 'blended',
    qualityAssurance: {
      responsibleBody: alder,
      kind: 'programme',
      agency: 'Agency',
      title: 'Accreditation',
      report: 'https://quality.example/1',
      validUntil: '2031-01-01',
    },
    prerequisites: null,
    identityCheck: null,
    stackability: null,
    language: 'en',
    ...change,
  }
  const { instanceId: _instance, ...described } = specification as Specification & { instanceId: string }
  await hub.feed(
    anEvent(OpportunityPublished, { specificationId: ids.specificationId, version: 1, specHash: '1'.repeat(64), specification: described }),
    anEvent(OpportunityOpened, {
      specificationId: ids.specificationId,
      version: 1,
      lead: alder,
      partners,
      instance: {
        instanceId: ids.instanceId,
        specificationId: ids.specificationId,
        specificationVersion: 1,
        code: `${specification.code}-2026`,
        academicYear: '2026/2027',
        startsOn: '2026-09-01',
        endsOn: '2027-01-31',
        gradingScheme: 'de-1-5',
        releaseOnAcceptance: true,
        ...(bip && { bip }),
      },
    }),
  )
  const seats = async (request: number, total: number, perPartner: { institution: string; seats: number }[] = []) =>
    hub.feed(
      anEvent(OpportunitySeatsRequested, {
        specificationId: ids.specificationId,
        lead: alder,
        instanceId: ids.instanceId,
        request,
        plan: { total, perPartner },
      }),
    )
  return { ...ids, seats }
}

let people = 0
const line = (home: string, more: object = {}) => {
  const n = ++people
  return {
    home,
    esi: `urn:schac:personalUniqueCode:int:esi:${home}:s-${n}`,
    givenNames: 'Saga',
    familyName: `Lindqvist${n}`,
    studentStatus: 'VISITING',
    ...more,
  }
}
const fourYes = legalQuestions.map((question) => ({ question: question.toUpperCase().replaceAll('-', '_'), answer: 'YES', basis: 'Statute of studies, § 4' }))
type Outcome = {
  id: string
  enrolment: { id: string; version: number; state: string; seated: boolean; waitingNumber: number | null } | null
  code: string | null
  details: unknown
}
const enrolmentFields = 'id version state seated waitingNumber'
const outcomes = `__typename ... on Problem { code } ... on MovedEnrolments { outcomes { id enrolment { ${enrolmentFields} } code details } }`

async function enrolMany(instanceId: string, roster: object[], statements: object[] = fourYes) {
  const { data, errors } = await hub.graph<{ enrolMany: { outcomes: Outcome[]; code?: string } }>(
    `mutation Enrol($id: ID!, $roster: [RosterLearner!]!, $statements: [LegalStatementInput!]) { enrolMany(instanceId: $id, roster: $roster, statements: $statements) { ${outcomes} } }`,
    { id: instanceId, roster, statements },
    examinations,
  )
  expect(errors).toBeUndefined()
  return data.enrolMany.outcomes
}
async function move(field: string, items: { id: string; version: number }[], who = officeOf(alder), more: { reason?: string; studentStatus?: string } = {}) {
  const declared = `${more.reason ? ', $reason: String!' : ''}${more.studentStatus ? ', $studentStatus: StudentStatus' : ''}`
  const passed = `${more.reason ? ', reason: $reason' : ''}${more.studentStatus ? ', studentStatus: $studentStatus' : ''}`
  const { data, errors } = await hub.graph<Record<string, { outcomes: Outcome[]; code?: string }>>(
    `mutation Move($items: [EnrolmentVersion!]!${declared}) { ${field}(enrolments: $items${passed}) { ${outcomes} } }`,
    { items: items.map(({ id, version }) => ({ id, version })), ...more },
    who,
  )
  expect(errors).toBeUndefined()
  return data[field]?.outcomes ?? [{ id: '', enrolment: null, code: data[field]?.code ?? '', details: null }]
}
async function state(institution: string, ids: string[], statements: object[] = fourYes) {
  const { data } = await hub.graph<{ stateLegalStatus: { __typename: string; code?: string } }>(
    'mutation State($ids: [ID!]!, $statements: [LegalStatementInput!]!) { stateLegalStatus(enrolmentIds: $ids, statements: $statements) { __typename ... on Problem { code details } } }',
    { ids, statements },
    officeOf(institution),
  )
  return data.stateLegalStatus
}
const enrolled = (of: readonly Outcome[]) => of.flatMap((one) => one.enrolment ?? [])

describe('a blended programme that meets at a partner', () => {
  test('the receiver, neither lead nor home, sees who comes and answers for their legal status there (H03, H05)', async () => {
    const days = { from: '2026-11-09', until: '2026-11-20' }
    const offer = await anOffer({}, { bipId: null, callYear: 2026, coordinator: alder, receiver: cedro, physical: days, virtual: [days] })
    const roster = [line(birke)]
    const id = (await enrolMany(offer.instanceId, roster))[0]?.enrolment?.id ?? ''
    await state(birke, [id])
    const [waiting] = await enrolMany(offer.instanceId, roster)
    expect(waiting?.details).toEqual({ statements: legalQuestions.map((question) => ({ institution: cedro, question, fault: 'missing' })) })
    expect(await state(cedro, [id])).toMatchObject({ __typename: 'StatedLegalStatus' })
    expect((await enrolMany(offer.instanceId, roster))[0]?.enrolment?.state).toBe('enrolled')
    const seen = await hub.graph<{ enrolment: { participantName: string } | null }>(
      'query ($id: ID!) { enrolment(id: $id) { participantName } }',
      { id },
      officeOf(cedro),
    )
    expect(seen.data.enrolment?.participantName).toContain('Lindqvist')
    // To see is not to decide: the moves stay with lead and home.
    const [withdrawn] = await move('withdrawEnrolments', [{ id, version: 4 }], officeOf(cedro), { reason: 'illness' })
    expect(withdrawn?.enrolment).toBeNull()
  })
})

describe('a roster', () => {
  test('each line goes as far as its guards allow: accepted until the home has stated the legal status, then enrolled (H03)', async () => {
    const offer = await anOffer()
    const roster = [line(birke), line(cedro), line('uni-elsewhere.example')]
    const first = await enrolMany(offer.instanceId, roster)
    expect(first.map((one) => [one.enrolment?.state ?? null, one.code])).toEqual([
      ['accepted', 'legal-status-incomplete'],
      ['accepted', 'legal-status-incomplete'],
      [null, 'not-a-partner'],
    ])
    expect(first[0]?.details).toEqual({ statements: legalQuestions.map((question) => ({ institution: birke, question, fault: 'missing' })) })
    expect(await state(birke, [first[0]!.enrolment!.id])).toMatchObject({ __typename: 'StatedLegalStatus' })
    await hub.published()
    const again = await enrolMany(offer.instanceId, roster)
    expect(again.map((one) => one.enrolment?.state ?? null)).toEqual(['enrolled', 'accepted', null])
    const confirmed = await hub.published()
    expect(confirmed.map((one) => one.fact)).toEqual(['enrolment.confirmed'])
    expect(confirmed[0]?.data).toMatchObject({ enrolmentId: first[0]?.enrolment?.id, studentStatus: 'visiting', home: birke })
    expect(JSON.stringify(confirmed)).not.toContain('Lindqvist')
  })

  test('who is enrolled has fees and access by student status (H04)', async () => {
    const offer = await anOffer()
    const [one] = enrolled(await enrolMany(offer.instanceId, [line(alder, { studentStatus: 'VIRTUAL_MOBILITY' })]))
    const { data } = await hub.graph(
      'query One($id: ID!) { enrolment(id: $id) { state studentStatus fee access legalStatus { complete } moves participantName } }',
      { id: one?.id },
      officeOf(alder),
    )
    expect(data).toEqual({
      enrolment: {
        state: 'enrolled',
        studentStatus: 'virtual-mobility',
        fee: 'waived',
        access: ['learning-platform', 'library'],
        legalStatus: { complete: true },
        moves: ['start', 'withdraw'],
        participantName: expect.stringContaining('Saga'),
      },
    })
  })
})

describe('prerequisites', () => {
  test('nobody is enrolled while it is open whether they are met; a waiver needs its reason (A12)', async () => {
    const offer = await anOffer({ prerequisites: { en: 'An introductory course in statistics' } })
    const [open, waivedForNothing, met] = await enrolMany(offer.instanceId, [
      line(alder),
      line(alder, { prerequisites: { waived: true } }),
      line(alder, { prerequisites: { waived: false } }),
    ])
    expect([open?.enrolment?.state, open?.code]).toEqual(['applied', 'prerequisites-open'])
    expect([waivedForNothing?.enrolment, waivedForNothing?.code]).toEqual([null, 'reason-needed'])
    expect([met?.enrolment?.state, met?.code]).toEqual(['enrolled', null])
    const judged = await hub.graph<{ judgePrerequisites: { outcomes: Outcome[] } }>(
      `mutation Judge($items: [EnrolmentVersion!]!) { judgePrerequisites(enrolments: $items, prerequisites: { waived: true, reason: "prior-learning" }) { ${outcomes} } }`,
      { items: [{ id: open!.enrolment!.id, version: open!.enrolment!.version }] },
      officeOf(alder),
    )
    const [now] = enrolled(judged.data.judgePrerequisites.outcomes)
    expect((await move('nominateEnrolments', [now!]))[0]?.enrolment?.state).toBe('nominated')
  })
})

describe('each side makes its own moves', () => {
  test('a learner applies, the home nominates, the lead accepts and enrols; the other side is refused (H04)', async () => {
    const offer = await anOffer()
    const [someone] = enrolled(await enrolMany((await anOffer()).instanceId, [line(birke)]))
    const [held] = await hub.database.reader({ tenants: [birke] }).$client<
      { learner_id: string }[]
    >`select learner_id from enrolments where id = ${someone!.id}`
    const apply = `mutation Apply($id: ID!) { applyForEnrolment(instanceId: $id) { __typename ... on Problem { code } ... on Enrolment { ${enrolmentFields} } } }`
    const learner = learnerOf(birke, held!.learner_id)
    const applied = await hub.graph<{ applyForEnrolment: Outcome['enrolment'] & { code?: string } }>(apply, { id: offer.instanceId }, learner)
    const { applyForEnrolment: application } = applied.data
    expect(application).toMatchObject({ state: 'applied', version: 1 })
    const twice = await hub.graph<{ applyForEnrolment: { code?: string } }>(apply, { id: offer.instanceId }, learner)
    expect(twice.data.applyForEnrolment.code).toBe('already-enrolled')
    expect((await move('nominateEnrolments', [application]))[0]?.code).toBe('not-your-side')
    expect((await move('nominateEnrolments', [application], officeOf(cedro)))[0]?.code).toBe('not-found')
    const [nominated] = await move('nominateEnrolments', [application], officeOf(birke))
    expect((await move('acceptEnrolments', [application]))[0]?.code).toBe('stale-version')
    const [accepted] = await move('acceptEnrolments', enrolled([nominated!]))
    expect(accepted?.enrolment?.state).toBe('accepted')
    await state(alder, [application.id])
    await state(birke, [application.id])
    expect((await move('enrolAccepted', enrolled([accepted!])))[0]?.code).toBe('student-status-missing')
    const [done] = await move('enrolAccepted', enrolled([accepted!]), officeOf(alder), { studentStatus: 'NONE' })
    expect(done?.enrolment).toMatchObject({ state: 'enrolled', seated: true })
    expect((await move('withdrawEnrolments', enrolled([done!]), officeOf(alder), { reason: 'whim' }))[0]?.code).toBe('reason-needed')
    expect((await move('withdrawEnrolments', enrolled([done!]), learner, { reason: 'learner-request' }))[0]?.enrolment).toMatchObject({
      state: 'withdrawn',
      seated: false,
    })
  })
})

describe('legal status', () => {
  test('unclear statements wait in the work list of their owner, by review date, and an institution speaks for itself alone (H03)', async () => {
    const offer = await anOffer()
    const [one, other] = enrolled(await enrolMany(offer.instanceId, [line(cedro), line(cedro)], []))
    const unclear = (reviewOn: string | null) => [{ question: 'FUNDING', answer: 'UNCLEAR', owner: birke, reviewOn }]
    expect(await state(cedro, [one!.id], unclear(null))).toMatchObject({ __typename: 'Problem', code: 'statement-incomplete' })
    await state(cedro, [one!.id], unclear('2027-02-01'))
    await state(cedro, [other!.id], unclear('2026-12-01'))
    const list = () =>
      hub.graph<{ unclearStatements: { totalCount: number; edges: { cursor: string; node: { reviewOn: string; enrolment: null } }[] } }>(
        'query Work($after: String) { unclearStatements(first: 1, after: $after) { totalCount edges { cursor node { institution question reviewOn enrolment { id } } } } }',
        {},
        officeOf(birke),
      )
    const first = (await list()).data.unclearStatements
    // Birke is neither the lead nor the home: it clears the question up and learns nothing about the person.
    expect(first).toMatchObject({ totalCount: 2, edges: [{ node: { institution: cedro, question: 'funding', reviewOn: '2026-12-01', enrolment: null } }] })
    await state(cedro, [other!.id], [{ question: 'FUNDING', answer: 'NO', basis: 'Call text' }])
    expect((await list()).data.unclearStatements.totalCount).toBe(1)
    expect(await state(birke, [one!.id])).toMatchObject({ __typename: 'StatedLegalStatus' })
    const { data } = await hub.graph<{ enrolment: { legalStatus: { statements: unknown[] } } }>(
      'query One($id: ID!) { enrolment(id: $id) { legalStatus { statements { institution } } } }',
      { id: one!.id },
      officeOf(alder),
    )
    expect(data.enrolment.legalStatus.statements, 'what Birke does not see it cannot speak about').toEqual([{ institution: cedro }])
  })
})

describe('seats', () => {
  const atAlder: LegalStatement[] = legalQuestions.map((question) => ({
    institution: alder,
    question,
    answer: 'yes',
    basis: 'Statute',
    owner: null,
    reviewOn: null,
  }))

  test('32 clients race for 20 seats: none is sold twice, no update is lost, and the line keeps its order', async () => {
    const offer = await anOffer()
    await offer.seats(1, 20)
    // All are accepted, and wait for the starting shot: the legal status is stated at the end.
    const accepted = enrolled(
      await enrolMany(
        offer.instanceId,
        Array.from({ length: 32 }, () => line(alder)),
        [],
      ),
    )
    await state(
      alder,
      accepted.map((one) => one.id),
    )
    const { url } = urlOf()
    const clients = accepted.map(() => openDatabase({ url, service: 'mobility', maxWriters: 1 }))
    try {
      const ends = await Promise.all(
        accepted.map((one, n) =>
          clients[n]!.write({ tenants: [alder] }, { correlationId: `client-${n}` }, async (tx) => {
            const [outcome] = await moveEnrolments(
              tx,
              { institution: alder, roles: ['examinations-office'] },
              [{ id: one.id, expectedVersion: one.version, move: 'enrol' }],
              '2026-11-22T10:00:00.000Z',
            )
            return outcome as { state: string; waitingNumber: number | null }
          }),
        ),
      )
      expect(ends.filter((one) => one.state === 'enrolled')).toHaveLength(20)
      expect(ends.flatMap((one) => one.waitingNumber ?? []).sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1))
      expect(await counted(offer.instanceId)).toEqual({ taken: 20, seated: 20, waiting: 12, version: expect.any(Number) })

      // Ten leave at once while ten others try again: each free seat goes to the line, in its order.
      const leaving = accepted.filter((_, n) => ends[n]?.state === 'enrolled').slice(0, 10)
      await Promise.all(
        leaving.map((one, n) =>
          clients[n]!.write({ tenants: [alder] }, { correlationId: `leaves-${n}` }, (tx) =>
            moveEnrolments(
              tx,
              { institution: alder, roles: ['examinations-office'] },
              [{ id: one.id, expectedVersion: one.version + 1, move: 'withdraw', reason: 'learner-request' }],
              '2026-11-22T11:00:00.000Z',
            ),
          ),
        ),
      )
      expect(await counted(offer.instanceId)).toMatchObject({ taken: 20, seated: 20, waiting: 2 })
      const left = await hub.database.reader({ tenants: [alder] }).$client<{ waiting_number: number }[]>`
        select waiting_number from enrolments where instance_id = ${offer.instanceId} and state = 'waiting-list' order by 1`
      expect(
        left.map((row) => row.waiting_number),
        'the last two of the line',
      ).toEqual([11, 12])
    } finally {
      await Promise.all(clients.map((client) => client.close()))
    }
  })

  test('a cut below what is taken is refused and the plan before stays; an old request is passed over; more seats fill from the line', async () => {
    const offer = await anOffer()
    await offer.seats(1, 3, [{ institution: birke, seats: 1 }])
    const roster = [line(alder), line(alder), line(alder), line(birke), line(birke)]
    const enrolledFirst = await enrolMany(offer.instanceId, roster)
    await state(
      birke,
      enrolled(enrolledFirst)
        .slice(3)
        .map((one) => one.id),
    )
    const now = await enrolMany(offer.instanceId, roster)
    expect(now.map((one) => one.enrolment?.state)).toEqual(['enrolled', 'enrolled', 'waiting-list', 'enrolled', 'waiting-list'])
    await hub.published()
    await offer.seats(2, 2)
    await offer.seats(2, 40)
    await offer.seats(3, 4, [{ institution: birke, seats: 5 }])
    const answers = await hub.published()
    expect(answers.map((one) => [one.fact, (one.data as DataOf<typeof OpportunitySeatsRequested> & { reason: string }).request, one.data.reason])).toEqual([
      ['seat-plan.refused', 2, 'seats-taken'],
      ['seat-plan.refused', 3, 'kept-seats-exceed-total'],
    ])
    await offer.seats(4, 4, [{ institution: birke, seats: 2 }])
    const [confirmed] = await hub.published()
    expect(confirmed).toMatchObject({ fact: 'seat-plan.confirmed', data: { request: 4, taken: 4 } })
    const seats = await hub.graph(
      'query Seats($ids: [_Any!]!) { _entities(representations: $ids) { ... on LearningOpportunityInstance { seats { total taken kept { institution seats taken } waiting } } } }',
      { ids: [{ __typename: 'LearningOpportunityInstance', id: offer.instanceId }] },
      officeOf(birke),
    )
    expect(seats.data).toEqual({ _entities: [{ seats: { total: 4, taken: 4, kept: [{ institution: birke, seats: 2, taken: 2 }], waiting: 0 } }] })
    const moved = (await enrolMany(offer.instanceId, roster)).map((one) => one.enrolment?.state)
    expect(moved, 'who moved up keeps the seat and is enrolled with the next roster').toEqual(['enrolled', 'enrolled', 'waiting-list', 'enrolled', 'enrolled'])
  })

  test('a group import meets the vault: the enrolment keeps the name under the learner’s key and no table holds it in clear', async () => {
    const offer = await anOffer()
    await hub.database.write({ tenants: [alder] }, { correlationId: 'roster' }, (tx) =>
      enrolRoster(
        tx,
        {
          vault: learnerVault(hub.dependencies.settings.secret),
          newId: () => newId(),
          actor: { institution: alder, roles: ['examinations-office'] },
          now: '2026-11-22T10:00:00.000Z',
        },
        {
          instanceId: offer.instanceId,
          lines: [
            {
              home: alder,
              learner: { esi: null, localId: 'k-1', givenNames: 'Klaaranimi', familyName: 'Selvä', birthDate: null, email: null },
              studentStatus: 'regular',
            },
          ],
          statements: atAlder,
        },
      ),
    )
    const rows = await hub.database.reader({ tenants: [alder] }).$client<
      { row: string }[]
    >`select e::text as row from enrolments e where instance_id = ${offer.instanceId}`
    expect(rows).toHaveLength(1)
    expect(rows[0]?.row).not.toContain('Klaaranimi')
  })
})

async function counted(instanceId: string) {
  const [row] = await hub.database.reader({ tenants: [alder] }).$client<{ taken: number; seated: number; waiting: number; version: number }[]>`
    select (select coalesce(sum(value::int), 0)::int from jsonb_each_text(p.taken)) as taken, p.version,
      (select count(*)::int from enrolments e where e.instance_id = p.id and seated) as seated,
      (select count(*)::int from enrolments e where e.instance_id = p.id and state = 'waiting-list') as waiting
    from seat_plans p where p.id = ${instanceId}`
  return row
}
/** Where the service's own database lies, for clients with connections of their own. */
function urlOf(): { url: string } {
  const { options } = hub.database.unowned
  const pass = String(options.pass)
  return { url: `postgres://${options.user}:${pass}@${options.host[0]}:${options.port[0]}/${options.database}` }
}
