import { afterAll, beforeAll, expect, test } from 'vitest'
import { Hub, type TestHub } from '../hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await Hub.start()
})
afterAll(() => hub?.stop())

/** Asks as somebody and answers the one field that was asked for. */
async function ask<Answer>(person: string, query: string, variables: object): Promise<Answer> {
  const { data, errors } = await (await hub.as(person)).ask(query, variables)
  expect(errors).toEqual([])
  return Object.values(data as Record<string, Answer>)[0] as Answer
}
const [sender, receiver] = ['office@uni-birke.example', 'office@uni-alder.example'] as const

test('from registration over a nomination to an erasure, through the one graph; every service that follows has heard of it (I02, H01)', async () => {
  const learner = await ask<{ id: string }>(
    sender,
    'mutation ($l: LearnerInput!) { registerLearner(learner: $l) { ... on Learner { id } ... on Problem { code details } } }',
    {
      l: {
        esi: 'urn:schac:personalUniqueCode:int:esi:se:journey-1',
        givenNames: 'Ylva',
        familyName: 'Reisende',
        birthDate: '2002-02-02',
        email: 'ylva@mail.example',
      },
    },
  )
  const nomination = await ask<{ id: string; contentHash: string; version: number }>(
    sender,
    'mutation ($m: MobilityInput!, $n: NomineeInput!) { nominateLearner(mobility: $m, nominee: $n) { ... on Nomination { id contentHash version } ... on Problem { code details } } }',
    {
      m: { type: 'virtual', receiving: 'uni-alder.example', academicYear: '2026/2027', iscedF: '0613', eqfLevel: 6 },
      n: { learnerId: learner.id },
    },
  )
  const seen = { id: nomination.id }
  expect(
    await ask(receiver, 'query ($id: ID!) { nomination(id: $id) { turn moves nominee { familyName } sending { schacId } learner { familyName } } }', seen),
  ).toMatchObject({
    turn: 'uni-alder.example',
    moves: ['approve', 'reject', 'cancel'],
    nominee: { familyName: 'Reisende' },
    sending: { schacId: 'uni-birke.example' },
  })
  expect(
    await ask(
      receiver,
      'mutation ($id: ID!, $h: String!) { approveNomination(id: $id, contentHash: $h) { ... on Nomination { state } ... on Problem { code } } }',
      {
        ...seen,
        h: nomination.contentHash,
      },
    ),
  ).toEqual({ state: 'approved' })

  const erase = async () => {
    const request = await ask<{ id: string }>(
      sender,
      'mutation ($id: ID!) { requestErasure(learnerId: $id) { ... on DataRequest { id } ... on Problem { code } } }',
      learner,
    )
    return ask(
      sender,
      'mutation ($id: ID!) { carryOutErasure(requestId: $id, expectedVersion: 1) { ... on DataRequest { state report } ... on Problem { code details } } }',
      request,
    )
  }
  expect(await erase()).toMatchObject({ state: 'refused', report: { duties: [{ kind: 'mobility' }] } })
  expect(
    await ask(
      sender,
      'mutation ($id: ID!) { cancelNomination(id: $id, reason: "learner-withdrew", expectedVersion: 2) { ... on Nomination { state } ... on Problem { code } } }',
      seen,
    ),
  ).toEqual({ state: 'cancelled' })
  expect(await erase()).toMatchObject({ state: 'completed' })
  expect(await ask(receiver, 'query ($id: ID!) { nomination(id: $id) { state nominee { familyName } } }', seen)).toEqual({ state: 'cancelled', nominee: null })

  await hub.settle()
  for (const service of ['credentials', 'exchange'] as const) {
    expect(await hub.look(service, (sql) => sql`select 1 from parked_event`), service).toEqual([])
    expect(await hub.look(service, (sql) => sql`select 1 from consumer_position where topic = 'hub.erasure.v1'`), service).not.toEqual([])
  }
  const [told] = await hub.look<{ all: string }>('mobility', (sql) => sql`select string_agg(payload::text, '') as all from outbox`)
  expect(told?.all ?? '').not.toMatch(/Reisende|Ylva|journey-1/)
})

test('the kept mails are a page for whoever is signed in, and the sign-in for everybody else', async () => {
  const stranger = await fetch(`${hub.url}/mail`, { redirect: 'manual' })
  expect([stranger.status, stranger.headers.get('location')]).toEqual([302, '/sign-in?to=%2Fmail'])
  const office = await (await hub.as(sender)).fetch('/mail')
  expect([office.status, office.headers.get('content-type'), office.headers.get('cache-control')]).toEqual([
    200,
    'text/html; charset=utf-8',
    'private, no-store',
  ])
  expect(await office.text()).toMatch(/<h1>Mails to /)
})
