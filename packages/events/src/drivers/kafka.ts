import type { EventLog } from '../event-log.ts'

export interface KafkaLogOptions {
  readonly brokers: readonly string[]
  readonly leaseMs?: number
}

export async function openKafkaLog(_options: KafkaLogOptions): Promise<EventLog> {
  throw new Error('not yet')
}
