import { kafkaForTests } from '@collegium/testing'
import { describe, test } from 'vitest'
import { eventLogConformance } from '../conformance.ts'

const kafka = await kafkaForTests()

if ('missing' in kafka) describe(`event log on Kafka (SKIPPED: ${kafka.missing})`, () => test.skip('the conformance suite', () => {}))
else eventLogConformance('Kafka', async () => ({ driver: 'kafka', brokers: kafka.brokers.split(',') }))
