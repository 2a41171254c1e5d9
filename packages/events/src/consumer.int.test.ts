import { ResultConfirmed } from '@collegium/contracts'
import { describe, expect, test } from 'vitest'
import { recordOf } from './cloud-events.ts'
import { until } from './conformance/collecting.ts'
import { deleteOldInboxRows } from './consumer/inbox.ts'
import { TransientFault } from './faults.ts'
import { hubEvent } from './outbox.ts'
import { aService, note, onResults } from './testing/a-service.ts'
import { annulled, confirmed, idOf } from './testing/facts.ts'

const versions = (enrolment: number, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => confirmed({ enrolment, version: from + n }))
const perKey = (applied: string[], key: number) => applied.filter((a) => a.startsWith(`${key}:`)).map((a) => Number(a.split(':')[1]))

describe('consumers', () => {
  test('apply each event once, in the order of its key, under the tenants it names', async () => {
    await using service = await aService()
    const consumers = await service.consume([onResults()])
    const relay = service.relay({ batchSize: 7 })
    for (let version = 1; version <= 30; version++)
      await service.publish([1, 2, 3, 4, 5].map((enrolment) => confirmed({ enrolment, version, correlationId: `request-${version}` })))
    await relay.idle()
    await consumers.idle()
    const applied = await service.applied()
    expect(applied.length).toBe(150)
    for (const key of [1, 2, 3, 4, 5]) expect(perKey(applied, key)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1))
    const [row] = await service.sql`select tenants, correlation_id from applied where version = 30 limit 1`
    expect(row).toEqual({ tenants: 'uni-alder.example,uni-birke.example', correlation_id: 'request-30' })
    expect((await service.sql`select count(*)::integer as rows from outbox`)[0]?.rows).toBe(0)
    const metrics = await service.metrics.metrics()
    expect(metrics).toMatch(/hub_outbox_published_total 150/)
    expect(metrics).toMatch(/hub_outbox_unpublished 0/)
    expect(metrics).toMatch(/hub_events_handled_total{topic="hub.result.v1"} 150/)
    expect(metrics).toMatch(/hub_consumer_lag{group="tests",topic="hub.result.v1"} 0/)
  })

  test('drop what was handled before: published twice, or handed out again after the database had committed', async () => {
    await using service = await aService()
    const events = versions(1, 1, 4).map((e) => hubEvent(e))
    await service.log.publish([...events, ...events].map(recordOf))
    const consumers = await service.consume([onResults()])
    await consumers.idle()
    await service.log.publish(events.map(recordOf))
    await consumers.idle()
    expect(await service.applied()).toEqual(['1:1', '1:2', '1:3', '1:4'])
    await consumers.close()
    // The offset that the log remembers goes back, as after a crash before it was committed.
    await service.sql`update log_group set next_offset = 0`
    const again = await service.consume([onResults()])
    await again.idle()
    expect(await service.applied()).toEqual(['1:1', '1:2', '1:3', '1:4'])
  })

  test('prepare runs outside the transaction and hands what it made to apply', async () => {
    await using service = await aService()
    const seen: unknown[] = []
    const consumers = await service.consume([
      onResults({
        prepare: async (events) => events.map((e) => e.aggregateVersion * 10),
        async apply(events, tx, prepared) {
          seen.push(...(Array.isArray(prepared) ? prepared : []))
          await note(events, tx)
        },
      }),
    ])
    await service.log.publish(versions(1, 1, 3).map((e) => recordOf(hubEvent(e))))
    await consumers.idle()
    expect(seen).toEqual([10, 20, 30])
  })

  test('a passing fault pauses the partition for as long as it lasts, and parks nothing', async () => {
    await using service = await aService()
    let away = true
    let tries = 0
    const consumers = await service.consume([
      onResults({
        async prepare(events) {
          if (away && events.some((e) => e.key === idOf(1))) {
            tries++
            throw new TransientFault('The peer answered 503.')
          }
        },
        apply: note,
      }),
    ])
    await service.log.publish(
      Array.from({ length: 8 }, (_, n) => n + 1)
        .flatMap((enrolment) => versions(enrolment, 1, 3))
        .map((e) => recordOf(hubEvent(e))),
    )
    await until('it was tried four times', () => tries >= 4)
    const meanwhile = await service.applied()
    expect(perKey(meanwhile, 1)).toEqual([])
    expect(meanwhile.length).toBeGreaterThan(0)
    away = false
    await consumers.idle()
    const applied = await service.applied()
    for (let key = 1; key <= 8; key++) expect(perKey(applied, key)).toEqual([1, 2, 3])
    expect((await consumers.status()).map((s) => s.parked)).toEqual([0])
  })

  test('a fault of the data parks its key with all that follows; the others pass; an operator replays in order', async () => {
    await using service = await aService()
    let broken = true
    const consumers = await service.consume([
      onResults({
        async apply(events, tx) {
          if (broken && events.some((e) => e.key === idOf(2) && e.aggregateVersion >= 3)) throw new RangeError('The grade lies outside its scale.')
          await note(events, tx)
        },
      }),
    ])
    const keys = [1, 2, 3, 4, 5, 6]
    const events = [1, 2, 3, 4, 5].flatMap((version) => keys.map((enrolment) => confirmed({ enrolment, version })))
    await service.log.publish(events.map((e) => recordOf(hubEvent(e))))
    await consumers.idle()
    await service.log.publish(keys.map((enrolment) => recordOf(hubEvent(annulled({ enrolment, version: 6, reason: 'withdrawn' })))))
    await consumers.idle()
    let applied = await service.applied()
    for (const key of keys) expect(perKey(applied, key)).toEqual(key === 2 ? [1, 2] : [1, 2, 3, 4, 5, 6])
    expect(await consumers.status()).toEqual([{ group: 'tests', topic: 'hub.result.v1', lag: 0, parked: 1 }])
    expect(await service.metrics.metrics()).toMatch(/hub_parked_keys{group="tests",topic="hub.result.v1"} 1/)
    const [key] = await service.sql`select key, reason, fault from parked_key`
    expect(key).toEqual({ key: idOf(2), reason: 'data-fault', fault: 'RangeError: The grade lies outside its scale.' })
    await expect(consumers.replayParkedKey('hub.result.v1', idOf(2))).rejects.toThrow('outside its scale')
    expect((await service.sql`select count(*)::integer as rows from parked_event`)[0]?.rows).toBe(4)
    broken = false
    expect(await consumers.replayParkedKey('hub.result.v1', idOf(2))).toBe(4)
    applied = await service.applied()
    expect(perKey(applied, 2)).toEqual([1, 2, 3, 4, 5, 6])
    expect((await consumers.status()).map((s) => s.parked)).toEqual([0])
    await service.log.publish(versions(2, 7, 7).map((e) => recordOf(hubEvent(e))))
    await consumers.idle()
    expect(perKey(await service.applied(), 2)).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  test('a record that cannot be read is parked byte by byte, what came before it is applied', async () => {
    await using service = await aService()
    const consumers = await service.consume([onResults()])
    const [first, , third] = versions(1, 1, 3).map((e) => recordOf(hubEvent(e)))
    if (!first || !third) throw new Error('Three records were made.')
    const bytes = Uint8Array.from([0x7b, 0xff, 0x00, 0x22])
    await service.log.publish([first, { ...first, headers: { ...first.headers, ce_id: 'bad' }, value: bytes }, third])
    await consumers.idle()
    expect(await service.applied()).toEqual(['1:1'])
    const rows = await service.sql`select event_id, encode(value, 'hex') as value, headers->>'ce_type' as type from parked_event order by log_offset`
    expect(rows.map((r) => ({ ...r }))).toEqual([
      { event_id: 'bad', value: Buffer.from(bytes).toString('hex'), type: ResultConfirmed.type },
      { event_id: third.headers.ce_id, value: Buffer.from(third.value).toString('hex'), type: ResultConfirmed.type },
    ])
  })

  test('two members that both work on a batch apply it once', async () => {
    await using service = await aService()
    let meet: () => void = () => {}
    const met = new Promise<void>((resolve) => {
      meet = resolve
    })
    let arrived = 0
    const slow = onResults({
      async prepare() {
        arrived++
        if (arrived === 1) {
          // While this member prepares, another takes the partition over and is quicker.
          await service.sql`update log_group set owner = null, epoch = epoch + 1`
          await met
        }
      },
      apply: note,
    })
    const first = await service.consume([slow])
    await service.log.publish(versions(1, 1, 5).map((e) => recordOf(hubEvent(e))))
    await until('the first is preparing', () => arrived === 1)
    const second = await service.consume([slow])
    await until('the second applied', async () => (await service.applied()).length === 5)
    meet()
    await first.idle()
    await second.idle()
    expect(await service.applied()).toEqual(['1:1', '1:2', '1:3', '1:4', '1:5'])
  })

  test('rebuild replays a rebuildable subscription from zero and refuses any other', async () => {
    await using service = await aService()
    const view = onResults({ apply: note }, { rebuildable: true, clear: async (tx) => void (await tx.sql`delete from applied`) })
    const consumers = await service.consume([view], 'views')
    const events = [1, 2, 3].flatMap((enrolment) => versions(enrolment, 1, 20))
    await service.log.publish(events.map((e) => recordOf(hubEvent(e))))
    await consumers.idle()
    const before = await service.applied()
    expect(before.length).toBe(60)
    await consumers.rebuild('hub.result.v1')
    await consumers.idle()
    const after = await service.applied()
    expect(after.toSorted()).toEqual(before.toSorted())
    for (const key of [1, 2, 3]) expect(perKey(after, key)).toEqual(perKey(before, key))
    const systems = await service.consume([onResults()], 'systems')
    await expect(systems.rebuild('hub.result.v1')).rejects.toThrow(/not|no subscription/)
  })

  test('a log that lies behind the position stops the partition instead of handling anything again', async () => {
    await using service = await aService()
    const consumers = await service.consume([onResults()])
    await service.log.publish(versions(1, 1, 2).map((e) => recordOf(hubEvent(e))))
    await consumers.idle()
    await service.sql`update consumer_position set next_offset = 1000`
    await service.log.publish(versions(1, 3, 3).map((e) => recordOf(hubEvent(e))))
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(await service.applied()).toEqual(['1:1', '1:2'])
    expect((await consumers.status()).map((s) => s.lag)).toEqual([1])
  })

  test('inbox rows go after 30 days', async () => {
    await using service = await aService()
    await service.sql`insert into inbox (consumer, event_id, handled_at) values ('c', 'old', now() - interval '31 days'), ('c', 'young', now() - interval '29 days')`
    expect(await deleteOldInboxRows(service.sql)).toBe(1)
    expect((await service.sql`select event_id from inbox`).map((r) => r.event_id)).toEqual(['young'])
  })
})
