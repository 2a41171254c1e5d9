import { CredentialIssued, ErasureCompleted } from '@collegium/contracts'
import type { Verification } from '@collegium/credential-formats'
import { standardsMissing, standardsNote } from '@collegium/credential-formats/example'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readStored } from './awards/read-stored.ts'
import { alder, anEvent, aResult, birke, cedro } from './testing/credentials-under-test.ts'
import { dataOf, servedCredentials } from './testing/served-credentials.ts'

let served: Awaited<ReturnType<typeof servedCredentials>>
beforeAll(async () => {
  served = await servedCredentials()
})
afterAll(() => served?.[Symbol.asyncDispose]())

describe('who sees a credential', () => {
  test('its issuer and its home; nobody else, and the answers look alike', async () => {
    const { issued } = await served.sealedCredential()
    expect((await served.get(issued.credentialId, await served.hub.token(alder, ['examinations-office']))).statusCode).toBe(200)
    expect((await served.get(issued.credentialId, await served.hub.token(birke, ['international-office']))).statusCode).toBe(200)
    const hidden = [
      await served.get(issued.credentialId, await served.hub.token(cedro, ['international-office'])),
      await served.get(issued.credentialId, await served.hub.token(alder, ['analyst'])),
      await served.get('019a6f10-0000-7000-8000-0000000000ff', await served.hub.token(alder, ['issuer'])),
      await served.get('nonsense', await served.hub.token(alder, ['issuer'])),
      await served.get(issued.credentialId, undefined, '?token=wrong'),
    ]
    const shapes = new Set(hidden.map((answer) => JSON.stringify([answer.statusCode, { ...(answer.json() as object), requestId: '' }])))
    expect(shapes.size).toBe(1)
    expect(hidden[0]?.statusCode).toBe(404)
    expect((await served.get(issued.credentialId)).statusCode).toBe(401)
  })

  test('the learner, who can share it by a link that ends', async () => {
    const { issued, result } = await served.sealedCredential()
    const learner = await served.hub.token(birke, ['learner'], { kind: 'learner', learner: result.learnerId })
    const other = await served.hub.token(birke, ['learner'], { kind: 'learner', learner: aResult().learnerId })
    expect((await served.get(issued.credentialId, learner)).statusCode).toBe(200)
    expect((await served.get(issued.credentialId, other)).statusCode).toBe(404)
    const share =
      'mutation ($id: ID!, $days: Int!) { shareCredential(id: $id, days: $days) { __typename ... on SharedLink { url expiresAt } ... on Problem { code } } }'
    const answer = await served.graph(share, learner, { id: issued.credentialId, days: 7 })
    const { url } = (answer.data as { shareCredential: { url: string } }).shareCredential
    const query = new URL(url).search
    expect((await served.get(issued.credentialId, undefined, query)).statusCode).toBe(200)
    expect((await served.get((await served.sealedCredential()).issued.credentialId, undefined, query)).statusCode).toBe(404)
    expect(await served.graph(share, learner, { id: issued.credentialId, days: 1000 })).toMatchObject({ data: { shareCredential: { code: 'share-too-long' } } })
    served.hub.pass(8 * 86_400_000)
    expect((await served.get(issued.credentialId, undefined, query)).statusCode).toBe(404)
  })

  test('a learner who was erased leaves nothing to read, under no pseudonym; a partial erasure touches no credential (I02)', async () => {
    const { issued, result } = await served.sealedCredential()
    const { issued: earlier, result: before } = await served.sealedCredential()
    const erased = (extent: 'full' | 'partial') =>
      anEvent(
        ErasureCompleted,
        {
          requestId: result.enrolmentId,
          learnerId: result.learnerId,
          home: birke,
          extent,
          mergedIds: [before.learnerId],
          enrolmentIds: [result.enrolmentId, before.enrolmentId],
          leads: [alder],
        },
        birke,
      )
    await served.hub.feed(erased('partial'))
    expect((await served.get(issued.credentialId, await served.hub.token(alder, ['issuer']))).statusCode).toBe(200)
    await served.hub.feed(erased('full'), erased('full'))
    for (const { credentialId } of [issued, earlier]) {
      expect((await served.get(credentialId, await served.hub.token(alder, ['issuer']))).statusCode).toBe(404)
      expect(await readStored(served.hub.database.reader({ tenants: [alder] }), served.hub.dependencies.settings.secret, [credentialId])).toEqual([])
    }
    await served.hub.feed(anEvent(CredentialIssued, dataOf([{ type: 'a.b.c.issued', data: issued }], 'issued') as never))
    expect(await served.hub.published()).toEqual([])
  })
})

describe('the graph', () => {
  const list =
    'query ($filter: CredentialFilter) { credentials(filter: $filter, first: 2) { totalCount pageInfo { hasNextPage endCursor } edges { node { id awardId state sha256 supersedes { id } verdicts { check verdict reason } learner { id } instance { id } enrolment { id credentials { id state } } } } } }'

  test('lists with a total, filters, and joins enrolment and learner by reference', async () => {
    const { issued, result, events } = await served.sealedCredential()
    await served.hub.feed(...events)
    const answer = await served.graph(list, await served.hub.token(birke, ['international-office']), { filter: { award: issued.awardId } })
    expect(answer.errors).toBeUndefined()
    expect(answer.data).toMatchObject({
      credentials: {
        totalCount: 1,
        edges: [
          {
            node: {
              id: issued.credentialId,
              state: 'issued',
              learner: { id: result.learnerId },
              enrolment: { id: result.enrolmentId, credentials: [{ id: issued.credentialId }] },
            },
          },
        ],
      },
    })
    const [edge] = (answer.data as { credentials: { edges: { node: { verdicts: unknown[] } }[] } }).credentials.edges
    expect(edge?.node.verdicts).toHaveLength(7)
    const all = (await served.graph(list, await served.hub.token(alder, ['issuer']))).data as {
      credentials: { pageInfo: { hasNextPage: boolean; endCursor: string }; edges: { node: { id: string } }[] }
    }
    expect(all.credentials.pageInfo.hasNextPage).toBe(true)
    const [newest, second] = all.credentials.edges.map(({ node }) => node.id)
    expect([newest, second]).toEqual([newest, second].toSorted().toReversed())
    expect(newest).toBe(issued.credentialId)
  })

  test('shows a third university nothing, and refuses an analyst', async () => {
    expect((await served.graph(list, await served.hub.token(cedro, ['international-office']))).data).toMatchObject({
      credentials: { totalCount: 0, edges: [] },
    })
    expect(await served.graph(list, await served.hub.token(alder, ['analyst']))).toMatchObject({
      data: { credentials: null },
      errors: [{ message: 'Your role does not allow this.' }],
    })
  })

  test('answers entities for the gateway, and nothing without its token', async () => {
    const { issued, result } = await served.sealedCredential()
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Credential { id state } ... on Enrolment { credentials { id } } } }'
    const r = [
      { __typename: 'Credential', id: issued.credentialId },
      { __typename: 'Enrolment', id: result.enrolmentId },
    ]
    expect((await served.graph(query, await served.hub.token(birke, ['recognition-office']), { r })).data).toEqual({
      _entities: [{ id: issued.credentialId, state: 'issued' }, { credentials: [{ id: issued.credentialId }] }],
    })
    expect((await served.graph(query, await served.hub.token(cedro, ['recognition-office']), { r })).data).toEqual({ _entities: [null, { credentials: [] }] })
    expect((await served.app.inject({ method: 'POST', url: '/graphql', payload: { query, variables: { r } } })).statusCode).toBe(401)
  })
})

describe('public verification', () => {
  test('takes a body or a form, and says the same of both', async () => {
    const { issued } = await served.sealedCredential()
    const bytes = (await served.get(issued.credentialId, await served.hub.token(alder, ['issuer']))).rawPayload
    const asBody = (
      await served.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/json' }, payload: bytes })
    ).json() as {
      overall: string
      verdicts: Verification
      sha256: string
    }
    expect(asBody.overall).toBe('ok')
    const boundary = 'xyz'
    const form = Buffer.concat([
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="c.json"\r\ncontent-type: application/json\r\n\r\n`),
      bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ])
    const asForm = (
      await served.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, payload: form })
    ).json() as typeof asBody
    expect(asForm).toMatchObject({ overall: 'ok', sha256: asBody.sha256 })
  })

  test.skipIf(standardsMissing)(`checks the format in full${standardsNote}`, async () => {
    const { issued } = await served.sealedCredential()
    const bytes = (await served.get(issued.credentialId, await served.hub.token(alder, ['issuer']))).rawPayload
    const answer = (
      await served.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/jose+json' }, payload: bytes })
    ).json() as {
      verdicts: Verification
    }
    expect(answer.verdicts[0]).toMatchObject({ check: 'format', verdict: 'ok', reason: expect.stringMatching(/1\.2\.0.*1\.1\.0.*credentialStatus/) })
  })

  test('answers anything else in plain words, with no 5xx', async () => {
    const bodies: readonly [string, string | Buffer][] = [
      ['application/json', '{'],
      ['application/json', '{}'],
      ['application/json', 'null'],
      ['text/plain', 'hello'],
      ['application/octet-stream', Buffer.from([0xff, 0xfe])],
    ]
    for (const [type, payload] of bodies) {
      const answer = await served.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': type }, payload })
      expect(answer.statusCode).toBe(200)
      expect((answer.json() as { overall: string }).overall).toBe('error')
    }
    for (const answer of [
      await served.app.inject({ method: 'POST', url: '/api/verify' }),
      await served.app.inject({
        method: 'POST',
        url: '/api/verify',
        headers: { 'content-type': 'application/json' },
        payload: Buffer.alloc(3 * 1024 * 1024, 0x20),
      }),
      await served.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload: '--x--\r\n' }),
    ]) {
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      expect(answer.statusCode).toBeLessThan(500)
      expect(answer.headers['content-type']).toContain('application/problem+json')
    }
  })

  test('a status list that nobody has is not found', async () => {
    for (const id of ['nonsense', '019a6f10-0000-7000-8000-0000000000ff'])
      expect((await served.app.inject({ method: 'GET', url: `/api/status-lists/${id}` })).statusCode).toBe(404)
  })
})

test('private keys lie encrypted, and only their institution reads their rows', async () => {
  const own = await served.hub.database.reader({ tenants: [alder] }).$client<{ private_key: Uint8Array }[]>`select private_key from seal_keys`
  expect(own).toHaveLength(1)
  expect(Buffer.from(own[0]?.private_key ?? []).toString('latin1')).not.toContain('MIGH')
  for (const tenants of [[birke], []]) expect(await served.hub.database.reader({ tenants }).$client`select 1 from seal_keys`).toEqual([])
})
