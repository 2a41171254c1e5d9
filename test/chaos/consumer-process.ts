import { resultTopic } from '@collegium/contracts'
import { type Handler, ignored, onTopic, openEventLog, type SqlTransaction, startConsumers } from '@collegium/events'
import { pino } from 'pino'
import postgres from 'postgres'
import { Registry } from 'prom-client'
import type { Assignment } from './processes.ts'

interface Tx {
  readonly sql: SqlTransaction
}

/** Notes what it applied; the table has no constraint, so that a second time would show. */
const note: Handler<(typeof resultTopic)[0], Tx> = {
  async prepare() {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
  },
  async apply(events, tx) {
    await tx.sql`
      insert into applied (event_id, key, version)
      select e.id, e.key, e.version from json_to_recordset(${JSON.stringify(events.map((e) => ({ id: e.id, key: e.key, version: e.aggregateVersion })))}::text::json) as e(id text, key text, version integer)`
  },
}

async function main({ databaseUrl, log }: Assignment): Promise<void> {
  const sql = postgres(databaseUrl, { max: 8, onnotice: () => {} })
  const subscription = onTopic<typeof resultTopic, Tx>(resultTopic, {
    'org.collegium.result.confirmed.v1': note,
    'org.collegium.result.released.v1': ignored,
    'org.collegium.result.corrected.v1': ignored,
    'org.collegium.result.annulled.v1': ignored,
  })
  await startConsumers<Tx>({
    service: 'chaos',
    subscriptions: [subscription],
    log: await openEventLog(log),
    sql,
    transact: (_tenants, _cause, work) => sql.begin((tx) => work({ sql: tx })) as Promise<never>,
    logger: pino({ level: 'fatal' }),
    metrics: new Registry(),
  })
  process.stdout.write('ready\n')
}

// Never outlives the journey that started it.
process.stdin.resume().once('end', () => process.exit(1))
void main(JSON.parse(process.argv[2] ?? '{}'))
