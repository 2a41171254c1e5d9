import type { EventLog } from './event-log.ts'

/** Which log, and where. */
export type LogAddress =
  | { readonly driver: 'postgres'; readonly url: string; readonly leaseMs?: number }
  | { readonly driver: 'kafka'; readonly brokers: readonly string[]; readonly leaseMs?: number }

/** Opens the log that the configuration names. A driver is loaded only when it is used. */
export async function openEventLog(address: LogAddress): Promise<EventLog> {
  if (address.driver === 'postgres') {
    const { openPostgresLog } = await import('./drivers/postgres.ts')
    return openPostgresLog(address)
  }
  const { openKafkaLog } = await import('./drivers/kafka.ts')
  return openKafkaLog(address)
}
