import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Bench } from './bench.ts'
import type { LogRecord } from '../event-log.ts'
import { partitionOf } from '../partitioner.ts'
import { aRecord, collect, textOf, until } from './collecting.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What goes in comes out, where it belongs. */
export function topicTests({ log, fresh }: Bench): void {
  describe('topics and records', () => {
    test('a topic is made once, and never with another number of partitions', async () => {
      const name = fresh('made')
      await log().ensureTopics([{ name, partitions: 2, retentionDays: null }])
      await log().ensureTopics([{ name, partitions: 2, retentionDays: 30 }])
      await expect(log().ensureTopics([{ name, partitions: 3, retentionDays: null }])).rejects.toThrow(/2 partitions/)
      expect((await log().lag(fresh('nobody'), [name])).map((p) => p.end)).toEqual([0, 0])
    })

    test('a record for a topic that does not exist is refused', async () => {
      await expect(log().publish([aRecord(fresh('absent'), 'k', 'v')])).rejects.toThrow(/topic/)
    })

    test('bytes and headers come out exactly as they went in', async () => {
      const topic = fresh('exact')
      await log().ensureTopics([{ name: topic, partitions: 1, retentionDays: null }])
      const bytes = Uint8Array.from({ length: 1024 }, (_, n) => (n * 7) % 256)
      const sent: LogRecord[] = [
        { topic, key: 'bytes', headers: { ce_id: '1', 'content-type': 'application/octet-stream', empty: '' }, value: bytes },
        { topic, key: 'Ωμέγα "quoted" \\ back', headers: { ce_subject: 'Łódź – 北京 🎓', quote: '{"a":"\\u0041"}' }, value: Buffer.from('{"b":1,  "a":2}') },
        { topic, key: 'nothing', headers: {}, value: new Uint8Array(0) },
      ]
      await log().publish(sent)
      const { subscription, seen } = await collect(log(), { group: fresh('g'), topics: [topic] })
      await until('three records came', () => seen.length === 3)
      await subscription.close()
      expect(seen.map((r) => ({ key: r.key, headers: r.headers, value: [...r.value] }))).toEqual(
        sent.map((r) => ({ key: r.key, headers: r.headers, value: [...r.value] })),
      )
    })

    test('records of 1 MiB travel, many at once', async () => {
      const topic = fresh('large')
      await log().ensureTopics([{ name: topic, partitions: 2, retentionDays: null }])
      const sent = Array.from({ length: 24 }, (_, n) => ({ topic, key: `k${n % 5}`, headers: { n: String(n) }, value: Buffer.alloc(1024 * 1024, n + 1) }))
      await log().publish(sent)
      const { subscription, seen } = await collect(log(), { group: fresh('g'), topics: [topic] })
      await until('all large records came', () => seen.length === sent.length)
      await subscription.close()
      const hashes = new Map(seen.map((r) => [r.headers.n, sha256(r.value)]))
      for (const record of sent) expect(hashes.get(record.headers.n)).toBe(sha256(record.value))
    })

    test('order holds per key, offsets grow strictly, and a key goes to the partition that murmur2 names', async () => {
      const topic = fresh('order')
      const partitions = 4
      await log().ensureTopics([{ name: topic, partitions, retentionDays: null }])
      const { subscription, seen } = await collect(log(), { group: fresh('g'), topics: [topic] })
      const keys = Array.from({ length: 23 }, (_, n) => `key-${n}`)
      const rounds = 60
      await Promise.all(
        [0, 1, 2].map(async (writer) => {
          const mine = keys.filter((_, n) => n % 3 === writer)
          for (let round = 0; round < rounds; round += 2) {
            await log().publish([...mine.map((k) => aRecord(topic, k, String(round))), ...mine.map((k) => aRecord(topic, k, String(round + 1)))])
          }
        }),
      )
      await until('every record came', () => seen.length >= keys.length * rounds)
      await subscription.close()
      for (const key of keys) {
        const mine = seen.filter((r) => r.key === key)
        expect(mine.map(textOf)).toEqual(Array.from({ length: rounds }, (_, n) => String(n)))
        expect(new Set(mine.map((r) => r.partition))).toEqual(new Set([partitionOf(key, partitions)]))
      }
      for (let partition = 0; partition < partitions; partition++) {
        const offsets = seen.filter((r) => r.partition === partition).map((r) => r.offset)
        expect(offsets.every((offset, n) => n === 0 || offset > (offsets[n - 1] ?? offset))).toBe(true)
      }
    })
  })
}
