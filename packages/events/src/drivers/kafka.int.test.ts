import { kafkaForTests, startKafka } from '@collegium/testing'
import { describe, expect, test } from 'vitest'
import { aRecord, collect, textOf, until } from '../conformance/collecting.ts'
import { eventLogConformance } from '../conformance.ts'
import { openKafkaLog } from './kafka.ts'

const kafka = await kafkaForTests()

if ('missing' in kafka) describe(`event log on Kafka (SKIPPED: ${kafka.missing})`, () => test.skip('the conformance suite', () => {}))
else {
  eventLogConformance('Kafka', async () => ({ driver: 'kafka', brokers: kafka.brokers.split(',') }))

  test('a broker that was killed and stays away for longer than the client tries comes back to a log that goes on', { timeout: 90_000 }, async () => {
    const broker = await startKafka({ ownBroker: true })
    if ('missing' in broker) throw new Error(broker.missing)
    const log = await openKafkaLog({ brokers: broker.brokers.split(','), leaseMs: 2_000 })
    try {
      await log.ensureTopics([{ name: 'events', partitions: 2, retentionDays: null }])
      const { seen } = await collect(log, { group: 'readers', topics: ['events'] })
      await log.publish([aRecord('events', 'a', '1'), aRecord('events', 'b', '1')])
      await until('the first came and are committed', async () => seen.length === 2 && (await log.lag('readers', ['events'])).every((l) => l.lag === 0))
      await broker.kill()
      await expect(log.publish([aRecord('events', 'a', '2')])).rejects.toThrow()
      await expect(log.check()).rejects.toThrow()
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      await broker.restart()
      await until('a record can be published', () =>
        log.publish([aRecord('events', 'a', '3')]).then(
          () => true,
          () => false,
        ),
      )
      await until('it came', () => seen.some((r) => textOf(r) === '3'))
      await until('all is committed', async () => (await log.lag('readers', ['events'])).every((l) => l.lag === 0))
      expect(
        seen
          .filter((r) => r.key === 'a')
          .map(textOf)
          .filter((v) => v !== '2'),
      ).toEqual(['1', '3'])
    } finally {
      await log.close()
      await broker.stop()
    }
  })
}
