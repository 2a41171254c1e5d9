import { createTestDatabase, type TestDatabase } from '@collegium/testing'
import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { eventLogConformance } from '../conformance.ts'
import { openPostgresLog } from './postgres.ts'
import { deleteExpired } from './postgres/retention.ts'

let database: TestDatabase | undefined
afterAll(async () => database?.[Symbol.asyncDispose]())

eventLogConformance('PostgreSQL', async () => {
  database = await createTestDatabase('events')
  return { driver: 'postgres', url: database.url }
})

test('retention deletes what is older than its topic keeps, and a late group starts at what is left', async () => {
  await using own = await createTestDatabase('retention')
  const log = await openPostgresLog({ url: own.url })
  const sql = postgres(own.url, { max: 1 })
  await log.ensureTopics([
    { name: 'short', partitions: 1, retentionDays: 30 },
    { name: 'long', partitions: 1, retentionDays: null },
  ])
  const four = (topic: string) => Array.from({ length: 4 }, (_, n) => ({ topic, key: 'k', headers: {}, value: Buffer.from(String(n)) }))
  await log.publish([...four('short'), ...four('long')])
  await sql`update log_event set written_at = written_at - interval '31 days' where log_offset < 2`
  expect(await deleteExpired(sql)).toBe(2)
  const seen: string[] = []
  await log.subscribe({
    group: 'late',
    topics: ['short', 'long'],
    from: 'beginning',
    handle: async ({ topic, records }) => void seen.push(...records.map((r) => `${topic} ${r.offset}`)),
  })
  await expect.poll(() => seen.length).toBe(6)
  expect(seen.toSorted()).toEqual(['long 0', 'long 1', 'long 2', 'long 3', 'short 2', 'short 3'])
  await log.close()
  await sql.end()
})
