import { openEventLog, startRelay } from '@collegium/events'
import { pino } from 'pino'
import postgres from 'postgres'
import { Registry } from 'prom-client'
import type { Assignment } from './processes.ts'

/** A relay and nothing else. Small batches, so that a kill falls between publishing and deleting as often as possible. */
async function main({ databaseUrl, log }: Assignment): Promise<void> {
  const sql = postgres(databaseUrl, { max: 6, onnotice: () => {} })
  startRelay({ sql, log: await openEventLog(log), logger: pino({ level: 'error' }), metrics: new Registry(), batchSize: 25 })
  process.stdout.write('ready\n')
}

// Never outlives the journey that started it.
process.stdin.resume().once('end', () => process.exit(1))
void main(JSON.parse(process.argv[2] ?? '{}'))
