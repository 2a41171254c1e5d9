import { type HubEvent, ResultAnnulled } from '@collegium/contracts'
import { createTestDatabase } from '@collegium/testing'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventTables } from './event-tables.ts'
import { InvalidEvent } from './faults.ts'
import { appendToOutbox, fact, outboxBuckets } from './outbox.ts'
import { annulled } from './testing/facts.ts'

describe.each(['plain', 'wrapped by drizzle'])('appendToOutbox on a client that is %s', (kind) => {
  let sql: Sql
  let drop: () => Promise<void>
  beforeAll(async () => {
    const database = await createTestDatabase('outbox')
    sql = postgres(database.url, { max: 2, onnotice: () => {} })
    if (kind === 'wrapped by drizzle') drizzle({ client: sql })
    await sql.unsafe(eventTables)
    await sql.unsafe(eventTables)
    drop = async () => {
      await sql.end()
      await database[Symbol.asyncDispose]()
    }
  })
  afterAll(() => drop())

  test('rows carry the columns of the outbox router, the data as JSON and the headers of the record', async () => {
    const cause = { id: '01990000-0000-7000-8000-00000000cafe', correlationId: 'request-1' } as HubEvent
    const [event] = await sql.begin((tx) => appendToOutbox(tx, [annulled({ version: 3, reason: 'misconduct', cause })]))
    const [row] =
      await sql`select id, aggregatetype, aggregateid, type, payload::text as payload, json_typeof(payload) as shape, headers::text as headers, bucket from outbox`
    expect(row).toMatchObject({ id: event?.id, aggregatetype: 'hub.result.v1', aggregateid: event?.key, type: ResultAnnulled.type, shape: 'object' })
    expect(JSON.parse(row?.payload)).toEqual(event?.data)
    expect(JSON.parse(row?.headers)).toMatchObject({
      ce_id: event?.id,
      ce_causationid: cause.id,
      ce_correlationid: 'request-1',
      ce_aggregateversion: '3',
      ce_dataschema: `urn:collegium:schema:${ResultAnnulled.type}`,
    })
    expect(row?.bucket).toBeGreaterThanOrEqual(0)
    expect(row?.bucket).toBeLessThan(outboxBuckets)
  })

  test('text with quotes, backslashes and every script comes out as it went in', async () => {
    await sql`truncate outbox`
    const institution = 'uni-alder.example'
    await sql.begin((tx) => appendToOutbox(tx, [annulled({ version: 1, reason: 'withdrawn', correlationId: 'a "b" \\ {c} Łódź 北京 🎓', institution })]))
    const [row] = await sql`select headers::text as headers from outbox`
    expect(JSON.parse(row?.headers).ce_correlationid).toBe('a "b" \\ {c} Łódź 北京 🎓')
  })

  test('the order of the call is the order of the sequence, beyond one statement too', async () => {
    await sql`truncate outbox`
    const events = Array.from({ length: 4_500 }, (_, n) => annulled({ version: n + 1, reason: 'withdrawn' }))
    await sql.begin((tx) => appendToOutbox(tx, events))
    const rows = await sql`select (headers->>'ce_aggregateversion')::integer as version from outbox order by seq`
    expect(rows.map((r) => r.version)).toEqual(events.map((e) => e.aggregateVersion))
  })

  test('data that break the contract are refused before anything is written', async () => {
    await sql`truncate outbox`
    const broken = fact(ResultAnnulled, {
      institution: 'uni-alder.example',
      aggregateVersion: 0,
      data: { ...annulled({ version: 1, reason: 'withdrawn' }).data, home: 'Not A Domain' },
    })
    const attempt = sql.begin((tx) => appendToOutbox(tx, [annulled({ version: 1, reason: 'withdrawn' }), broken]))
    await expect(attempt).rejects.toThrow(InvalidEvent)
    await expect(attempt).rejects.toThrow(/home.*pattern/)
    expect((await sql`select count(*)::integer as rows from outbox`)[0]?.rows).toBe(0)
  })

  test('a transaction that rolls back publishes nothing', async () => {
    await sql`truncate outbox`
    const attempt = sql.begin(async (tx) => {
      await appendToOutbox(tx, [annulled({ version: 1, reason: 'withdrawn' })])
      throw new Error('Something else went wrong.')
    })
    await expect(attempt).rejects.toThrow('Something else')
    expect((await sql`select count(*)::integer as rows from outbox`)[0]?.rows).toBe(0)
  })
})
