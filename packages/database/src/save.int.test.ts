import { DeliveryAcknowledged } from '@collegium/contracts'
import { eventTables } from '@collegium/events'
import { createTestDatabase, type TestDatabase } from '@collegium/testing'
import { customType, integer, numeric, snakeCase, text, uuid } from 'drizzle-orm/pg-core'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { insertRows, saveAggregates, StaleVersion } from './save.ts'

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const things = snakeCase.table('things', {
  id: uuid().primaryKey(),
  version: integer().notNull(),
  owner: text().notNull(),
  givenName: text(),
  tags: text().array(),
  ects: numeric({ mode: 'number' }),
  sealed: bytea(),
})
let made = 0
/** In the order in which they are made. */
const newId = () => `01930000-0000-7000-8000-${String(++made).padStart(12, '0')}`
const thing = (given: Partial<typeof things.$inferInsert> = {}) => ({ id: newId(), version: 1, owner: 'uni-alder.example', ...given })

let home: TestDatabase
let sql: Sql
let database: Database
beforeAll(async () => {
  home = await createTestDatabase('save')
  sql = postgres(home.url, { max: 1, onnotice: () => {} })
  await sql.unsafe(
    'create table things (id uuid primary key, version integer not null, owner text not null, given_name text, tags text[], ects numeric, sealed bytea)',
  )
  await sql.unsafe(eventTables)
  database = openDatabase({ url: home.url, service: 'test' })
})
afterAll(async () => {
  await database?.close()
  await sql?.end()
  await home?.[Symbol.asyncDispose]()
})
beforeEach(() => sql`truncate things, outbox`)
const stored = () => sql<{ id: string; version: number; given_name: string | null }[]>`select id, version, given_name from things order by id`

describe('rows in bulk', () => {
  test('keep every kind of value as it is', async () => {
    const awkward = thing({ givenName: `Ó'Brien "x" \\ {} é 𝒳\n`, tags: ['a,b', '"', 'null', ''], ects: 2.55, sealed: Uint8Array.from([0, 255, 92, 34]) })
    expect(await insertRows(sql, things, [awkward, thing({ givenName: null })])).toBe(2)
    const [found] = await sql`select given_name, tags, ects, sealed from things where id = ${awkward.id}`
    expect(found).toEqual({ given_name: awkward.givenName, tags: awkward.tags, ects: '2.55', sealed: Buffer.from([0, 255, 92, 34]) })
  })
  test('go in by the thousand; those that are there already stay as they are when asked to', async () => {
    const rows = Array.from({ length: 4_500 }, (_, i) => thing({ givenName: `n${i}` }))
    expect(await insertRows(sql, things, rows.slice(0, 10))).toBe(10)
    expect(
      await insertRows(
        sql,
        things,
        rows.map((row) => ({ ...row, givenName: 'changed' })),
        { skipExisting: true },
      ),
    ).toBe(4_490)
    expect((await stored()).filter((row) => row.given_name !== 'changed').length).toBe(10)
    await expect(insertRows(sql, things, rows.slice(0, 1))).rejects.toThrow(/duplicate key/)
  })
  test('none at all is no statement', async () => {
    expect(await insertRows(sql, things, [])).toBe(0)
  })
})

describe('decided aggregates', () => {
  test('version 1 is inserted, a later one replaces exactly the one before it', async () => {
    const [one, other] = [thing({ givenName: 'first' }), thing()]
    await saveAggregates(sql, things, [one, other])
    await saveAggregates(sql, things, [{ ...one, version: 2, givenName: 'second' }])
    expect((await stored()).map((row) => [row.version, row.given_name])).toEqual([
      [2, 'second'],
      [1, null],
    ])
  })
  test('somebody else was faster: nothing of the set is saved, and the ids are named', async () => {
    const [one, other] = [thing(), thing()]
    await saveAggregates(sql, things, [one, other])
    await saveAggregates(sql, things, [{ ...one, version: 2, givenName: 'faster' }])
    const fault = await sql
      .begin((tx) =>
        saveAggregates(tx, things, [
          { ...other, version: 2, givenName: 'slower' },
          { ...one, version: 2, givenName: 'slower' },
        ]),
      )
      .catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(StaleVersion)
    expect((fault as StaleVersion).ids).toEqual([one.id])
    expect((await stored()).map((row) => [row.version, row.given_name])).toEqual([
      [2, 'faster'],
      [1, null],
    ])
  })
  test('thirty-two at once on one row: one wins each version', async () => {
    const one = thing()
    await saveAggregates(sql, things, [one])
    const outcomes = await Promise.allSettled(
      Array.from({ length: 32 }, (_, i) =>
        database.write({ tenants: [] }, { correlationId: 'c' }, (tx) => saveAggregates(tx.sql, things, [{ ...one, version: 2, givenName: `writer ${i}` }])),
      ),
    )
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled').length).toBe(1)
    expect(outcomes.filter((outcome) => outcome.status === 'rejected' && outcome.reason instanceof StaleVersion).length).toBe(31)
  })
})

describe('a write', () => {
  const told = (attempts = 1) => ({
    type: DeliveryAcknowledged,
    institution: 'uni-alder.example',
    aggregateVersion: 1,
    data: { deliveryId: newId(), endpointId: newId(), receiver: 'uni-alder.example', eventId: newId(), eventType: 'x', enrolmentId: null, attempts },
  })
  const outboxRows = () => sql`select * from outbox`
  test('commits state and event together, the event with the id of the request', async () => {
    await database.write({ tenants: ['uni-alder.example'] }, { correlationId: 'request-7' }, async (tx) => {
      await insertRows(tx.sql, things, [thing()])
      tx.publish([told(), told()])
      expect(await outboxRows(), 'not before the commit').toEqual([])
    })
    expect([(await stored()).length, (await outboxRows()).length]).toEqual([1, 2])
    expect(JSON.stringify(await outboxRows())).toContain('request-7')
  })
  test('that fails leaves neither state nor event', async () => {
    const fault = database.write({ tenants: ['uni-alder.example'] }, { correlationId: 'c' }, async (tx) => {
      await insertRows(tx.sql, things, [thing()])
      tx.publish([told()])
      throw new Error('changed my mind')
    })
    await expect(fault).rejects.toThrow('changed my mind')
    expect([await stored(), await outboxRows()]).toEqual([[], []])
  })
  test('whose event breaks its contract is rolled back as a whole', async () => {
    const fault = database.write({ tenants: [] }, { correlationId: 'c' }, async (tx) => {
      await insertRows(tx.sql, things, [thing()])
      tx.publish([told(), told(0)])
    })
    await expect(fault).rejects.toThrow()
    expect([await stored(), await outboxRows()]).toEqual([[], []])
  })
  test('carries its tenants and learner for that transaction alone', async () => {
    const seen = () => sql<{ tenants: string }[]>`select current_setting('app.tenants', true) as tenants`
    const inside = await database.write(
      { tenants: ['b.example', 'a.example', 'b.example'], learner: 'l1' },
      { correlationId: 'c' },
      async (tx) => tx.sql`select current_setting('app.tenants') as tenants, current_setting('app.learner') as learner`,
    )
    expect([...inside]).toEqual([{ tenants: 'b.example,a.example', learner: 'l1' }])
    const after = await database.unowned<{ tenants: string | null }[]>`select nullif(current_setting('app.tenants', true), '') as tenants`
    expect([after[0]?.tenants, (await seen())[0]?.tenants]).toEqual([null, null])
  })
})

describe('a reader', () => {
  test('is kept for each sight, sees it, and cannot write', async () => {
    const reader = database.reader({ tenants: ['b.example', 'a.example'] })
    expect(database.reader({ tenants: ['a.example', 'b.example', 'a.example'] })).toBe(reader)
    expect(database.reader({ tenants: ['a.example'] })).not.toBe(reader)
    expect([...(await reader.$client`select current_setting('app.tenants') as tenants`)]).toEqual([{ tenants: 'a.example,b.example' }])
    await expect(reader.$client`insert into things (id, version, owner) values (${newId()}, 1, 'x')`).rejects.toThrow(/read-only/)
  })
  test('more sights than pools: the oldest pool is closed, the newest answers', async () => {
    for (let i = 0; i < 12; i++) expect([...(await database.reader({ tenants: [`t${i}.example`] }).$client`select 1 as one`)]).toEqual([{ one: 1 }])
  })
})
