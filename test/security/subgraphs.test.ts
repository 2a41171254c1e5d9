import { generateKeyPairSync } from 'node:crypto'
import { type CallerName, services } from '@collegium/contracts'
import { type Dispatch, readKeys, type Session, tokenMint, tokenSeconds } from '@collegium/service-kit'
import { SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, type TestHub, type Visitor } from '../hub.ts'
import { resultsCsv } from '../journeys/results-csv.ts'

/** Every way past the door that the gateway is: straight to a subgraph, with no token, a wrong one, or somebody else's. */
describe('a subgraph, reached without the gateway', { timeout: 60_000 }, () => {
  let hub: TestHub
  let alder: Visitor
  let runId: string
  const now = () => new Date()
  const officeOf = (institution: string): Session => ({
    subject: `person:office@${institution}`,
    kind: 'person',
    institution,
    roles: ['international-office', 'examinations-office', 'recognition-office'],
    units: [],
  })
  const mintAs = (caller: CallerName, clock = now) => tokenMint(caller, readKeys(hub.keysDir, caller), clock)
  const send = (service: (typeof services)[number], token: string | undefined, query: string, variables: object = {}) => {
    const running = hub.hub.services.get(service)
    if (!running) throw new Error(`${service} does not run`)
    const dispatch: Dispatch = (_service, request) => running.graph(request)
    return dispatch(
      service,
      new Request(`http://${service}.internal/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      }),
    )
  }
  const probes = [
    '{ __typename }',
    '{ _service { sdl } }',
    '{ __schema { types { name } } }',
    '{ _entities(representations: []) { __typename } }',
    'mutation { __typename }',
  ]

  beforeAll(async () => {
    hub = await Hub.start()
    alder = await hub.as('office@uni-alder.example')
    const run = await alder.check({ file: resultsCsv([{ learner: 's1' }, { learner: 's2' }]) })
    runId = run.id
    await alder.accept(run.id)
    await hub.settle()
    await alder.until(run.id, ['done'])
  }, 300_000)
  afterAll(() => hub?.stop())

  const refuses = async (token: () => Promise<string | undefined>) => {
    for (const service of services)
      for (const query of probes) {
        const answer = await send(service, await token(), query)
        const body = (await answer.json()) as object
        expect([service, answer.status, 'data' in body, JSON.stringify(body)], query).toEqual([service, 401, false, expect.stringContaining('unauthenticated')])
      }
  }

  test('answers nothing without a token: no data, no schema, no entity', () => refuses(async () => undefined))
  test('answers nothing at its own address either', async () => {
    for (const [service, { app }] of hub.hub.services) {
      const answer = await app.inject({ method: 'POST', url: '/graphql', payload: { query: '{ _service { sdl } }' } })
      expect([service, answer.statusCode, answer.body.includes('data')]).toEqual([service, 401, false])
    }
  })
  test('refuses a token for another audience', async () => {
    for (const service of services) {
      const other = services.find((one) => one !== service) ?? service
      expect([service, (await send(service, await mintAs('gateway').mint(other, officeOf('uni-birke.example')), '{ __typename }')).status]).toEqual([
        service,
        401,
      ])
    }
  })
  test('refuses a token whose time is over, and one from a service, which is for claim checks alone', async () => {
    const late = mintAs('gateway', () => new Date(Date.now() - (tokenSeconds + 1) * 1000))
    for (const service of services) {
      expect([service, (await send(service, await late.mint(service, officeOf('uni-birke.example')), '{ __typename }')).status]).toEqual([service, 401])
      expect([service, (await send(service, await mintAs('mobility').mint(service, officeOf('uni-birke.example')), '{ __typename }')).status]).toEqual([
        service,
        401,
      ])
    }
  })
  test('refuses a token signed with a foreign key, one without a signature, and one with a secret that everybody can read', async () => {
    const forged =
      (key: Parameters<SignJWT['sign']>[0], alg: string, kid = 'gateway') =>
      (service: string) =>
        new SignJWT({ kind: 'person', institution: 'uni-birke.example', roles: ['international-office'], units: [] })
          .setProtectedHeader({ alg, kid })
          .setSubject('person:x')
          .setIssuer('gateway')
          .setAudience(service)
          .setIssuedAt()
          .setExpirationTime('1m')
          .sign(key)
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const gateway = readKeys(hub.keysDir, 'gateway').of('gateway')
    const ways = [
      forged(privateKey, 'EdDSA'),
      forged(privateKey, 'EdDSA', '../gateway'),
      forged(privateKey, 'EdDSA', '__proto__'),
      forged(Buffer.from((gateway ?? publicKey).export({ format: 'pem', type: 'spki' })), 'HS256'),
      async (service: string) =>
        new UnsecuredJWT({ kind: 'person', roles: [] }).setSubject('person:x').setIssuer('gateway').setAudience(service).setExpirationTime('1m').encode(),
    ]
    for (const [i, way] of ways.entries())
      for (const service of services) expect([i, service, (await send(service, await way(service), '{ __typename }')).status]).toEqual([i, service, 401])
  })
  test('answers with the right token: the probes above are real questions', async () => {
    for (const service of services) {
      const answer = await send(service, await mintAs('gateway').mint(service, officeOf('uni-birke.example')), '{ __typename _service { sdl } }')
      expect([service, await answer.json()]).toEqual([service, { data: { __typename: 'Query', _service: { sdl: expect.stringContaining('type Query') } } }])
    }
  })

  test('gives no entity of another institution: foreign and unknown look alike', async () => {
    const found = {
      mobility: { Learner: 'learners', Enrolment: 'enrolments', Result: 'results' },
      credentials: { Credential: 'credentials' },
      recognition: { RecognitionCase: 'cases' },
      exchange: { ImportRun: 'import_runs', Delivery: 'deliveries' },
    } as const
    const unknown = '01930000-0000-7000-8000-00000000dead'
    for (const [service, types] of Object.entries(found) as [keyof typeof found, Record<string, string>][])
      for (const [type, table] of Object.entries(types)) {
        const rows = await hub.look<{ id: string }>(service, (sql) => sql`select id from ${sql(table)} limit 5`)
        expect([type, rows.length > 0]).toEqual([type, true])
        const ask = async (session: Session) => {
          const answer = await send(
            service,
            await mintAs('gateway').mint(service, session),
            'query E($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
            { r: [...rows.map(({ id }) => ({ __typename: type, id })), { __typename: type, id: unknown }] },
          )
          return ((await answer.json()) as { data: { _entities: (object | null)[] } }).data._entities
        }
        expect(await ask(officeOf('uni-cedro.example')), type).toEqual([null, ...rows.map(() => null)])
        const own = (await Promise.all([ask(officeOf('uni-alder.example')), ask(officeOf('uni-birke.example'))])).flat()
        expect(own.filter(Boolean).length, `${type} is seen by the one or the other of its owners`).toBeGreaterThan(0)
      }
  })

  test('a run and its files are a secret to everybody else: foreign and unknown look alike', async () => {
    const paths = (id: string): [string, string][] => [
      ['GET', `/api/imports/${id}`],
      ['GET', `/api/imports/${id}/rows`],
      ['GET', `/api/imports/${id}/problems.csv`],
      ['GET', `/api/imports/${id}/problems.xlsx`],
      ['POST', `/api/imports/${id}/accept`],
      ['POST', `/api/imports/${id}/undo`],
    ]
    const bare = async (visitor: Visitor, [method, path]: [string, string]) => {
      const answer = await visitor.fetch(path, { method })
      const { requestId: _, ...body } = (await answer.json()) as Record<string, unknown>
      return { status: answer.status, body }
    }
    for (const person of ['office@uni-birke.example', 'admin@uni-cedro.example', 'analyst@alliance.example', 'learner@uni-birke.example']) {
      const visitor = await hub.as(person)
      const unknown = paths('01930000-0000-7000-8000-00000000dead')
      for (const [i, probe] of paths(runId).entries()) {
        const answer = await bare(visitor, probe)
        expect([person, ...probe, answer.status]).toEqual([person, ...probe, 404])
        expect(answer).toEqual(await bare(visitor, unknown[i] ?? probe))
      }
    }
    for (const probe of paths(runId).slice(0, 2)) expect((await bare(alder, probe)).status).toBe(200)
  })

  test('a learner of the uploading institution sees nothing of a run either', async () => {
    const learner: Session = {
      subject: 'person:learner@uni-alder.example',
      kind: 'learner',
      institution: 'uni-alder.example',
      roles: ['learner'],
      units: [],
      learner: '01930000-0000-7000-8000-00000000beef',
    }
    const app = hub.hub.services.get('exchange')?.app
    for (const path of [`/api/imports/${runId}`, `/api/imports/${runId}/rows`, `/api/imports/${runId}/problems.csv`]) {
      const answer = await app?.inject({ method: 'GET', url: path, headers: { authorization: `Bearer ${await mintAs('gateway').mint('exchange', learner)}` } })
      expect([path, answer?.statusCode]).toEqual([path, 404])
    }
  })
})
