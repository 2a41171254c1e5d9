import { expect, test } from 'vitest'
import { collect, until } from './conformance/collecting.ts'
import type { EventLog, LogRecord } from './event-log.ts'
import { aService } from './testing/a-service.ts'
import { confirmed } from './testing/facts.ts'

const many = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => confirmed({ enrolment: (n % 9) + 1, version: from + n }))

/** The log, but `publish` does something else first. */
const tampered = (log: EventLog, before: (records: readonly LogRecord[]) => Promise<void>): EventLog => ({
  ...log,
  async publish(records) {
    await before(records)
    await log.publish(records)
  },
})

test('a log that is away is waited for, and nothing is lost or out of order', async () => {
  await using service = await aService()
  let away = true
  let tries = 0
  const relay = service.relay({
    batchSize: 10,
    log: tampered(service.log, async () => {
      tries++
      if (away || tries % 5 === 0) throw new Error('The broker is away.')
    }),
  })
  await service.publish(many(1, 200))
  await until('it was tried', () => tries >= 8)
  expect(await service.metrics.metrics()).toMatch(/hub_outbox_unpublished 200/)
  away = false
  await relay.idle()
  const { seen } = await collect(service.log, { group: 'reader', topics: ['hub.result.v1'] })
  await until('everything came', () => new Set(seen.map((r) => r.headers.ce_id)).size === 200)
  for (const key of new Set(seen.map((r) => r.key))) {
    const versions = seen.filter((r) => r.key === key).map((r) => Number(r.headers.ce_aggregateversion))
    expect([...new Set(versions)]).toEqual([...new Set(versions)].toSorted((a, b) => a - b))
  }
})

test('of two relays one at a time works a bucket, and rows that commit late are not overlooked', async () => {
  await using service = await aService()
  const relays = [service.relay({ batchSize: 5 }), service.relay({ batchSize: 5 })]
  let release: () => void = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  // Takes its sequence numbers first and commits last.
  const late = service.sql.begin(async (tx) => {
    const { appendToOutbox } = await import('./outbox.ts')
    await appendToOutbox(
      tx,
      many(1, 10).map((e) => ({ ...e, data: { ...e.data, enrolmentId: e.data.enrolmentId.replace(/^0199/, '0198') } })),
    )
    await held
  })
  for (let n = 0; n < 20; n++) await service.publish(many(n * 10 + 1, n * 10 + 10))
  await relays[0]?.idle()
  release()
  await late
  await relays[1]?.idle()
  const { seen } = await collect(service.log, { group: 'reader', topics: ['hub.result.v1'] })
  await until('everything came', () => seen.length >= 210)
  expect(new Set(seen.map((r) => r.headers.ce_id)).size).toBe(210)
  expect(seen.length).toBe(210)
})
