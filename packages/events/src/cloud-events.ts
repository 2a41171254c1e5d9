import { type EventType, faultsOf, type HubEvent, typeNamed } from '@collegium/contracts'
import type { LogRecord } from './event-log.ts'
import { InvalidEvent } from './faults.ts'

/** A CloudEvents source is a URI reference; an institution is named by its domain. */
const sourceOf = (institution: string): string => `urn:collegium:institution:${institution}`

/** Headers of CloudEvents 1.0, Kafka protocol binding, binary mode; extensions of the hub are `institution`, `aggregateversion`, `causationid`, `correlationid`. */
export function headersOf(event: HubEvent): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: event.type,
    ce_source: sourceOf(event.institution),
    ce_subject: event.key,
    ce_time: event.time,
    ce_dataschema: `urn:collegium:schema:${event.type}`,
    ce_institution: event.institution,
    ce_aggregateversion: String(event.aggregateVersion),
    ...(event.causationId === null ? {} : { ce_causationid: event.causationId }),
    ce_correlationid: event.correlationId,
    'content-type': 'application/json',
  }
}

/** The record of an event. Throws `InvalidEvent` where its data breaks the contract: a writer's fault is stopped at the writer. */
export function recordOf(event: HubEvent): LogRecord {
  const type = typeNamed(event.type)
  if (!type) throw new InvalidEvent(`Event ${event.id} cannot be published`, [`its type ${event.type} is not in contracts`])
  validated(type, event)
  return { topic: event.topic, key: event.key, headers: headersOf(event), value: Buffer.from(JSON.stringify(event.data)) }
}

/** The event itself when it keeps its contract; throws `InvalidEvent` with every fault otherwise. */
export function validated<T extends EventType>(type: T, event: HubEvent<T>): HubEvent<T> {
  const faults = [...envelopeFaults(event), ...faultsOf(type.data, event.data)]
  if (faults.length > 0) throw new InvalidEvent(`${event.type} ${event.id} breaks its contract`, faults)
  return event
}

function envelopeFaults(event: HubEvent): string[] {
  const faults: string[] = []
  if (event.key === '') faults.push('the key is empty')
  if (event.id === '') faults.push('the id is empty')
  if (event.institution === '') faults.push('the institution is empty')
  if (!Number.isInteger(event.aggregateVersion) || event.aggregateVersion < 1)
    faults.push(`the aggregate version is ${event.aggregateVersion}, not a whole number from 1`)
  if (Number.isNaN(Date.parse(event.time))) faults.push(`the time ${event.time} is not an ISO 8601 instant`)
  return faults
}

const text = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a record. `types` are those the subscription knows: a type that came with a newer version of the topic gives undefined, for an older reader
 * has no reaction to it. Throws `InvalidEvent` where headers or data are broken.
 */
export function eventOf(record: LogRecord, types: readonly EventType[]): HubEvent | undefined {
  const where = `The record with key ${record.key} in ${record.topic}`
  const header = (name: string): string => {
    const value = record.headers[name]
    if (value === undefined || value === '') throw new InvalidEvent(where, [`the header ${name} is missing`])
    return value
  }
  const name = header('ce_type')
  const type = types.find((t) => t.type === name)
  if (!type) {
    if (name.startsWith('org.collegium.')) return undefined
    throw new InvalidEvent(where, [`the type ${name} is none of the hub's`])
  }
  let data: unknown
  try {
    data = JSON.parse(text.decode(record.value))
  } catch (fault) {
    throw new InvalidEvent(where, [`its data is not JSON in UTF-8 (${fault instanceof Error ? fault.message : String(fault)})`])
  }
  const id = header('ce_id')
  return validated(type, {
    id,
    type: name,
    topic: record.topic,
    key: record.key,
    institution: header('ce_institution'),
    time: header('ce_time'),
    aggregateVersion: Number(header('ce_aggregateversion')),
    causationId: record.headers['ce_causationid'] ?? null,
    correlationId: record.headers['ce_correlationid'] ?? id,
    data,
  })
}
