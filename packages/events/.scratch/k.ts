import { startTestPostgres, startKafka } from '@collegium/testing'
import postgres from 'postgres'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { eventTables, openEventLog, startRelay, startConsumers, appendToOutbox, type EventLog } from '../src/index.ts'
import { onResults } from '../src/testing/a-service.ts'
import { confirmed } from '../src/testing/facts.ts'
const server = await startTestPostgres()
const kafka = await startKafka({ ownBroker: true }); if ('missing' in kafka) throw 1
const sql = postgres(server.url, { max: 12, onnotice: () => {} })
await sql.unsafe(eventTables)
const real = await openEventLog({ driver: 'kafka', brokers: kafka.brokers.split(',') })
const at = new Map<string, number>()
const tl = new Map<string, number[]>(); const mark = (id: string, i: number) => { const a = tl.get(id) ?? []; a[i] = performance.now(); tl.set(id, a) }
let maxLag = 0; setInterval(() => { const t = performance.now(); setTimeout(() => { maxLag = Math.max(maxLag, performance.now() - t - 10) }, 10) }, 20).unref()
const st = { pubStart: [] as number[], pub: [] as number[], handed: [] as number[], prep: [] as number[] }
const log: EventLog = { ...real, async publish(r) { const s = performance.now(); for (const x of r) mark(x.headers.ce_id!, 0); for (const x of r) st.pubStart.push(s - (at.get(x.headers.ce_id!) ?? s)); await real.publish(r); for (const x of r) mark(x.headers.ce_id!, 1); st.pub.push(performance.now() - s); },
  subscribe: (o) => real.subscribe({ ...o, handle: (b) => { const s = performance.now(); for (const x of b.records) mark(x.headers.ce_id!, 2); for (const x of b.records) st.handed.push(s - (at.get(x.headers.ce_id!) ?? s)); return o.handle(b) } }) }
const logger = pino({ level: 'warn' })
const relay = startRelay({ sql, log, logger, metrics: new Registry() })
const c2 = await startConsumers<any>({ service: 's', subscriptions: [onResults({ async prepare(e) { const now = performance.now(); for (const x of e) st.prep.push(now - (at.get(x.id) ?? now)) }, async apply() {} })], log, sql, logger, metrics: new Registry(), transact: (_t, _c, work) => sql.begin((tx) => work({ sql: tx })) as any })
for (let i = 0; i < 40000; i += 2000) await sql.begin((tx) => appendToOutbox(tx, Array.from({ length: 2000 }, (_, n) => confirmed({ enrolment: i + n + 1, version: 1 }))))
await relay.idle(); await c2.idle()
await new Promise((r) => setTimeout(r, 1000))
for (const k of Object.keys(st)) (st as any)[k].length = 0
import { readFileSync } from 'node:fs'
const ticks = (pid: number) => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' '); return (Number(f[13]) + Number(f[14])) * 10 }
const k0 = ticks(kafka.pid), c0 = process.cpuUsage()
const t0 = performance.now(), ps: Promise<any>[] = []
for (let n = 0; n < 2000; n++) { const due = t0 + n * 5; if (due > performance.now()) await new Promise((r) => setTimeout(r, due - performance.now())); ps.push((sql.begin((tx) => appendToOutbox(tx, [confirmed({ enrolment: n, version: 2 })])) as any).then(([e]: any) => at.set(e.id, performance.now()))) }
await Promise.all(ps); console.log('wall', performance.now() - t0, 'kafka cpu ms', ticks(kafka.pid) - k0, 'node', (process.cpuUsage(c0).user + process.cpuUsage(c0).system) / 1000); await relay.idle(); await c2.idle(); await new Promise((r) => setTimeout(r, 300))
const slow = [...at].map(([id, c]) => ({ c: c - t0, a: (tl.get(id) ?? []).map((x) => x - c) })).filter((x) => (x.a[2] ?? 0) > 60).sort((a, b) => a.c - b.c)
console.log('slow', slow.length, 'event loop lag', maxLag.toFixed(0)); for (let sec = 0; sec < 10; sec++) { const v = [...at].map(([id, c]) => ({ c: c - t0, a: (tl.get(id) ?? []).map((x) => x - c) })).filter((x) => x.c >= sec * 1000 && x.c < sec * 1000 + 1000); const q = (i: number, p: number) => v.map((x) => x.a[i] ?? 0).sort((a, b) => a - b)[Math.floor(v.length * p)]?.toFixed(0); console.log(sec, 'start', q(0, .5), q(0, .95), 'done', q(1, .5), q(1, .95), 'handed', q(2, .5), q(2, .95), q(2, .99)) }
for (const [k, v] of Object.entries(st)) { v.sort((a, b) => a - b); console.log(k, v.length, 'p50', v[v.length >> 1]?.toFixed(1), 'p99', v[Math.floor(v.length * .99)]?.toFixed(1)) }
await c2.close(); await relay.close(); await real.close(); await sql.end(); await server.stop(); await kafka.stop(); process.exit(0)
