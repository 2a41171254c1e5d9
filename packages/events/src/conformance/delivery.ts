import { describe, expect, test } from 'vitest'
import type { Bench } from './bench.ts'
import { type Batch, Postpone } from '../event-log.ts'
import { partitionOf } from '../partitioner.ts'
import { aRecord, collect, textOf, until } from './collecting.ts'

const numbered = (topic: string, many: number, from = 0) => Array.from({ length: many }, (_, n) => aRecord(topic, 'k', String(from + n)))

/** When records are handed out, and when again. */
export function deliveryTests({ log, another, fresh }: Bench): void {
  const topicOf = async (stem: string, partitions = 1): Promise<string> => {
    const name = fresh(stem)
    await log().ensureTopics([{ name, partitions, retentionDays: null }])
    return name
  }

  describe('delivery', () => {
    test('a batch that fails comes again, whole and first', async () => {
      const topic = await topicOf('again')
      await log().publish(numbered(topic, 5))
      const faults: unknown[] = []
      const tries: string[][] = []
      const subscription = await log().subscribe({
        group: fresh('g'),
        topics: [topic],
        from: 'beginning',
        async handle(batch) {
          tries.push(batch.records.map(textOf))
          if (tries.length === 1) throw new Error('The handler fell over.')
          if (tries.length === 2) throw new Postpone(50, 'a peer is away')
        },
        onFault: (fault) => void faults.push(fault),
      })
      await until('the batch came three times', () => tries.length >= 3)
      await subscription.close()
      expect(tries[1]?.[0]).toBe('0')
      expect(tries[2]?.[0]).toBe('0')
      expect(faults.map(String)).toEqual(['Error: The handler fell over.'])
    })

    test('a postponed batch waits as long as it asked, and other partitions go on', async () => {
      const topic = await topicOf('postponed', 2)
      const at: Record<string, number[]> = { slow: [], quick: [] }
      const slow = 'k0'
      const quick = Array.from({ length: 20 }, (_, n) => `k${n}`).find((k) => partitionOf(k, 2) !== partitionOf(slow, 2)) ?? ''
      const subscription = await log().subscribe({
        group: fresh('g'),
        topics: [topic],
        from: 'beginning',
        async handle({ records: [record] }) {
          const list = record.key === slow ? at.slow : at.quick
          list?.push(Date.now())
          if (record.key === slow && at.slow?.length === 1) throw new Postpone(700, 'a peer is away')
        },
      })
      await until('both partitions are held', () => subscription.assigned().length === 2)
      await log().publish([aRecord(topic, slow, '1')])
      await until('the slow one was tried', () => at.slow?.length === 1)
      await log().publish([aRecord(topic, quick, '1')])
      await until('the slow one came again', () => at.slow?.length === 2)
      await subscription.close()
      const [first = 0, second = 0] = at.slow ?? []
      expect(second - first).toBeGreaterThanOrEqual(650)
      expect(at.quick?.[0]).toBeLessThan(second)
    })

    test('back-pressure: one batch of a partition at a time, none larger than asked for', async () => {
      const topic = await topicOf('pressure', 2)
      const running = new Map<number, number>()
      let most = 0
      const { subscription, seen, batches } = await collect(log(), { group: fresh('g'), topics: [topic], maxRecords: 20 }, async ({ partition }) => {
        running.set(partition, (running.get(partition) ?? 0) + 1)
        most = Math.max(most, running.get(partition) ?? 0)
        await new Promise((resolve) => setTimeout(resolve, 5))
        running.set(partition, (running.get(partition) ?? 0) - 1)
      })
      await log().publish(Array.from({ length: 400 }, (_, n) => aRecord(topic, `k${n % 10}`, String(n))))
      await until('all came', () => seen.length === 400)
      await subscription.close()
      expect(most).toBe(1)
      expect(Math.max(...batches.map((b: Batch) => b.records.length))).toBeLessThanOrEqual(20)
    })

    test('a paused partition gets nothing until it is resumed', async () => {
      const topic = await topicOf('paused')
      const { subscription, seen } = await collect(log(), { group: fresh('g'), topics: [topic] })
      await log().publish(numbered(topic, 3))
      await until('the first came', () => seen.length === 3)
      subscription.pause(topic, 0)
      await new Promise((resolve) => setTimeout(resolve, 300))
      await log().publish(numbered(topic, 3, 3))
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect(seen.length).toBe(3)
      subscription.resume(topic, 0)
      await until('the others came', () => seen.length === 6)
      await subscription.close()
      expect(seen.map(textOf)).toEqual(['0', '1', '2', '3', '4', '5'])
    })

    test('replay from zero hands out everything again, in order', async () => {
      const topic = await topicOf('replayed')
      const { subscription, seen } = await collect(log(), { group: fresh('g'), topics: [topic], maxRecords: 7 })
      await log().publish(numbered(topic, 20))
      await until('all came', () => seen.length === 20)
      expect(await subscription.seek(topic, 0, 0)).toBe(true)
      await until('all came again', () => seen.length >= 40)
      expect(await subscription.seek(topic, 0, 15)).toBe(true)
      await until('the last five came a third time', () => seen.length >= 45)
      await subscription.close()
      const all = Array.from({ length: 20 }, (_, n) => String(n))
      expect(seen.map(textOf)).toEqual([...all, ...all, ...all.slice(15)])
    })

    test('a group that starts at the latest gets only what is published from then on', async () => {
      const topic = await topicOf('latest')
      await log().publish(numbered(topic, 4))
      const { subscription, seen } = await collect(log(), { group: fresh('g'), topics: [topic], from: 'latest' })
      await until('the partition is held', () => subscription.assigned().length === 1)
      await new Promise((resolve) => setTimeout(resolve, 300))
      await log().publish(numbered(topic, 2, 4))
      await until('the new ones came', () => seen.length === 2)
      await subscription.close()
      expect(seen.map(textOf)).toEqual(['4', '5'])
    })

    test('a clean close lets the running batch end and commits it; nothing comes twice afterwards', async () => {
      const topic = await topicOf('closed')
      const group = fresh('g')
      const other = await another()
      let begun = false
      const first = await collect(other, { group, topics: [topic], maxRecords: 10 }, async () => {
        begun = true
        await new Promise((resolve) => setTimeout(resolve, 200))
      })
      await log().publish(numbered(topic, 30))
      await until('a batch is under way', () => begun)
      await first.subscription.close()
      const handled = first.seen.length
      expect(handled).toBeGreaterThanOrEqual(10)
      const [lag] = await log().lag(group, [topic])
      expect(lag).toMatchObject({ committed: handled, end: 30, lag: 30 - handled })
      await other.close()
      expect(first.seen.length).toBe(handled)
      const second = await collect(log(), { group, topics: [topic] })
      await until('the rest came', () => second.seen.length === 30 - handled)
      await second.subscription.close()
      expect([...first.seen, ...second.seen].map(textOf)).toEqual(Array.from({ length: 30 }, (_, n) => String(n)))
    })
  })
}
