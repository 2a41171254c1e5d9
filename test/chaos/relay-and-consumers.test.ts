import { ResultConfirmed } from '@collegium/contracts'
import { appendToOutbox, eventTables, fact, type LogAddress } from '@collegium/events'
import { createTestDatabase, type Kafka, startKafka } from '@collegium/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Assignment, bundlePrograms, Respawning } from './processes.ts'

const kills = 64
const keys = 40
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const idOf = (n: number): string => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

/** The broker is ours alone: topics and groups of the hub have fixed names. */
const kafka: Kafka | { readonly missing: string } = await startKafka({ ownBroker: true })

let programs: Awaited<ReturnType<typeof bundlePrograms>>
beforeAll(async () => {
  programs = await bundlePrograms()
})
afterAll(async () => {
  if (!('missing' in kafka)) await kafka.stop()
})

describe(`relay and consumers under ${kills} SIGKILLs`, () => {
  test('on the PostgreSQL log: nothing lost, nothing applied twice, order per key kept', { timeout: 150_000 }, async () => {
    await using log = await createTestDatabase('chaos_log')
    await chaos({ driver: 'postgres', url: log.url, leaseMs: 1_000 }, { msBetweenKills: 80, consumerEvery: 3 })
  })

  const missing = 'missing' in kafka ? kafka.missing : undefined
  test.skipIf(missing)(
    `on Kafka: nothing lost, nothing applied twice, order per key kept${missing ? ` (SKIPPED: ${missing})` : ''}`,
    { timeout: 150_000 },
    async () => {
      if ('missing' in kafka) return
      await chaos({ driver: 'kafka', brokers: kafka.brokers.split(','), leaseMs: 1_000 }, { msBetweenKills: 120, consumerEvery: 6 })
    },
  )
})

/** `consumerEvery`: which of the kills hits a consumer. A group notices a dead member only when its lease has run out, and Kafka's then comes together anew. */
async function chaos(log: LogAddress, { msBetweenKills, consumerEvery }: { msBetweenKills: number; consumerEvery: number }): Promise<void> {
  await using database = await createTestDatabase('chaos')
  const sql = postgres(database.url, { max: 6, onnotice: () => {} })
  await sql.unsafe(eventTables)
  await sql.unsafe(`
    create table enrolment (id text primary key, version integer not null);
    create table applied (n bigint generated always as identity, event_id text not null, key text not null, version integer not null);
  `)
  await sql`insert into enrolment select ${'01990000-0000-7000-8000-'}::text || lpad(to_hex(n), 12, '0'), 0 from generate_series(1, ${keys}::integer) n`

  const assignment: Assignment = { databaseUrl: database.url, log }
  const relays = ['relay 1', 'relay 2'].map((name) => new Respawning(name, programs.relay, assignment))
  const consumers = ['consumer 1', 'consumer 2'].map((name) => new Respawning(name, programs.consumers, assignment))
  const victim = (n: number): Respawning | undefined => ((n + 1) % consumerEvery === 0 ? consumers[((n + 1) / consumerEvery) % 2] : relays[n % 2])

  const accepted = new Set<string>()
  let writing = true
  const writers = [0, 1, 2].map(async (writer) => {
    for (let n = writer; writing; n += 3) {
      const event = await write(sql, idOf((n % keys) + 1), n % 10 === 9)
      if (event) accepted.add(event)
      await rest(2)
    }
  })
  await rest(800)
  try {
    for (let n = 0; n < kills; n++) {
      await victim(n)?.kill()
      await rest(msBetweenKills)
    }
    const appliedUnderFire = await count(sql)
    writing = false
    await Promise.all(writers)
    for (const deadline = Date.now() + 60_000; (await count(sql)) < accepted.size && Date.now() < deadline; ) await rest(50)
    // Long enough for anything that would be applied a second time.
    await rest(500)

    const applied = await sql<{ event_id: string; key: string; version: number }[]>`select event_id, key, version from applied order by n`
    const unpublished = await sql`select from outbox`
    process.stderr.write(
      `${log.driver}: ${accepted.size} accepted, ${appliedUnderFire} applied while processes were killed ${[...relays, ...consumers].map((p) => p.kills).join(' + ')} times\n`,
    )
    expect([...relays, ...consumers].reduce((sum, p) => sum + p.kills, 0)).toBe(kills)
    expect(accepted.size).toBeGreaterThan(1_000)
    expect(appliedUnderFire, 'applied under fire').toBeGreaterThan(0)
    expect(applied.filter((a) => !accepted.has(a.event_id))).toEqual([])
    const ids = applied.map((a) => a.event_id)
    expect(ids.length - new Set(ids).size, 'events applied twice').toBe(0)
    expect(
      [...accepted].filter((id) => !ids.includes(id)),
      'events lost',
    ).toEqual([])
    expect(unpublished.length, 'events left in the outbox').toBe(0)
    for (let key = 1; key <= keys; key++) {
      const versions = applied.filter((a) => a.key === idOf(key)).map((a) => a.version)
      expect(versions, `order of ${idOf(key)}`).toEqual(Array.from({ length: versions.length }, (_, n) => n + 1))
    }
  } finally {
    writing = false
    await Promise.allSettled(writers)
    await Promise.allSettled([...relays, ...consumers].map((p) => p.stop()))
    await sql.end({ timeout: 5 })
  }
}

const count = async (sql: postgres.Sql): Promise<number> => (await sql<{ n: number }[]>`select count(*)::integer as n from applied`)[0]?.n ?? 0

/** One business transaction: state and outbox row together. Some end in a rollback, which nobody may ever hear of. */
async function write(sql: postgres.Sql, enrolmentId: string, fails: boolean): Promise<string | undefined> {
  class Refused extends Error {}
  try {
    return await sql.begin(async (tx) => {
      const [row] = await tx<{ version: number }[]>`update enrolment set version = version + 1 where id = ${enrolmentId} returning version`
      const version = row?.version ?? 0
      const data = {
        enrolmentId,
        attempt: 1,
        version,
        instanceId: idOf(0xa1),
        specificationId: idOf(0xa2),
        learnerId: idOf(0xa3),
        lead: 'uni-alder.example',
        home: 'uni-birke.example',
      }
      const [event] = await appendToOutbox(tx, [fact(ResultConfirmed, { institution: 'uni-alder.example', aggregateVersion: version, data })])
      if (fails) throw new Refused('The office thought better of it.')
      return event?.id
    })
  } catch (fault) {
    if (fault instanceof Refused) return undefined
    throw fault
  }
}
