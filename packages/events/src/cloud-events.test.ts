import { ResultConfirmed, resultTopic } from '@collegium/contracts'
import { CloudEvent, Kafka } from 'cloudevents'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventOf, recordOf } from './cloud-events.ts'
import { InvalidEvent } from './faults.ts'
import { hubEvent } from './outbox.ts'
import { annulled, confirmed } from './testing/facts.ts'

const event = hubEvent(confirmed({ version: 2, cause: hubEvent(annulled({ version: 1, reason: 'withdrawn' })), correlationId: 'request-7' }))
const record = recordOf(event)

describe('CloudEvents in binary mode', () => {
  test('an event comes back from its record as it was', () => {
    expect(eventOf(record, resultTopic)).toEqual(event)
    const uncaused = hubEvent(confirmed({ version: 1 }))
    expect(uncaused.correlationId).toBe(uncaused.id)
    expect(eventOf(recordOf(uncaused), resultTopic)).toEqual(uncaused)
  })

  test('the CloudEvents SDK reads what we write', () => {
    const message = { headers: record.headers, body: Buffer.from(record.value).toString(), key: record.key, value: Buffer.from(record.value).toString() }
    expect(Kafka.isEvent(message)).toBe(true)
    const read = Kafka.toEvent<Record<string, unknown>>(message)
    const one = Array.isArray(read) ? read[0] : read
    expect(one).toBeInstanceOf(CloudEvent)
    expect(one).toMatchObject({
      specversion: '1.0',
      id: event.id,
      type: ResultConfirmed.type,
      source: 'urn:collegium:institution:uni-alder.example',
      subject: event.key,
      dataschema: `urn:collegium:schema:${ResultConfirmed.type}`,
      datacontenttype: 'application/json',
      institution: 'uni-alder.example',
      aggregateversion: '2',
      causationid: event.causationId,
      correlationid: 'request-7',
    })
  })

  test('a writer cannot publish what breaks the contract', () => {
    const data = { ...confirmed({ version: 1 }).data, lead: 'Not A Domain', attempt: 0 }
    expect(() => recordOf({ ...event, data })).toThrow(InvalidEvent)
    expect(() => recordOf({ ...event, data })).toThrow(/\/attempt.*\/lead|\/lead.*\/attempt/)
    expect(() => recordOf({ ...event, type: 'org.collegium.result.unheard-of.v1' })).toThrow(/not in contracts/)
    expect(() => recordOf({ ...event, aggregateVersion: 0 })).toThrow(/aggregate version/)
  })

  test.each(['ce_type', 'ce_id', 'ce_institution', 'ce_time', 'ce_aggregateversion'])('a record without %s is a fault of the data', (name) => {
    const { [name]: _, ...headers } = record.headers
    expect(() => eventOf({ ...record, headers }, resultTopic)).toThrow(new RegExp(`the header ${name} is missing`))
  })

  test('a type that came with a newer version of the topic has no reaction here; a foreign one is a fault', () => {
    expect(eventOf({ ...record, headers: { ...record.headers, ce_type: 'org.collegium.result.shelved.v1' } }, resultTopic)).toBeUndefined()
    expect(() => eventOf({ ...record, headers: { ...record.headers, ce_type: 'com.example.thing' } }, resultTopic)).toThrow(InvalidEvent)
  })

  test('no bytes whatever make the reader throw anything but a fault of the data', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (value) => {
        try {
          eventOf({ ...record, value }, resultTopic)
        } catch (fault) {
          expect(fault).toBeInstanceOf(InvalidEvent)
        }
      }),
    )
  })
})
