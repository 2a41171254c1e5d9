import { startKafka } from '@collegium/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, type TestHub, type Visitor } from '../hub.ts'
import { resultsCsv } from './results-csv.ts'

const awaySeconds = process.env.HUB_TEST_FULL ? 300 : 20
const kafka = await startKafka({ ownBroker: true })
const clean = (prefix: string, n: number) => resultsCsv(Array.from({ length: n }, (_, i) => ({ learner: `${prefix}-${i}` })))

/** Every row has exactly one of everything: nothing was lost on the way, nothing done twice. */
async function expectOnceEach(hub: TestHub, rows: number): Promise<void> {
  const counts = async (service: 'mobility' | 'credentials' | 'recognition', query: string) =>
    (await hub.look<{ n: number; of: number }>(service, (sql) => sql.unsafe(query)))[0]
  expect(await counts('mobility', 'select count(*)::int as n, count(distinct enrolment_id)::int as "of" from results')).toEqual({ n: rows, of: rows })
  expect(await counts('mobility', 'select count(*)::int as n, count(distinct result_id)::int as "of" from result_versions')).toEqual({ n: rows, of: rows })
  expect(await counts('credentials', 'select count(*)::int as n, count(distinct award_id)::int as "of" from credentials')).toEqual({ n: rows, of: rows })
  expect(await counts('recognition', 'select count(*)::int as n, count(*) filter (where state = \'decided\')::int as "of" from cases')).toEqual({
    n: rows,
    of: rows,
  })
  expect(await hub.look('analytics', (sql) => sql`select credentials, decided from credit_cells`)).toEqual([{ credentials: rows, decided: rows }])
  const deliveries = await hub.look<{ n: number; of: number }>(
    'exchange',
    (sql) =>
      sql`select count(*)::int as n, count(distinct (event_id, endpoint_id))::int as of from deliveries where state = 'acknowledged' and enrolment_id is not null`,
  )
  // The outcome of each row, told to the lead and to the home.
  expect(deliveries).toEqual([{ n: rows * 2, of: rows * 2 }])
  for (const service of hub.hub.services.keys()) expect(await hub.look(service, (sql) => sql`select * from parked_key`), service).toEqual([])
}

const readiness = async (hub: TestHub) => {
  const answer = await fetch(`${hub.url}/readyz`)
  const { parts } = (await answer.json()) as { parts: { part: string; ready: boolean; reason?: string }[] }
  return { status: answer.status, away: parts.filter((part) => !part.ready) }
}
async function until(what: string, holds: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !(await holds()); ) {
    if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

describe('PostgreSQL is killed in the middle of a run', { timeout: 180_000 }, () => {
  let hub: TestHub
  let alder: Visitor
  beforeAll(async () => {
    hub = await Hub.start({ durable: true })
    alder = await hub.as('office@uni-alder.example')
  }, 300_000)
  afterAll(() => hub?.stop(), 120_000)

  test('the run goes on after its return, nothing lost and nothing doubled', async () => {
    const rows = 240
    const run = await alder.check({ file: clean('pg', rows) })
    await alder.accept(run.id)
    await until(
      'the first results are recorded',
      async () => (await hub.look<{ n: number }>('mobility', (sql) => sql`select count(*)::int as n from results`))[0]?.n !== 0,
    )
    await hub.killPostgres()
    const before = await readiness(hub)
    expect(before.status).toBe(503)
    expect(before.away.map((part) => part.part)).toEqual(expect.arrayContaining(['exchange: database', 'event log (postgres)']))
    for (const answer of [await alder.post({ file: clean('away', 1) }), await alder.fetch(`/api/imports/${run.id}`)]) {
      const body = (await answer.json()) as { code: string; retryable: boolean }
      expect([answer.status, body.code, body.retryable]).toEqual([503, 'part-away', true])
    }
    const asked = await alder.ask('{ enrolments { totalCount } }')
    expect(asked.errors.map((one) => one.extensions?.code)).toEqual(['part-away'])
    await hub.restartPostgres()
    await until('every part is ready again', async () => (await readiness(hub)).status === 200)
    const done = await alder.until(run.id, ['done'], 120_000)
    expect(done.ends).toEqual({ recorded: rows })
    await hub.settle()
    await expectOnceEach(hub, rows)
  })
})

const missing = 'missing' in kafka ? kafka.missing : null
describe.skipIf(missing !== null)(
  missing === null ? `Kafka is away for ${awaySeconds} seconds` : `Kafka is away: SKIPPED, ${missing}`,
  { timeout: (awaySeconds + 180) * 1_000 },
  () => {
    let hub: TestHub
    let alder: Visitor
    beforeAll(async () => {
      if ('missing' in kafka) return
      hub = await Hub.start({ eventLog: { driver: 'kafka', brokers: kafka.brokers.split(',') } })
      alder = await hub.as('office@uni-alder.example')
    }, 300_000)
    afterAll(async () => {
      await hub?.stop()
      if (!('missing' in kafka)) await kafka.stop()
    }, 120_000)

    test('uploads are still accepted, the state says what is down, and the backlog drains afterwards', async () => {
      if ('missing' in kafka) throw new Error(kafka.missing)
      const before = await alder.check({ file: clean('before', 60) })
      await alder.accept(before.id)
      await kafka.kill()
      const began = Date.now()
      await until('the state names the log', async () => (await readiness(hub)).away.length > 0, 30_000)
      const state = await readiness(hub)
      expect([state.status, state.away.map((part) => part.part)]).toEqual([503, ['event log (kafka)']])
      expect(state.away[0]?.reason).toMatch(/\w{3}/)
      const during = await alder.check({ file: clean('during', 60) })
      expect(during.rows).toMatchObject({ total: 60, good: 60 })
      await alder.accept(during.id)
      await alder.until(during.id, ['accepted'])
      expect((await alder.ask('{ importRuns { totalCount } }')).data).toEqual({ importRuns: { totalCount: 2 } })
      await new Promise((done) => setTimeout(done, Math.max(0, awaySeconds * 1_000 - (Date.now() - began))))
      await kafka.restart()
      await until('every part is ready again', async () => (await readiness(hub)).status === 200)
      // The backlog is to be drained within twice the outage.
      for (const run of [before, during]) expect((await alder.until(run.id, ['done'], Math.max(60_000, awaySeconds * 2_000))).ends).toEqual({ recorded: 60 })
      await hub.settle()
      await expectOnceEach(hub, 120)
    })
  },
)
