import { describe, expect, onTestFinished, test } from 'vitest'
import { type Bench, suiteLeaseMs } from './bench.ts'
import { aRecord, collect, startMember, textOf, until } from './collecting.ts'

/** Members of a group share the partitions and take over from one another. */
export function groupTests({ log, another, address, fresh }: Bench): void {
  const topicOf = async (stem: string, partitions: number): Promise<string> => {
    const name = fresh(stem)
    await log().ensureTopics([{ name, partitions, retentionDays: null }])
    return name
  }

  describe('groups', () => {
    test('two members share the partitions, and one takes over from the other', { timeout: 60_000 }, async () => {
      const topic = await topicOf('shared', 4)
      const group = fresh('g')
      const other = await another()
      const first = await collect(log(), { group, topics: [topic] })
      const second = await collect(other, { group, topics: [topic] })
      await until('each holds two', () => first.subscription.assigned().length === 2 && second.subscription.assigned().length === 2)
      const publish = (round: number) => log().publish(Array.from({ length: 40 }, (_, n) => aRecord(topic, `k${n}`, String(round))))
      await publish(1)
      await until('all came, to either', () => new Set([...first.seen, ...second.seen].map((r) => `${r.partition}/${r.offset}`)).size === 40)
      expect(first.seen.length).toBeGreaterThan(0)
      expect(second.seen.length).toBeGreaterThan(0)
      await first.subscription.close()
      await until('the other holds all four', () => second.subscription.assigned().length === 4)
      await publish(2)
      await until('all of the second round came to it', () => second.seen.filter((r) => textOf(r) === '2').length === 40)
      await second.subscription.close()
      const times = [...first.seen, ...second.seen].length
      expect(times).toBe(80)
    })

    test('what a killed member had begun and not committed comes to the next one', { timeout: 60_000 }, async () => {
      const topic = await topicOf('killed', 1)
      const group = fresh('g')
      await log().publish([aRecord(topic, 'k', '0'), aRecord(topic, 'k', '1'), aRecord(topic, 'k', '2')])
      const member = startMember({ address: address(), group, topic, holdMs: 1_000 })
      onTestFinished(() => member.kill('SIGKILL'))
      await until(
        'it is at the second record, and the first is committed',
        async () => member.lines.some((l) => l.handling === 1) && (await log().lag(group, [topic]))[0]?.committed === 1,
      )
      member.kill('SIGKILL')
      await member.ended
      const heir = await collect(log(), { group, topics: [topic] })
      await until('the heir has the rest', () => heir.seen.length >= 2)
      await heir.subscription.close()
      expect(heir.seen.map(textOf)).toEqual(['1', '2'])
    })

    test('a zombie is fenced: what it commits after its lease ran out does not count', { timeout: 60_000 }, async () => {
      const topic = await topicOf('zombie', 1)
      const group = fresh('g')
      await log().publish([aRecord(topic, 'k', '0'), aRecord(topic, 'k', '1'), aRecord(topic, 'k', '2')])
      const member = startMember({ address: address(), group, topic, holdMs: 300 })
      onTestFinished(() => member.kill('SIGKILL'))
      await until('it handles the first record', () => member.lines.some((l) => l.handling === 0))
      member.kill('SIGSTOP')
      const heir = await collect(log(), { group, topics: [topic] })
      await until('the heir handled all three', () => heir.seen.length >= 3, suiteLeaseMs + 20_000)
      await until('they are committed', async () => (await log().lag(group, [topic]))[0]?.committed === 3)
      member.kill('SIGCONT')
      await until('the zombie ended its batch', () => member.lines.some((l) => l.handled === 0))
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect((await log().lag(group, [topic]))[0]?.committed).toBe(3)
      await until('it knows that it lost the partition', () => member.lines.some((l) => l.revoked === 0))
      expect(member.lines.filter((l) => l.handling !== undefined).map((l) => l.handling)).toEqual([0])
      await heir.subscription.close()
    })
  })
}
