import { startTestPostgres } from '@collegium/testing'
import postgres from 'postgres'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { eventTables, openEventLog, startRelay, startConsumers, appendToOutbox } from '../src/index.ts'
import { onResults, note } from '../src/testing/a-service.ts'
import { confirmed } from '../src/testing/facts.ts'
const server = await startTestPostgres()
const sql = postgres(server.url, { max: 8, onnotice: () => {} })
await sql.unsafe(eventTables)
const log = await openEventLog({ driver: 'postgres', url: server.url })
const logger = pino({ level: 'warn' })
const N = 40000
let t = performance.now()
for (let i = 0; i < N; i += 2000) await sql.begin((tx) => appendToOutbox(tx, Array.from({ length: 2000 }, (_, n) => confirmed({ enrolment: i + n + 1, version: 1 }))))
console.log('append', Math.round(N / ((performance.now() - t) / 1000)), '/s')
t = performance.now()
const relay = startRelay({ sql, log, logger, metrics: new Registry() })
await relay.idle()
console.log('relay', Math.round(N / ((performance.now() - t) / 1000)), '/s')
let handled = 0
t = performance.now()
const consumers = await startConsumers<any>({ service: 's', subscriptions: [onResults({ async apply(e) { handled += e.length } })], log, sql, logger, metrics: new Registry(), transact: (_t, _c, work) => sql.begin((tx) => work({ sql: tx })) as any })
await consumers.idle()
console.log('consume', handled, Math.round(N / ((performance.now() - t) / 1000)), '/s')
const took: number[] = []
const at = new Map<string, number>()
await consumers.close()
const c2 = await startConsumers<any>({ service: 's', subscriptions: [onResults({ async prepare(e) { const now = performance.now(); for (const x of e) took.push(now - (at.get(x.id) ?? now)) }, async apply() {} })], log, sql, logger, metrics: new Registry(), transact: (_t, _c, work) => sql.begin((tx) => work({ sql: tx })) as any })
await new Promise((r) => setTimeout(r, 1500))
for (let n = 0; n < 1000; n++) { const [e] = await sql.begin((tx) => appendToOutbox(tx, [confirmed({ enrolment: n, version: 2 })])) as any; at.set(e.id, performance.now()); await new Promise((r) => setTimeout(r, 5)) }
await relay.idle(); await c2.idle()
took.sort((a, b) => a - b)
console.log('latency p50', took[500]?.toFixed(1), 'p99', took[990]?.toFixed(1))
await c2.close(); await relay.close(); await log.close(); await sql.end(); await server.stop(); process.exit(0)
