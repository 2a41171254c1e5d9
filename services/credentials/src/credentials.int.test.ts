import { createHash } from 'node:crypto'
import { CredentialIssued, InstitutionVerified, OpportunityOpened, OpportunityPublished, ResultAnnulled, ResultCorrected, ResultReleased } from '@collegium/contracts'
import { open, overall, type Verification } from '@collegium/credential-formats'
import { alderData, standardsMissing, standardsNote } from '@collegium/credential-formats/example'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from './app.ts'
import { lookAgainAtWaiting } from './awards/look-again.ts'
import { readStored } from './awards/read-stored.ts'
import { instrumentsOf } from './instruments.ts'
import { achieved, alder, aLearner, anEvent, aResult, birke, cedro, credentialsUnderTest } from './testing/credentials-under-test.ts'

let hub: Awaited<ReturnType<typeof credentialsUnderTest>>
let app: FastifyInstance
let background: ReturnType<typeof buildApp>['background']

const institution = anEvent(InstitutionVerified, alderData.institution)
const published = anEvent(OpportunityPublished, { specificationId: alderData.specification.specificationId, version: 1, specHash: 'a'.repeat(64), specification: alderData.specification })
const opened = anEvent(OpportunityOpened, { specificationId: alderData.specification.specificationId, version: 1, lead: alder, partners: [birke, cedro], instance: alderData.instance })
const released = (result: ReturnType<typeof aResult>, change: Partial<typeof achieved> = {}) => anEvent(ResultReleased, { ...result, ...achieved, ...change })
const corrected = (result: ReturnType<typeof aResult>, version: number, change: Partial<typeof achieved> = {}) => anEvent(ResultCorrected, { ...result, version, ...achieved, ...change, replaces: version - 1, reason: 'review' })
const annulled = (result: ReturnType<typeof aResult>, version: number) => anEvent(ResultAnnulled, { ...result, version, reason: 'run-undone' })
const facts = (events: readonly { type: string }[]) => events.map((event) => event.type.split('.')[3])
const dataOf = (events: readonly { type: string; data: unknown }[], fact: string) => events.find((event) => event.type.split('.')[3] === fact)?.data as Record<string, unknown>
const get = async (id: string, token?: string, query = '') => app.inject({ method: 'GET', url: `/api/credentials/${id}${query}`, ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}) })
const graph = async (query: string, token: string, variables: Record<string, unknown> = {}) =>
  (await app.inject({ method: 'POST', url: '/graphql', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, payload: JSON.stringify({ query, variables }) })).json() as { data: never; errors?: { message: string }[] }

/** A passed result with a learner that mobility knows, sealed. */
async function sealedCredential() {
  const result = aResult()
  hub.learners.set(result.enrolmentId, aLearner(result))
  await hub.feed(released(result))
  const events = await hub.published()
  return { result, events, issued: dataOf(events, 'issued') as { credentialId: string; awardId: string } }
}

beforeAll(async () => {
  hub = await credentialsUnderTest()
  ;({ app, background } = buildApp(hub.dependencies))
  await app.ready()
  await hub.feed(institution, published, opened)
  await hub.published()
})
afterAll(async () => {
  await app?.close()
  await background?.close()
  await hub?.[Symbol.asyncDispose]()
})

describe('a released result', () => {
  test('becomes sealed bytes, two facts without a name in them, and a verification of what was stored', async () => {
    const { result, events, issued } = await sealedCredential()
    expect(facts(events)).toEqual(['sealed', 'issued'])
    expect(dataOf(events, 'issued')).toMatchObject({ enrolmentId: result.enrolmentId, resultVersion: 1, supersedes: null, ects: 5, iscedF: '0612', eqfLevel: 6, grade: '1.7' })
    expect(JSON.stringify(events)).not.toMatch(/Elin|Sjöberg|2003-04-05|esi:/)
    await hub.feed(...events)
    const [verified] = await hub.published()
    const verdicts = (verified?.data as { verdicts: Verification }).verdicts
    expect(verified?.type).toBe('org.collegium.credential.verified.v1')
    expect(verdicts.map((v) => `${v.check} ${v.verdict}`)).toEqual([standardsMissing ? 'format skipped' : 'format ok', 'seal ok', 'owner ok', 'expiry ok', 'revocation ok', 'accreditation ok', 'custom ok'])
    expect(overall(verdicts)).toBe('ok')
    const answer = await get(issued.credentialId, await hub.token(alder, ['issuer']))
    expect(createHash('sha256').update(answer.rawPayload).digest('hex')).toBe((dataOf(events, 'sealed') as { sha256: string }).sha256)
    const bytes = open(answer.rawPayload)
    expect('claims' in bytes && bytes.claims['id']).toBe(`urn:uuid:${issued.credentialId}`)
  })

  test('that was not passed brings nothing, and nobody is asked for a name', async () => {
    const before = hub.asked.length
    await hub.feed(released(aResult(), { outcome: 'failed' }), released(aResult(), { outcome: 'withdrawn' }))
    expect(await hub.published()).toEqual([])
    expect(hub.asked.length).toBe(before)
  })

  test('of an erased learner ends as not issued', async () => {
    await hub.feed(released(aResult()))
    const events = await hub.published()
    expect(facts(events)).toEqual(['not-issued'])
    expect(dataOf(events, 'not-issued')).toMatchObject({ reason: 'learner-erased' })
  })

  test('delivered again, or older than what stands, changes nothing', async () => {
    const { result } = await sealedCredential()
    await hub.feed(corrected(result, 2))
    await hub.published()
    await hub.feed(released(result))
    await hub.feed(corrected(result, 2))
    expect(await hub.published()).toEqual([])
  })

  test('of one batch are asked for in one claim check and sealed with a place each', async () => {
    const results = Array.from({ length: 60 }, () => aResult())
    for (const result of results) hub.learners.set(result.enrolmentId, aLearner(result))
    const before = hub.asked.length
    await hub.feed(...results.map((result) => released(result)))
    expect(hub.asked.length).toBe(before + 1)
    expect((await hub.published()).length).toBe(120)
    const rows = await hub.database.reader({ tenants: [alder] }).$client<{ n: number; places: number }[]>`select count(*)::int as n, count(distinct (status_list_id, status_index))::int as places from credentials`
    expect(rows[0]?.places).toBe(rows[0]?.n)
  })
})

describe('a correction', () => {
  test('gives the award a new credential; the old one is superseded and its bit is set', async () => {
    const { result, issued } = await sealedCredential()
    await hub.feed(corrected(result, 2, { grade: '1.3' }))
    const events = await hub.published()
    expect(facts(events)).toEqual(['sealed', 'issued', 'superseded'])
    const next = dataOf(events, 'issued') as { credentialId: string }
    expect(next).toMatchObject({ awardId: issued.awardId, supersedes: issued.credentialId, resultVersion: 2, grade: '1.3' })
    expect(dataOf(events, 'superseded')).toMatchObject({ credentialId: issued.credentialId, supersededBy: next.credentialId, reason: 'review' })
    for (const [id, expected] of [[issued.credentialId, 'error'], [next.credentialId, 'ok']] as const) {
      const bytes = (await get(id, await hub.token(alder, ['issuer']))).rawPayload
      const answer = (await app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/json' }, payload: bytes })).json() as { verdicts: Verification }
      expect(answer.verdicts.find((v) => v.check === 'revocation')?.verdict).toBe(expected)
    }
  })

  test('that takes the pass away revokes; one that gives it back issues again', async () => {
    const { result, issued } = await sealedCredential()
    await hub.feed(corrected(result, 2, { outcome: 'failed' }), corrected(result, 3))
    const events = await hub.published()
    expect(facts(events)).toEqual(['revoked', 'sealed', 'issued'])
    expect(dataOf(events, 'revoked')).toMatchObject({ credentialId: issued.credentialId, reason: 'review', resultVersion: 2 })
    expect(dataOf(events, 'issued')).toMatchObject({ supersedes: issued.credentialId, resultVersion: 3 })
  })

  test('several versions in one batch come out as if each had come alone', async () => {
    const result = aResult()
    hub.learners.set(result.enrolmentId, aLearner(result))
    await hub.feed(released(result), corrected(result, 2, { grade: '2.0' }), annulled(result, 3))
    expect(facts(await hub.published())).toEqual(['sealed', 'issued', 'sealed', 'issued', 'superseded', 'revoked'])
    const [award] = await hub.database.reader({ tenants: [alder] }).$client<{ state: string; version: number }[]>`select state, version from awards where enrolment_id = ${result.enrolmentId}`
    expect(award).toEqual({ state: 'revoked', version: 3 })
  })
})

test('an annulment revokes with its reason', async () => {
  const { result, issued } = await sealedCredential()
  await hub.feed(annulled(result, 2))
  const events = await hub.published()
  expect(facts(events)).toEqual(['revoked'])
  expect(dataOf(events, 'revoked')).toMatchObject({ credentialId: issued.credentialId, reason: 'run-undone' })
})

test('a result whose offering is not known yet waits, and is issued when it has arrived', async () => {
  const instanceId = '019a6f10-0000-7000-8000-0000000000aa'
  const result = { ...aResult(), instanceId }
  hub.learners.set(result.enrolmentId, aLearner(result))
  const instruments = instrumentsOf(hub.dependencies)
  await hub.feed(released(result))
  expect(await hub.published()).toEqual([])
  expect(await lookAgainAtWaiting(hub.dependencies, instruments)).toBe(0)
  await hub.feed(anEvent(OpportunityOpened, { specificationId: alderData.specification.specificationId, version: 1, lead: alder, partners: [], instance: { ...alderData.instance, instanceId, code: 'ALD-DATA-2027' } }))
  expect(await lookAgainAtWaiting(hub.dependencies, instruments)).toBe(1)
  expect(facts(await hub.published())).toEqual(['sealed', 'issued'])
  expect(await lookAgainAtWaiting(hub.dependencies, instruments)).toBe(0)
})

describe('who sees a credential', () => {
  test('its issuer and its home; nobody else, and the answers look alike', async () => {
    const { issued } = await sealedCredential()
    expect((await get(issued.credentialId, await hub.token(alder, ['examinations-office']))).statusCode).toBe(200)
    expect((await get(issued.credentialId, await hub.token(birke, ['international-office']))).statusCode).toBe(200)
    const hidden = [await get(issued.credentialId, await hub.token(cedro, ['international-office'])), await get(issued.credentialId, await hub.token(alder, ['analyst'])), await get('019a6f10-0000-7000-8000-0000000000ff', await hub.token(alder, ['issuer'])), await get('nonsense', await hub.token(alder, ['issuer'])), await get(issued.credentialId, undefined, '?token=wrong')]
    const shapes = new Set(hidden.map((answer) => JSON.stringify([answer.statusCode, { ...(answer.json() as object), requestId: '' }])))
    expect(shapes.size).toBe(1)
    expect(hidden[0]?.statusCode).toBe(404)
    expect((await get(issued.credentialId)).statusCode).toBe(401)
  })

  test('the learner, who can share it by a link that ends', async () => {
    const { issued, result } = await sealedCredential()
    const learner = await hub.token(birke, ['learner'], { kind: 'learner', learner: result.learnerId })
    const other = await hub.token(birke, ['learner'], { kind: 'learner', learner: aResult().learnerId })
    expect((await get(issued.credentialId, learner)).statusCode).toBe(200)
    expect((await get(issued.credentialId, other)).statusCode).toBe(404)
    const share = 'mutation ($id: ID!, $days: Int!) { shareCredential(id: $id, days: $days) { __typename ... on SharedLink { url expiresAt } ... on Problem { code } } }'
    const answer = await graph(share, learner, { id: issued.credentialId, days: 7 })
    const { url } = (answer.data as { shareCredential: { url: string } }).shareCredential
    const query = new URL(url).search
    expect((await get(issued.credentialId, undefined, query)).statusCode).toBe(200)
    expect((await get((await sealedCredential()).issued.credentialId, undefined, query)).statusCode).toBe(404)
    expect(await graph(share, learner, { id: issued.credentialId, days: 1000 })).toMatchObject({ data: { shareCredential: { code: 'share-too-long' } } })
    hub.pass(8 * 86_400_000)
    expect((await get(issued.credentialId, undefined, query)).statusCode).toBe(404)
  })

  test('a learner whose keys are destroyed leaves nothing to read', async () => {
    const { issued, result } = await sealedCredential()
    await hub.database.write({ tenants: [alder] }, { correlationId: 'erasure' }, (tx) => tx.sql`delete from learner_keys where learner_id = ${result.learnerId}`)
    expect((await get(issued.credentialId, await hub.token(alder, ['issuer']))).statusCode).toBe(404)
    expect(await readStored(hub.database.reader({ tenants: [alder] }), hub.dependencies.settings.secret, [issued.credentialId])).toEqual([])
    await hub.feed(anEvent(CredentialIssued, dataOf([{ type: 'a.b.c.issued', data: issued }], 'issued') as never))
    expect(await hub.published()).toEqual([])
  })
})

describe('the graph', () => {
  const list = 'query ($filter: CredentialFilter) { credentials(filter: $filter, first: 2) { totalCount pageInfo { hasNextPage endCursor } edges { node { id awardId state sha256 supersedes { id } verdicts { check verdict reason } learner { id } instance { id } enrolment { id credentials { id state } } } } } }'

  test('lists with a total, filters, and joins enrolment and learner by reference', async () => {
    const { issued, result, events } = await sealedCredential()
    await hub.feed(...events)
    const answer = await graph(list, await hub.token(birke, ['international-office']), { filter: { award: issued.awardId } })
    expect(answer.errors).toBeUndefined()
    expect(answer.data).toMatchObject({ credentials: { totalCount: 1, edges: [{ node: { id: issued.credentialId, state: 'issued', learner: { id: result.learnerId }, enrolment: { id: result.enrolmentId, credentials: [{ id: issued.credentialId }] } } }] } })
    const [edge] = (answer.data as { credentials: { edges: { node: { verdicts: unknown[] } }[] } }).credentials.edges
    expect(edge?.node.verdicts).toHaveLength(7)
    const all = await graph(list, await hub.token(alder, ['issuer']), {})
    expect((all.data as { credentials: { totalCount: number; edges: unknown[]; pageInfo: { hasNextPage: boolean } } }).credentials).toMatchObject({ pageInfo: { hasNextPage: true } })
  })

  test('shows a third university nothing, and refuses an analyst', async () => {
    expect((await graph(list, await hub.token(cedro, ['international-office']))).data).toMatchObject({ credentials: { totalCount: 0, edges: [] } })
    expect(await graph(list, await hub.token(alder, ['analyst']))).toMatchObject({ data: { credentials: null }, errors: [{ message: 'Your role does not allow this.' }] })
  })

  test('answers entities for the gateway, and nothing without its token', async () => {
    const { issued, result } = await sealedCredential()
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Credential { id state } ... on Enrolment { credentials { id } } } }'
    const r = [{ __typename: 'Credential', id: issued.credentialId }, { __typename: 'Enrolment', id: result.enrolmentId }]
    expect((await graph(query, await hub.token(birke, ['recognition-office']), { r })).data).toEqual({ _entities: [{ id: issued.credentialId, state: 'issued' }, { credentials: [{ id: issued.credentialId }] }] })
    expect((await graph(query, await hub.token(cedro, ['recognition-office']), { r })).data).toEqual({ _entities: [null, { credentials: [] }] })
    expect((await app.inject({ method: 'POST', url: '/graphql', payload: { query, variables: { r } } })).statusCode).toBe(401)
  })
})

describe('public verification', () => {
  test('takes a body or a form, and says the same of both', async () => {
    const { issued } = await sealedCredential()
    const bytes = (await get(issued.credentialId, await hub.token(alder, ['issuer']))).rawPayload
    const asBody = (await app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/json' }, payload: bytes })).json() as { overall: string; verdicts: Verification; sha256: string }
    expect(asBody.overall).toBe('ok')
    const boundary = 'xyz'
    const form = Buffer.concat([Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="c.json"\r\ncontent-type: application/json\r\n\r\n`), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
    const asForm = (await app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, payload: form })).json() as typeof asBody
    expect(asForm).toMatchObject({ overall: 'ok', sha256: asBody.sha256 })
  })

  test.skipIf(standardsMissing)(`checks the format in full${standardsNote}`, async () => {
    const { issued } = await sealedCredential()
    const bytes = (await get(issued.credentialId, await hub.token(alder, ['issuer']))).rawPayload
    const answer = (await app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/jose+json' }, payload: bytes })).json() as { verdicts: Verification }
    expect(answer.verdicts[0]).toMatchObject({ check: 'format', verdict: 'ok', reason: expect.stringMatching(/1\.2\.0.*1\.1\.0.*credentialStatus/) })
  })

  test('answers anything else in plain words, with no 5xx', async () => {
    const bodies: readonly [string, string | Buffer][] = [['application/json', '{'], ['application/json', '{}'], ['application/json', 'null'], ['text/plain', 'hello'], ['application/octet-stream', Buffer.from([0xff, 0xfe])]]
    for (const [type, payload] of bodies) {
      const answer = await app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': type }, payload })
      expect(answer.statusCode).toBe(200)
      expect((answer.json() as { overall: string }).overall).toBe('error')
    }
    for (const answer of [
      await app.inject({ method: 'POST', url: '/api/verify' }),
      await app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/json' }, payload: Buffer.alloc(3 * 1024 * 1024, 0x20) }),
      await app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload: '--x--\r\n' }),
    ]) {
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      expect(answer.statusCode).toBeLessThan(500)
      expect(answer.headers['content-type']).toContain('application/problem+json')
    }
  })

  test('a status list that nobody has is not found', async () => {
    for (const id of ['nonsense', '019a6f10-0000-7000-8000-0000000000ff']) expect((await app.inject({ method: 'GET', url: `/api/status-lists/${id}` })).statusCode).toBe(404)
  })
})

test('private keys lie encrypted, and only their institution reads their rows', async () => {
  const own = await hub.database.reader({ tenants: [alder] }).$client<{ private_key: Uint8Array }[]>`select private_key from seal_keys`
  expect(own).toHaveLength(1)
  expect(Buffer.from(own[0]?.private_key ?? []).toString('latin1')).not.toContain('MIGH')
  for (const tenants of [[birke], []]) expect(await hub.database.reader({ tenants }).$client`select 1 from seal_keys`).toEqual([])
})
