import { join } from 'node:path'
import { services, type ServiceName } from '@collegium/contracts'
import { openDatabase, prepareDatabase } from '@collegium/database'
import { connect, type Connection } from '@collegium/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoPerson } from '../../deploy/single-node/src/demo/people.ts'
import { seedDemo } from '../../deploy/single-node/src/demo/seed.ts'
import { root, type Run } from '../hub.ts'
import { type Processes, startProcesses } from '../processes.ts'
import { resultsCsv } from './results-csv.ts'

const enrolmentsOf = `{ enrolments(first: 20) { edges { node { results { state grade } credentials { state verdicts { check verdict } } cases { state decision { clauseId } } outcome { outcome credits } } } } }`
interface Enrolment {
  readonly results: readonly { readonly state: string; readonly grade: string }[]
  readonly credentials: readonly { readonly state: string; readonly verdicts: readonly { readonly check: string; readonly verdict: string }[] }[]
  readonly cases: readonly { readonly state: string; readonly decision: { readonly clauseId: string } | null }[]
  readonly outcome: { readonly outcome: string; readonly credits: number } | null
}

describe('one process per service and the gateway, over HTTP', { timeout: 120_000 }, () => {
  let hub: Processes
  const as = (email: string): Connection => {
    const person = demoPerson(email)
    if (!person) throw new Error(`${email} is nobody of the demo`)
    return connect({ url: hub.url, token: () => hub.issuer.tokenFor(person) })
  }
  const until = async (office: Connection, id: string, states: readonly string[]): Promise<Run> => {
    for (const deadline = Date.now() + 60_000; ; ) {
      const run = (await office.call('GET', `/api/imports/${id}`)) as Run
      if (states.includes(run.state)) return run
      if (Date.now() > deadline) throw new Error(`The run is ${run.state}, not ${states.join(' or ')}: ${JSON.stringify(run.ends)}`)
      await new Promise((done) => setTimeout(done, 100))
    }
  }
  /** Uploads once the offer has reached exchange; the seed is only an event on its way. */
  const upload = async (office: Connection, csv: string): Promise<Run> => {
    for (const deadline = Date.now() + 60_000; ; ) {
      try {
        return (await office.startImport({
          file: new Blob([csv]),
          fileName: 'results.csv',
          institution: 'uni-alder.example',
          offering: 'ALD-DATA-2026',
        })) as unknown as Run
      } catch (error) {
        if (Date.now() > deadline) throw error
        await new Promise((done) => setTimeout(done, 200))
      }
    }
  }
  const seenByBirke = async (): Promise<Enrolment[]> => {
    const { data, errors } = await as('office@uni-birke.example').graph<{ enrolments: { edges: { node: Enrolment }[] } }>(enrolmentsOf)
    expect(errors).toBeUndefined()
    return data?.enrolments.edges.map((edge) => edge.node) ?? []
  }

  beforeAll(async () => {
    hub = await startProcesses()
    const open = async (service: ServiceName) =>
      openDatabase({
        service,
        url: (await prepareDatabase({ ownerUrl: hub.ownerUrl, service, migrations: join(root, 'services', service, 'migrations') })).url,
      })
    const [registry, catalogue] = [await open('registry'), await open('catalogue')]
    await seedDemo(registry, catalogue, () => new Date())
    await Promise.all([registry.close(), catalogue.close()])
  }, 180_000)
  afterAll(() => hub?.[Symbol.asyncDispose](), 60_000)

  test('the gateway says of every service that it is ready', async () => {
    const answer = await fetch(`${hub.url}/readyz`)
    expect(await answer.json()).toEqual({ ready: true, parts: services.map((part) => ({ part, ready: true })) })
  })

  test('sign-in leads to the identity provider that discovery names; without it nothing is answered', async () => {
    const answer = await fetch(`${hub.url}/sign-in`, { redirect: 'manual' })
    expect(answer.headers.get('location')).toMatch(new RegExp(`^${hub.issuer.url}/authorize\\?.*code_challenge_method=S256`))
    expect(
      (await fetch(`${hub.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: enrolmentsOf }) }))
        .status,
    ).toBe(401)
  })

  test('a results file becomes results, sealed credentials and decisions at the home', async () => {
    const alder = as('office@uni-alder.example')
    const run = await upload(
      alder,
      resultsCsv([
        { learner: 'process-1', grade: '1.3' },
        { learner: 'process-2', grade: '2.7' },
        { learner: 'process-3', outcome: 'failed', grade: '5.0' },
      ]),
    )
    const checked = await until(alder, run.id, ['checked', 'rejected'])
    expect(checked.rows).toMatchObject({ total: 3, good: 3 })
    await alder.call('POST', `/api/imports/${run.id}/accept`)
    expect((await until(alder, run.id, ['done'])).ends).toEqual({ recorded: 3 })
    const enrolments = await seenByBirke()
    expect(enrolments).toHaveLength(3)
    const passed = enrolments.filter((one) => one.credentials.length > 0)
    expect(passed.map((one) => one.results[0]?.grade).sort()).toEqual(['1.3', '2.7'])
    for (const one of passed) {
      expect(one.credentials[0]).toMatchObject({ state: 'issued', verdicts: expect.arrayContaining([{ check: 'seal', verdict: 'ok' }]) })
      expect(one.cases).toHaveLength(1)
    }
  })

  test('while mobility is away uploads are taken, readiness names it, and nothing is lost once it is back', async () => {
    const mobility = hub.running.get('mobility')
    expect(await mobility?.stop()).toEqual({ code: 0, signal: null })
    const answer = await fetch(`${hub.url}/readyz`)
    expect(answer.status).toBe(503)
    expect(((await answer.json()) as { parts: { part: string; ready: boolean }[] }).parts.filter((part) => !part.ready)).toEqual([
      expect.objectContaining({ part: 'mobility', ready: false }),
    ])
    const alder = as('office@uni-alder.example')
    const run = await upload(alder, resultsCsv([{ learner: 'process-4', grade: '2.0' }]))
    await until(alder, run.id, ['checked'])
    await alder.call('POST', `/api/imports/${run.id}/accept`)
    await hub.start('mobility')
    expect((await until(alder, run.id, ['done'])).ends).toEqual({ recorded: 1 })
    expect(await seenByBirke()).toHaveLength(4)
  })

  test('SIGTERM ends each process with code 0, and none met anything unforeseen', async () => {
    const ended = await Promise.all([...hub.running.values()].map(async (one) => ({ name: one.name, ...(await one.stop()) })))
    expect(ended.sort((a, b) => a.name.localeCompare(b.name))).toEqual([...services, 'gateway'].sort().map((name) => ({ name, code: 0, signal: null })))
    for (const one of hub.running.values())
      expect(
        one
          .said()
          .split('\n')
          .filter((line) => line.includes('"unforeseen')),
        one.name,
      ).toEqual([])
  })
})
